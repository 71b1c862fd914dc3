import { type Day, formatDay, type Period, refusePeriod } from "@/lib/core/period.ts";
import { Refusal } from "../define-use-case.ts";

/** Ends the use-case with the sentence of what is wrong with the period, beside the field it is about. */
export function checkPeriod(
  period: Period,
  { today, knownSince }: { today: Day; knownSince: Day | null },
  maxDays: number,
): void {
  const problem = refusePeriod(period, today, maxDays);
  if (!problem) {
    if (knownSince !== null && period.first < knownSince) refuseForgotten(knownSince);
    return;
  }
  const field = problem.code === "reversed" ? "first" : "last";
  throw new Refusal({
    kind: problem.code === "too_long" ? "refused" : "invalid",
    message: problem.message,
    ...(problem.code !== "too_long" && { fields: { [field]: problem.message } }),
    offer: { code: problem.code, plan: problem.code === "too_long" },
  });
}

/** Without the account of what was accepted, all of it would be sent a second time. */
function refuseForgotten(knownSince: Day): never {
  const message = `O Enlace guarda o que o parceiro aceitou a partir de ${formatDay(knownSince)}. Antes disso, os dados poderiam ser enviados duas vezes. Escolha um período a partir dessa data.`;
  throw new Refusal({ kind: "invalid", message, fields: { first: message } });
}
