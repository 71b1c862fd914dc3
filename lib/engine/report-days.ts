import type { Database } from "@/db/client.ts";
import { auditEvents } from "@/db/schema/people.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { addDays, formatDay } from "@/lib/core/period.ts";
import { checkDays, type DayDifference } from "./check-days.ts";

const LOOK_BACK_DAYS = 40;
const LISTED = 20;

/** The account of days was wrong somewhere: how often, never where. */
class DayDifferenceError extends Error {
  readonly code: string;
  constructor(count: number) {
    super("the account of days differed from its sources");
    this.name = "DayDifferenceError";
    this.code = String(count);
  }
}

/** Compares the account of days with its sources; what it found and put right is in the audit log. */
export async function reportDays(
  db: Database,
  now: Date,
  report: (error: unknown) => void = () => undefined,
  signal?: AbortSignal,
): Promise<DayDifference[]> {
  const since = addDays(now.toISOString().slice(0, 10), -LOOK_BACK_DAYS);
  const differences = await checkDays(db, since, signal);
  if (differences.length > 0) report(new DayDifferenceError(differences.length));
  await db.insert(auditEvents).values({
    organizationId: null,
    personName: "Enlace",
    action: "check-days",
    subjectType: "days",
    summary:
      differences.length === 0
        ? `Dias conferidos desde ${formatDay(since)}: nenhuma diferença.`
        : `Dias conferidos desde ${formatDay(since)}: ${formatCount(differences.length, "diferença encontrada e corrigida", "diferenças encontradas e corrigidas")}. Avise quem desenvolve o Enlace.`,
    changes: { differences: differences.length, first: differences.slice(0, LISTED) },
  });
  return differences;
}
