import Link from "next/link";
import { RelativeTime } from "../ui/relative-time.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../ui/table.tsx";
import type { Board, BoardLane } from "@/lib/admin/multi-cv/flow-board.ts";
import { LANE_WORDS } from "./lane-words.ts";
import type { LaneLeg } from "./lay-out-board.ts";

const LEGS: readonly LaneLeg[] = ["copying", "contracting", "answering", "returning"];

/** The drawing in words and numbers, for those who prefer to read. */
export function FlowTable({
  board,
  timeZone,
  laneHref,
}: {
  board: Board;
  timeZone: string;
  laneHref: (environmentId: number | null, leg: LaneLeg) => string;
}) {
  const rows: { key: string; label: string; lane: BoardLane; href: string }[] =
    board.terminals.flatMap(({ place, ...lanes }) =>
      LEGS.map((leg) => ({
        key: `${place.id}-${leg}`,
        label: LANE_WORDS[leg](place.name),
        lane: lanes[leg],
        href: laneHref(place.id, leg),
      })),
    );
  const { unplaced } = board;
  if (unplaced.waiting + unplaced.running + unplaced.stuck + unplaced.held > 0)
    rows.unshift({
      key: "unplaced",
      label: "Hub, ainda sem terminal",
      lane: unplaced,
      href: laneHref(null, "copying"),
    });
  const number = (value: number, alarm = false) => (
    <TableCell
      className={`text-right tabular-nums ${alarm && value > 0 ? "font-semibold text-failed" : value === 0 ? "text-muted-foreground" : ""}`}
    >
      {value.toLocaleString("pt-BR")}
    </TableCell>
  );
  return (
    <Table aria-label="Reservas em cada trecho do fluxo">
      <TableHeader>
        <TableRow>
          <TableHead>Trecho</TableHead>
          <TableHead className="text-right">Com erro</TableHead>
          <TableHead className="text-right">Bloqueadas</TableHead>
          <TableHead className="text-right">Em processamento</TableHead>
          <TableHead className="text-right">Na fila</TableHead>
          <TableHead>Mais antiga</TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {rows.map(({ key, label, lane, href }) => (
          <TableRow key={key}>
            <TableHead scope="row" className="font-normal text-foreground">
              <Link
                href={href}
                className="inline-flex min-h-6 items-center text-primary hover:underline"
              >
                {label}
              </Link>
            </TableHead>
            {number(lane.stuck, true)}
            {number(lane.held, true)}
            {number(lane.running)}
            {number(lane.waiting)}
            <TableCell>
              {lane.oldestAt ? (
                <RelativeTime value={lane.oldestAt} timeZone={timeZone} />
              ) : (
                <span className="text-muted-foreground">–</span>
              )}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
