import type { Database } from "@/db/client.ts";
import { findRecentAct } from "@/db/queries/people/audit.ts";
import { auditEvents } from "@/db/schema/people.ts";

interface Author {
  organizationId: number | null;
  personId: number;
  personName: string;
  address: string;
}

/** A page that is left open may ask for the same thing every few seconds: one row says it. */
const ONCE_IN_MINUTES = 60;

/**
 * Leaves a row of a client's person asking for what is not theirs, or is not there: the answer tells
 * neither from the other, and so does the row. Agents see every client: to them nothing is foreign.
 */
export async function recordForeignTry(
  db: Database,
  author: Author,
  { name, input }: { name: string; input: unknown },
): Promise<void> {
  const { organizationId, personId } = author;
  if (organizationId === null) return;
  const subjectId = `${name} ${describeIds(input)}`.trim().slice(0, 200);
  const act = { organizationId, personId, action: "not-found", subjectId };
  if (await findRecentAct(db, act, ONCE_IN_MINUTES)) return;
  await db.insert(auditEvents).values({
    ...author,
    action: "not-found",
    subjectType: "use-case",
    subjectId,
    summary: "Pediu algo que não existe ou não é do seu cliente",
  });
}

/** The numbers of what was asked for; texts may be anybody's data and stay out. */
function describeIds(input: unknown): string {
  if (typeof input !== "object" || input === null) return "";
  return Object.entries(input)
    .filter(([, value]) => typeof value === "number")
    .map(([key, value]) => `${key}=${value}`)
    .join(" ");
}
