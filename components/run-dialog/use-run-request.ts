"use client";

import { useRef, useState } from "react";
import type { Outcome, Problem } from "@/lib/admin/define-use-case.ts";
import type { RunPlan } from "@/lib/admin/tasks/plan-run.ts";
import { type Day, type Period, refusePeriod } from "@/lib/core/period.ts";
import type { RunActions } from "./run-actions.ts";

interface RunRequestOptions {
  integrationId: number;
  today: Day;
  maxDays: number;
  actions: RunActions;
  onSent: (taskIds: number[]) => void;
}

const UNREACHED: Problem = {
  kind: "refused",
  message:
    "Não foi possível falar com o servidor. Confira sua rede e clique novamente em Processar. Os dados digitados foram mantidos.",
};

/**
 * What is typed, what is wrong with it, and the plan of a long period. What is typed outlives a
 * closed window and an expired session.
 */
export function useRunRequest({
  integrationId,
  today,
  maxDays,
  actions,
  onSent,
}: RunRequestOptions) {
  const stored = `enlace.executar.${integrationId}`;
  const [period, setPeriodState] = useState<Period>({ first: "", last: "" });
  const [problem, setProblem] = useState<Problem | null>(null);
  /** undefined = not offered; null = being made. */
  const [plan, setPlan] = useState<RunPlan | null | undefined>(undefined);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [skipSent, setSkipSent] = useState(false);
  const [busy, setBusy] = useState(false);
  const asked = useRef(0);

  /** Called as the window opens: what was typed before a reload or a new sign-in is there again. */
  function restore() {
    const [first = "", last = ""] = (window.sessionStorage.getItem(stored) ?? "").split("|");
    if ((first || last) && !period.first && !period.last) setPeriodState({ first, last });
  }

  function setPeriod(next: Period) {
    setPeriodState(next);
    window.sessionStorage.setItem(stored, `${next.first}|${next.last}`);
    setProblem(null);
    setPlan(undefined);
  }

  async function ask<Value>(work: () => Promise<Outcome<Value>>): Promise<Value | null> {
    try {
      const outcome = await work();
      if (outcome.ok) return outcome.value;
      setProblem(outcome.problem);
    } catch {
      setProblem(UNREACHED);
    }
    return null;
  }

  async function makePlan(skip: boolean) {
    const turn = ++asked.current;
    setPlan(null);
    const made = await ask(() => actions.planPeriod({ integrationId, ...period, skipSent: skip }));
    if (turn !== asked.current) return;
    setPlan(made ?? undefined);
    setChosen(
      new Set(made?.tasks.filter((task) => task.conflictWith === null).map((task) => task.first)),
    );
  }

  async function runOnce() {
    const wrong = refusePeriod(period, today, maxDays);
    if (wrong?.code === "too_long") {
      setProblem({ kind: "refused", message: wrong.message });
      await makePlan(skipSent);
      return;
    }
    if (wrong) {
      const field =
        wrong.code === "reversed" || (wrong.code === "invalid" && !period.first) ? "first" : "last";
      setProblem({ kind: "invalid", message: wrong.message, fields: { [field]: wrong.message } });
      return;
    }
    const made = await ask(() => actions.runOnce({ integrationId, ...period }));
    if (made) finish([made.taskId]);
  }

  async function runPlan(tasks: RunPlan["tasks"]) {
    const periods = tasks
      .filter((task) => chosen.has(task.first))
      .map(({ first, last }) => ({ first, last }));
    if (periods.length === 0) {
      setProblem({ kind: "invalid", message: "Escolha ao menos uma tarefa do plano." });
      return;
    }
    const made = await ask(() => actions.runPlan({ integrationId, periods }));
    if (made) finish(made.taskIds);
  }

  function finish(taskIds: number[]) {
    setPeriod({ first: "", last: "" });
    window.sessionStorage.removeItem(stored);
    onSent(taskIds);
  }

  async function submit() {
    if (busy || plan === null) return;
    setBusy(true);
    setProblem((now) => (plan ? now : null));
    await (plan ? runPlan(plan.tasks) : runOnce());
    setBusy(false);
  }

  return {
    period,
    setPeriod,
    restore,
    problem,
    plan,
    chosen,
    setChosen,
    skipSent,
    changeSkipSent: (skip: boolean) => (setSkipSent(skip), void makePlan(skip)),
    busy,
    submit,
  };
}
