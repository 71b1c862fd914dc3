"use client";

import { useCallback, useEffect, useId, useState } from "react";
import { describeProblem } from "../forms/describe-problem.tsx";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { Checkbox } from "../ui/checkbox.tsx";
import {
  Dialog,
  DialogBody,
  DialogClose,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "../ui/dialog.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import type { Outcome, Problem } from "@/lib/admin/define-use-case.ts";
import type { AppliedPrices } from "@/lib/admin/prices/apply-prices.ts";
import type { PricePlan } from "@/lib/admin/prices/plan-prices.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { describeLeftOut, describePlan } from "./plan-words.ts";

/** What was chosen in the grid. */
export type Chosen =
  | { codes: string[] }
  | { all: { search: string; filters: Record<string, string[]> } };

/** Which suggestions the page shows. */
export interface PriceScope {
  organizationId: number | null;
  zoneCode: string;
  first: string;
  last: string;
}

/** What the dialog asks of the server. */
export interface ApplyActions {
  plan: (
    input: PriceScope & { chosen: Chosen; beyondLimits: boolean },
  ) => Promise<Outcome<PricePlan>>;
  apply: (
    input: PriceScope & { chosen: Chosen; beyondLimits: boolean; fingerprint: string },
  ) => Promise<Outcome<AppliedPrices>>;
}

const LOST: Problem = {
  kind: "refused",
  message: "Não foi possível falar com o servidor. Nada foi aplicado. Tente novamente.",
};

/** Plan, then confirm by consequence, then apply: what is applied is exactly what stands here. */
export function ApplyDialog({
  scope,
  chosen,
  actions,
  onClose,
  onApplied,
}: {
  scope: PriceScope;
  chosen: Chosen;
  actions: ApplyActions;
  onClose: () => void;
  onApplied: (applied: AppliedPrices) => void;
}) {
  const [beyondLimits, setBeyondLimits] = useState(false);
  const [plan, setPlan] = useState<PricePlan | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const id = useId();

  const { plan: askPlan } = actions;
  const makePlan = useCallback(async () => {
    setPlan(null);
    const outcome = await askPlan({ ...scope, chosen, beyondLimits }).catch(() => ({
      ok: false as const,
      problem: LOST,
    }));
    if (outcome.ok) setPlan(outcome.value);
    else setProblem(outcome.problem);
  }, [askPlan, scope, chosen, beyondLimits]);
  useEffect(() => void makePlan(), [makePlan]);

  async function apply() {
    if (!plan) return;
    setBusy(true);
    setProblem(null);
    const outcome = await actions
      .apply({ ...scope, chosen, beyondLimits, fingerprint: plan.fingerprint })
      .catch(() => ({ ok: false as const, problem: LOST }));
    setBusy(false);
    if (outcome.ok) return onApplied(outcome.value);
    setProblem(outcome.problem);
    // What was agreed to is no longer what would happen: the numbers are made anew.
    if (outcome.problem.kind === "conflict") await makePlan();
  }
  const outsideOffered = plan ? plan.couldAdd + plan.outside : 0;
  const leftOut = plan ? describeLeftOut(plan.leftOut) : [];
  return (
    <Dialog open onOpenChange={(open) => !open && !busy && onClose()}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>Aplicar preços sugeridos</DialogTitle>
          <DialogDescription>
            Confira o resultado antes de aplicar. A aplicação pode ser desfeita depois.
          </DialogDescription>
        </DialogHeader>
        <DialogBody className="flex min-h-32 flex-col gap-3">
          {problem && (
            <Alert tone={problem.kind === "conflict" ? "warning" : "error"}>
              {describeProblem(problem)}
            </Alert>
          )}
          {!plan && !problem && <Skeleton className="h-20" />}
          {plan && (
            <>
              <p role="status" className="text-base font-medium text-balance">
                {describePlan(plan)}
              </p>
              {leftOut.length > 0 && (
                <div className="text-sm">
                  <p className="text-muted-foreground">Não serão alterados:</p>
                  <ul className="list-disc pl-5 marker:text-muted-foreground">
                    {leftOut.map((line) => (
                      <li key={line}>{line}</li>
                    ))}
                  </ul>
                </div>
              )}
            </>
          )}
          {(outsideOffered > 0 || beyondLimits) && (
            <label
              htmlFor={id}
              className="flex items-start gap-2.5 rounded-md border border-pending-mark/40 bg-pending-soft px-3 py-2.5 text-sm"
            >
              <Checkbox
                id={id}
                checked={beyondLimits}
                className="mt-0.5"
                onCheckedChange={(on) => setBeyondLimits(on === true)}
              />
              <span>
                Incluir também {plan ? formatCount(outsideOffered, "produto", "produtos") : "os"}{" "}
                fora dos limites: até o custo, com variação acima da permitida ou de um retorno de
                mais de três dias.
              </span>
            </label>
          )}
        </DialogBody>
        <DialogFooter>
          <DialogClose asChild>
            <Button variant="outline" disabled={busy}>
              Cancelar
            </Button>
          </DialogClose>
          <Button busy={busy} disabled={!plan || plan.prices === 0} onClick={() => void apply()}>
            {plan && plan.prices > 0
              ? `Aplicar ${formatCount(plan.prices, "preço", "preços")}`
              : "Aplicar"}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
