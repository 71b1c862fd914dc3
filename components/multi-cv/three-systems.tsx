import { Card } from "../ui/card.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import type { ReservationView } from "@/lib/admin/multi-cv/read-reservation.ts";

/** The reservation in the three systems: its id there, its situation, and when that was read. */
export function ThreeSystems({ reservation }: { reservation: ReservationView }) {
  const { situations, seenAt, timeZone } = reservation;
  const systems = [
    {
      name: "Hub",
      id: reservation.hubId,
      label: "Reserva",
      situation: situations.hub,
      seen: seenAt.hub,
    },
    {
      name: reservation.terminal ?? "Terminal",
      id: reservation.terminalId,
      label: "Reserva",
      situation: situations.terminal,
      seen: seenAt.terminal,
    },
    {
      name: "Sienge",
      id: reservation.contractNumber ?? reservation.contractId,
      label: "Contrato",
      situation: situations.sienge,
      seen: seenAt.sienge,
    },
  ];
  return (
    <ul aria-label="Situação em cada sistema" className="grid gap-3 sm:grid-cols-3">
      {systems.map(({ name, id, label, situation, seen }) => (
        <li key={name}>
          <Card className="h-full px-4 py-3">
            <h2 className="text-xs font-medium text-muted-foreground">{name}</h2>
            <p className="mt-0.5 text-base font-semibold wrap-anywhere">
              {situation ?? (id ? "Situação ainda não lida" : "Ainda não existe")}
            </p>
            <p className="mt-0.5 text-sm text-muted-foreground">
              {id ? (
                <>
                  {label}{" "}
                  <span className="font-mono text-xs wrap-anywhere text-foreground">{id}</span>
                </>
              ) : (
                "–"
              )}
              {seen && (
                <>
                  {" "}
                  · lida <RelativeTime value={seen} timeZone={timeZone} />
                </>
              )}
            </p>
          </Card>
        </li>
      ))}
    </ul>
  );
}
