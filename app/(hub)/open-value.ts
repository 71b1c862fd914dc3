import { forbidden, notFound } from "next/navigation";
import type { Outcome } from "@/lib/admin/define-use-case.ts";

/**
 * The value a page needs; what is foreign or missing shows the page that says so, and what the
 * profile lacks its own.
 */
export function openValue<Value>(outcome: Outcome<Value>): Value {
  if (outcome.ok) return outcome.value;
  if (outcome.problem.kind === "not_found" || outcome.problem.kind === "invalid") notFound();
  if (outcome.problem.kind === "forbidden") forbidden();
  throw new Error(`page cannot be shown: ${outcome.problem.kind}`);
}
