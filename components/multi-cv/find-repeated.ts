import type { StepView } from "@/lib/admin/multi-cv/read-reservation.ts";

/**
 * The steps of a flow that were done again: a later one of the same flow still stands as an earlier task
 * left it. What was only continued by another task was not repeated. Pure.
 */
export function findRepeated(steps: readonly StepView[]): Set<number> {
  const repeated = new Set<number>();
  let earliest = Infinity;
  for (const step of steps.toReversed()) {
    const taskId = step.taskId ?? Infinity;
    if (step.item === "" && taskId > earliest && taskId !== Infinity) repeated.add(step.id);
    if (step.item === "") earliest = Math.min(earliest, taskId);
  }
  return repeated;
}

/** Whether everything of a flow is through, so that one line says it all. Pure. */
export function isThrough(steps: readonly StepView[]): boolean {
  return steps.every(({ status }) => status === "done" || status === "skipped");
}

/** From the first beginning to the last end. Pure. */
export function spanOf(steps: readonly StepView[]): {
  begunAt: string | null;
  endedAt: string | null;
} {
  const of = (key: "begunAt" | "endedAt") => steps.flatMap((step) => step[key] ?? []).toSorted();
  return { begunAt: of("begunAt")[0] ?? null, endedAt: of("endedAt").at(-1) ?? null };
}
