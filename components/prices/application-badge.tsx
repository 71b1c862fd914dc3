import { CircleCheck, CircleDashed, Undo2 } from "lucide-react";
import { Badge } from "../ui/badge.tsx";
import type { ApplicationRow } from "@/lib/admin/prices/list-price-applications.ts";

/** What each state of an application is called. */
export const APPLICATION_LABEL: Record<ApplicationRow["status"], string> = {
  applied: "Aplicada",
  undone: "Desfeita",
  partly_undone: "Desfeita em parte",
};

const LOOK = {
  applied: { tone: "done", icon: CircleCheck },
  undone: { tone: "neutral", icon: Undo2 },
  partly_undone: { tone: "pending", icon: CircleDashed },
} as const;

/** How an application stands. */
export function ApplicationBadge({ status }: { status: ApplicationRow["status"] }) {
  const { tone, icon: Icon } = LOOK[status];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden />
      {APPLICATION_LABEL[status]}
    </Badge>
  );
}
