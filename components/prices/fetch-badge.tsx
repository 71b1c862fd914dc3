import { CircleCheck, CircleDashed, Clock, Minus } from "lucide-react";
import { Badge } from "../ui/badge.tsx";
import type { ApplicationRow } from "@/lib/admin/prices/list-price-applications.ts";
import { fetchState, shortFetch } from "./fetch-words.ts";

const LOOK = {
  nobody: { tone: "outline", icon: Minus },
  none: { tone: "pending", icon: Clock },
  some: { tone: "pending", icon: CircleDashed },
  all: { tone: "done", icon: CircleCheck },
} as const;

/** Whether the ERP has what an application did. */
export function FetchBadge({
  row,
  timeZone,
}: {
  row: Pick<ApplicationRow, "status" | "restored" | "fetched">;
  timeZone: string;
}) {
  const { tone, icon: Icon } = LOOK[fetchState(row)];
  return (
    <Badge tone={tone} className="tabular-nums">
      <Icon aria-hidden />
      {shortFetch(row, timeZone)}
    </Badge>
  );
}
