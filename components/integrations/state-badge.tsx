import { CirclePause } from "lucide-react";
import { ActiveBadge } from "@/components/status/status-badge";
import { Badge } from "@/components/ui/badge";

/** Runs, stopped by a person, or paused by the hub itself. */
export function StateBadge({ state }: { state: "active" | "inactive" | "paused" }) {
  if (state !== "paused") return <ActiveBadge active={state === "active"} />;
  return (
    <Badge tone="failed">
      <CirclePause aria-hidden />
      Pausada pelo hub
    </Badge>
  );
}
