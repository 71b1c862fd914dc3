import { CircleAlert, CircleCheck, CircleSlash, Clock } from "lucide-react";
import { Badge } from "../ui/badge.tsx";
import { EVENT_OUTCOME_LABEL } from "@/lib/core/flow.ts";

/** What can come of something a partner told us. */
export const EVENT_OUTCOMES = {
  done: { word: EVENT_OUTCOME_LABEL.done, tone: "done", icon: CircleCheck },
  ignored: { word: EVENT_OUTCOME_LABEL.ignored, tone: "neutral", icon: CircleSlash },
  failed: { word: EVENT_OUTCOME_LABEL.failed, tone: "failed", icon: CircleAlert },
  waiting: { word: EVENT_OUTCOME_LABEL.waiting, tone: "pending", icon: Clock },
} as const;

/** The outcome of an event as a word with its mark. */
export function EventOutcome({ outcome }: { outcome: string | null }) {
  const {
    word,
    tone,
    icon: Icon,
  } = EVENT_OUTCOMES[(outcome ?? "waiting") as keyof typeof EVENT_OUTCOMES] ??
  EVENT_OUTCOMES.waiting;
  return (
    <Badge tone={tone}>
      <Icon aria-hidden /> {word}
    </Badge>
  );
}
