import { CircleAlert, CircleCheck, CircleHelp } from "lucide-react";
import { Badge } from "../ui/badge.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";

/** What a check of several systems found, one sentence each. */
export function CheckNotes({ check }: { check: { ok: boolean; notes: readonly string[] } }) {
  return (
    <ul className="flex flex-col gap-1 text-sm">
      {check.notes.map((note) => (
        <li key={note} className="wrap-anywhere">
          {note}
        </li>
      ))}
    </ul>
  );
}

/** Whether something was checked live, with what result and when. */
export function CheckMark({
  check,
  checkedAt,
  timeZone,
}: {
  check: { ok: boolean } | null;
  checkedAt: string | null;
  timeZone: string;
}) {
  if (!check || !checkedAt) {
    return (
      <Badge tone="neutral">
        <CircleHelp aria-hidden /> Não verificado
      </Badge>
    );
  }
  return (
    <span className="inline-flex items-center gap-2">
      <Badge tone={check.ok ? "done" : "failed"}>
        {check.ok ? <CircleCheck aria-hidden /> : <CircleAlert aria-hidden />}{" "}
        {check.ok ? "Confere" : "Não confere"}
      </Badge>
      <span className="text-xs text-muted-foreground">
        <RelativeTime value={checkedAt} timeZone={timeZone} short />
      </span>
    </span>
  );
}
