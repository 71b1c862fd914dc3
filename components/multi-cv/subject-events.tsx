import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../ui/table.tsx";
import type { SubjectEvent } from "@/lib/admin/multi-cv/read-reservation.ts";
import { formatInstant } from "@/lib/core/period.ts";
import { describeEvent } from "@/lib/multi-cv/words/event-words.ts";
import { EventOutcome } from "./event-outcome.tsx";

/** What partners told about a reservation. */
export function SubjectEvents({
  events,
  timeZone,
}: {
  events: readonly SubjectEvent[];
  timeZone: string;
}) {
  if (events.length === 0)
    return (
      <p className="px-4 pb-4 text-sm text-muted-foreground">
        Nenhum webhook recebido sobre esta reserva. Ela também é consultada na varredura, a cada 5
        minutos.
      </p>
    );
  return (
    <Table aria-label="Webhooks sobre esta reserva">
      <TableHeader>
        <TableRow>
          <TableHead>Recebido</TableHead>
          <TableHead>Origem</TableHead>
          <TableHead>Evento</TableHead>
          <TableHead>Resultado</TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {events.map((event) => (
          <TableRow key={event.id}>
            <TableCell className="whitespace-nowrap">
              <time dateTime={event.receivedAt}>
                {formatInstant(new Date(event.receivedAt), timeZone)}
              </time>
            </TableCell>
            <TableCell>{event.source}</TableCell>
            <TableCell className="min-w-44">{describeEvent(event.name)}</TableCell>
            <TableCell className="min-w-56">
              <EventOutcome outcome={event.outcome} />
              {event.note && (
                <span className="mt-0.5 block text-muted-foreground wrap-anywhere">
                  {event.note}
                </span>
              )}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
