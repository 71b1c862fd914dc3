import { Alert } from "../ui/alert.tsx";
import type { ReservationView } from "@/lib/admin/multi-cv/read-reservation.ts";
import { formatInstant } from "@/lib/core/period.ts";
import { describeStep, findLook } from "./state-words.tsx";

/** The answer first: where it stands, what is wrong, what comes next. */
export function ReservationStanding({ reservation }: { reservation: ReservationView }) {
  const { state, lastError, step, nextTryAt, timeZone } = reservation;
  const open = reservation.decisions.filter(({ answered }) => !answered).length;
  const where = describeStep(step);
  if (open > 0)
    return (
      <Alert tone="warning" title="Aguardando decisão">
        Confira os dados abaixo. Nada será alterado no Hub, no terminal nem no Sienge até que alguém
        decida.
      </Alert>
    );
  if (state === "stuck")
    return (
      <Alert tone="error" title={`Erro na etapa “${where}”`}>
        {lastError ?? ""} Depois de corrigir, use “Repetir etapa”.
      </Alert>
    );
  if (state === "held")
    return (
      <Alert tone="warning" title="Bloqueada por dependência">
        {lastError ?? "A reserva depende de um ambiente pausado ou do freio de cancelamentos."} O
        processamento continua automaticamente após a liberação.
      </Alert>
    );
  if (state === "running")
    return <Alert tone="info" title={where ? `Em processamento: ${where}` : "Em processamento"} />;
  if (state === "waiting") {
    const next = nextTryAt
      ? ` Próxima tentativa em ${formatInstant(new Date(nextTryAt), timeZone)}.`
      : "";
    return (
      <Alert tone="info" title={where ? `Na fila da etapa “${where}”` : "Na fila"}>
        {`${lastError ?? ""}${next}`.trim() || undefined}
      </Alert>
    );
  }
  const { outcome, terminalId } = reservation;
  if (state === "ended")
    return (
      <Alert tone="info" title={outcome ? findLook(state, outcome, false).word : "Encerrada"}>
        {terminalId === null
          ? "A reserva não foi transferida para o terminal."
          : "A situação final está no Hub e no terminal."}{" "}
        O Enlace não altera mais esta reserva automaticamente.
      </Alert>
    );
  if (outcome === "cancelled" || outcome === "rescinded")
    return (
      <Alert tone="info" title={findLook(state, outcome, false).word}>
        A situação é a mesma no Hub e no terminal.
      </Alert>
    );
  return (
    <Alert
      tone="success"
      title={reservation.carriedRole ? "Em dia nos três sistemas" : "Transferida para o terminal"}
    >
      {reservation.carriedRole
        ? undefined
        : "O Enlace acompanha o contrato no Sienge e atualiza a situação quando ela mudar."}
    </Alert>
  );
}
