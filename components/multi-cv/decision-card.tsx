"use client";

import { MessageCircleQuestion } from "lucide-react";
import { useState } from "react";
import { ConfirmDialog } from "../ui/alert-dialog.tsx";
import { Button } from "../ui/button.tsx";
import { Card, CardContent, CardHeader, CardTitle } from "../ui/card.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import type { Outcome } from "@/lib/admin/define-use-case.ts";
import type { DecisionOption, DecisionView } from "@/lib/admin/multi-cv/decision-view.ts";
import { QUESTION_LABEL } from "@/lib/multi-cv/words/decisions.ts";
import { ComparisonTable } from "./comparison-table.tsx";

/** Answers a question. */
export type Answer = (input: { decisionId: number; choice: string }) => Promise<Outcome<unknown>>;

interface DecisionCardProps {
  decision: DecisionView;
  hubId: string;
  terminal: string;
  timeZone: string;
  /** null where the profile does not allow it. */
  onChoose: ((option: DecisionOption) => void) | null;
}

/** What a question is called, whichever version of the hub asked it. */
export const describeQuestion = (kind: string): string =>
  QUESTION_LABEL[kind as keyof typeof QUESTION_LABEL] ?? kind;

/** A question with its facts side by side and its buttons; each says what happens before it does. */
export function DecisionCard({ decision, hubId, terminal, timeZone, onChoose }: DecisionCardProps) {
  const [asking, setAsking] = useState<DecisionOption | null>(null);
  const { answered } = decision;
  return (
    <Card
      aria-label={`Decisão: ${describeQuestion(decision.kind)}`}
      className={answered ? "" : "border-pending-mark/50"}
    >
      <CardHeader>
        <CardTitle className="flex items-center gap-2">
          <MessageCircleQuestion aria-hidden className="size-4 text-pending" />
          {describeQuestion(decision.kind)}
        </CardTitle>
        <span className="text-xs text-muted-foreground">
          pendente <RelativeTime value={decision.createdAt} timeZone={timeZone} />
        </span>
      </CardHeader>
      <CardContent className="flex flex-col gap-3">
        <p className="max-w-[80ch] text-sm">{decision.question}</p>
        {decision.facts.length > 0 && (
          <ComparisonTable
            label={`Fatos da decisão sobre a reserva ${hubId}`}
            facts={decision.facts}
            terminal={terminal}
          />
        )}
        {answered ? (
          <p className="text-sm text-muted-foreground">
            {answered.label}: decidido por {answered.by}{" "}
            <RelativeTime value={answered.at} timeZone={timeZone} />.
          </p>
        ) : onChoose ? (
          <ul className="flex flex-wrap gap-2">
            {decision.options.map((option, index) => (
              <li key={option.key}>
                <Button
                  variant={option.danger ? "destructive" : index === 0 ? "default" : "outline"}
                  onClick={() => setAsking(option)}
                >
                  {option.label}
                </Button>
              </li>
            ))}
          </ul>
        ) : (
          <p className="text-sm text-muted-foreground">
            Seu perfil não permite decidir. Fale com o suporte.
          </p>
        )}
      </CardContent>
      {asking && onChoose && (
        <ConfirmDialog
          open
          onOpenChange={(open) => !open && setAsking(null)}
          title={`${asking.label} (reserva ${hubId})?`}
          description={
            asking.consequence ||
            "A decisão fica registrada com o seu nome e o processamento continua a partir dela."
          }
          confirmLabel={asking.label}
          destructive={asking.danger}
          onConfirm={() => onChoose(asking)}
        />
      )}
    </Card>
  );
}
