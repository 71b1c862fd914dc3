import {
  Ban,
  CircleAlert,
  CircleCheck,
  CircleCheckBig,
  CirclePause,
  Clock,
  LoaderCircle,
  type LucideIcon,
  MessageCircleQuestion,
  Undo2,
} from "lucide-react";
import { Badge } from "../ui/badge.tsx";
import { type SubjectState, SUBJECT_STATE_LABEL } from "@/lib/core/flow.ts";
import {
  RESERVATION_STEP_LABEL,
  type ReservationStep,
} from "@/lib/multi-cv/words/reservation-steps.ts";
import { SITUATION_WORD, type Target } from "@/lib/multi-cv/words/situations.ts";

interface StateLook {
  word: string;
  tone: "neutral" | "pending" | "sent" | "done" | "failed";
  icon: LucideIcon;
}

const look = (state: SubjectState, tone: StateLook["tone"], icon: LucideIcon): StateLook => ({
  word: SUBJECT_STATE_LABEL[state],
  tone,
  icon,
});

/** How a reservation stands: the word, its mark, its colour. */
export const STATE: Readonly<Record<SubjectState, StateLook>> = {
  waiting: look("waiting", "pending", Clock),
  running: look("running", "sent", LoaderCircle),
  stuck: look("stuck", "failed", CircleAlert),
  held: look("held", "pending", CirclePause),
  finished: look("finished", "done", CircleCheck),
  ended: look("ended", "neutral", CircleCheckBig),
};

const OUTCOME: Readonly<Record<Target, StateLook>> = {
  sold: { word: "Vendida", tone: "done", icon: CircleCheckBig },
  cancelled: { word: "Cancelada", tone: "neutral", icon: Ban },
  rescinded: { word: "Distratada", tone: "neutral", icon: Undo2 },
};

/**
 * What is true of a reservation now: an open question before anything else, what keeps it from going on,
 * and once it is carried what became of it.
 */
export function findLook(state: SubjectState, outcome: Target | null, asks: boolean): StateLook {
  if (asks) return { word: "Aguardando decisão", tone: "pending", icon: MessageCircleQuestion };
  if (outcome && (state === "finished" || state === "ended")) return OUTCOME[outcome];
  return STATE[state];
}

/** A reservation's state as a word with its mark. */
export function StateBadge({
  state,
  outcome,
  asks = false,
}: {
  state: SubjectState;
  outcome: Target | null;
  asks?: boolean;
}) {
  const { word, tone, icon: Icon } = findLook(state, outcome, asks);
  return (
    <Badge tone={tone}>
      <Icon aria-hidden /> {word}
    </Badge>
  );
}

/** "reservation/check-unit" → the step as a person reads it. */
export function describeStep(step: string | null): string {
  if (step === null) return "";
  const name = step.slice(step.indexOf("/") + 1);
  return RESERVATION_STEP_LABEL[name as ReservationStep] ?? name;
}

const FLOW_WORDS: Record<string, string> = {
  transfer: "Transferência para o terminal",
  situation: "Situação atualizada nos dois ambientes",
  changes: "Mudanças depois da transferência",
};

/** "situation:sold" → "Situação atualizada aos dois ambientes: vendida". */
export function describeFlow(flow: string): string {
  const [name = "", parameter = ""] = flow.split(":");
  // A run that only looks: what it finds becomes a run of its own, or a question.
  if (parameter === "revisao") return "Revisão da situação";
  const word = SITUATION_WORD[parameter as keyof typeof SITUATION_WORD] ?? parameter;
  return `${FLOW_WORDS[name] ?? name}${word ? `: ${word}` : ""}`;
}
