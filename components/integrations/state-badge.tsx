import { CirclePause } from "lucide-react";
import { ActiveBadge } from "../status/status-badge.tsx";
import { Badge } from "../ui/badge.tsx";

/** Runs, stopped by a person, or paused by the hub itself. */
export function StateBadge({ state }: { state: "active" | "inactive" | "paused" }) {
  if (state !== "paused") return <ActiveBadge active={state === "active"} />;
  return (
    <Badge tone="failed">
      <CirclePause aria-hidden />
      Pausada automaticamente
    </Badge>
  );
}
