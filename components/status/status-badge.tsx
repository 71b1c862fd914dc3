import { CircleAlert, CircleArrowUp, CircleCheck, Clock } from "lucide-react";
import { Badge } from "../ui/badge.tsx";
import { cn } from "../ui/cn.ts";
import { STATUS_LABEL, type TaskStatus } from "@/lib/core/status.ts";

/** The mark of each status; always drawn beside its word. */
export const STATUS_ICON = {
  pending: Clock,
  sent: CircleArrowUp,
  done: CircleCheck,
  failed: CircleAlert,
} as const;

/** One of the four statuses: icon, word, colour. */
export function StatusBadge({ status, className }: { status: TaskStatus; className?: string }) {
  const Icon = STATUS_ICON[status];
  return (
    <Badge tone={status} className={className}>
      <Icon aria-hidden />
      {STATUS_LABEL[status]}
    </Badge>
  );
}

/** Whether an integration runs: a plain word, since it is a setting and not an outcome. */
export function ActiveBadge({ active, className }: { active: boolean; className?: string }) {
  return (
    <span
      className={cn(
        "inline-flex items-center gap-1.5 whitespace-nowrap",
        !active && "text-muted-foreground",
        className,
      )}
    >
      <span
        aria-hidden
        className={cn(
          "size-2 rounded-full border",
          active ? "border-primary bg-primary" : "border-muted-foreground",
        )}
      />
      {active ? "Ativa" : "Inativa"}
    </span>
  );
}
