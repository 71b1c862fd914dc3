import { Alert } from "../ui/alert.tsx";
import type { ReservationView } from "@/lib/admin/multi-cv/read-reservation.ts";
import { formatInstant } from "@/lib/core/period.ts";
import { tellStep } from "./state-words.tsx";

/** The answer first: where it stands, what is wrong, what comes next. */
export function ReservationStanding({ reservation }: { reservation: ReservationView }) {
  const { state, lastError, step, nextTryAt, timeZone } = reservation;
  const open = reservation.decisions.filter(({ answered }) => !answered).length;
  const where = tellStep(step);
  if (open > 0)
    return (
      <Alert tone="warning" title="Aguardando a decisão de uma pessoa">
        Os fatos estão logo abaixo. Nada muda no Hub, no terminal nem no Sienge até alguém decidir.
      </Alert>
    );
  if (state === "stuck")
    return (
      <Alert tone="error" title={`Parada na etapa “${where}”`}>
        {lastError ?? ""} Depois de corrigir, use “Repetir etapa”.
      </Alert>
    );
  if (state === "held")
    return (
      <Alert tone="warning" title="Retida">
        {lastError ?? "Espera um ambiente pausado ou um freio ser liberado."} Ela segue sozinha
        quando for liberada.
      </Alert>
    );
  if (state === "running")
    return <Alert tone="info" title={where ? `Em andamento: ${where}` : "Em andamento"} />;
  if (state === "waiting") {
    const next = nextTryAt
      ? ` Próxima tentativa em ${formatInstant(new Date(nextTryAt), timeZone)}.`
      : "";
    return (
      <Alert tone="info" title={where ? `Aguardando na etapa “${where}”` : "Aguardando a vez"}>
        {`${lastError ?? ""}${next}`.trim() || undefined}
      </Alert>
    );
  }
  if (state === "ended")
    return (
      <Alert tone="success" title="Encerrada">
        A situação final está no Hub e no terminal; o Enlace não muda mais esta reserva sozinho.
      </Alert>
    );
  return (
    <Alert
      tone="success"
      title={reservation.carriedRole ? "Em dia nos três sistemas" : "Transferida para o terminal"}
    >
      {reservation.carriedRole
        ? undefined
        : "O Enlace acompanha o contrato no Sienge e leva a situação quando ela mudar."}
    </Alert>
  );
}
