import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleHelp,
  CirclePause,
  Hourglass,
  type LucideIcon,
} from "lucide-react";
import { Badge } from "../ui/badge.tsx";
import type { BoardPlace } from "@/lib/admin/multi-cv/flow-board.ts";
import { daysUntil, judgePlace, type PlaceHealth } from "./judge-board.ts";
import { formatCount } from "@/lib/core/format-count.ts";

interface HealthLook {
  word: string;
  icon: LucideIcon;
  tone: "done" | "neutral" | "pending" | "failed";
  /** Colour of a mark inside the drawing. */
  mark: string;
}

/** How each health is shown: the word, its mark, its colour. */
export const HEALTH: Readonly<Record<PlaceHealth, HealthLook>> = {
  well: { word: "Respondendo", icon: CircleCheck, tone: "done", mark: "text-done" },
  unknown: {
    word: "Ainda não consultado",
    icon: CircleHelp,
    tone: "neutral",
    mark: "text-muted-foreground",
  },
  expiring: { word: "Token perto do fim", icon: Hourglass, tone: "pending", mark: "text-pending" },
  failing: { word: "Com erro", icon: CircleAlert, tone: "failed", mark: "text-failed" },
  paused: { word: "Pausado", icon: CirclePause, tone: "pending", mark: "text-pending" },
  missing: {
    word: "Não cadastrado",
    icon: CircleDashed,
    tone: "neutral",
    mark: "text-muted-foreground",
  },
};

/** "vence hoje", "vence em 5 dias", "venceu há 2 dias"; empty without an end. */
export function describeValidity(validUntil: string | null, today: string): string {
  if (validUntil === null) return "";
  const days = daysUntil(validUntil, today);
  if (days === 0) return "vence hoje";
  const size = formatCount(Math.abs(days), "dia", "dias");
  return days > 0 ? `vence em ${size}` : `venceu há ${size}`;
}

/** A system's health as a word with its mark. */
export function PlaceHealthBadge({ place, today }: { place: BoardPlace; today: string }) {
  const health = judgePlace(place, today);
  const { word, icon: Icon, tone } = HEALTH[health];
  const ended =
    health === "expiring" && place.validUntil !== null && daysUntil(place.validUntil, today) < 0;
  return (
    <Badge tone={ended ? "failed" : tone}>
      <Icon aria-hidden /> {ended ? "Token vencido" : word}
    </Badge>
  );
}
