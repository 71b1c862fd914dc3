import type { Queryable } from "@/db/client.ts";
import { releaseSubjects, unpauseEnvironment } from "@/db/queries/flows/environments-for-engine.ts";
import { enqueueRun } from "./start-run.ts";

interface Held {
  organizationId: number;
  integrationId: number;
}

/** An environment works again: its pause ends, and what was held for it goes on. Returns how many subjects. */
export async function releaseEnvironment(
  tx: Queryable,
  of: Held & { environmentId: number },
): Promise<number> {
  return tx.transaction(async (inner) => {
    await unpauseEnvironment(inner, of.organizationId, of.environmentId);
    return release(inner, of);
  });
}

/** What was held for another reason than an environment (a burst brake) goes on. Returns how many subjects. */
export function releaseHeld(tx: Queryable, of: Held): Promise<number> {
  return tx.transaction((inner) => release(inner, { ...of, environmentId: null }));
}

async function release(
  tx: Queryable,
  of: Held & { environmentId: number | null },
): Promise<number> {
  const runs = await releaseSubjects(tx, of);
  for (const run of runs) await enqueueRun(tx, { organizationId: of.organizationId, ...run });
  return new Set(runs.map(({ subjectId }) => subjectId)).size;
}
