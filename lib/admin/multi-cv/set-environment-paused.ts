import { and, eq, isNotNull, isNull } from "drizzle-orm";
import { z } from "zod";
import { findEnvironment } from "@/db/queries/multi-cv-scope.ts";
import { environments } from "@/db/schema/flows.ts";
import { defineUseCase, notFound } from "../define-use-case.ts";
import { rowId } from "../people/person-fields.ts";

/** Stops or resumes all calls to one environment. What waits for it goes on by itself once it is resumed. */
export const setEnvironmentPaused = defineUseCase({
  name: "set-environment-paused",
  permission: "edit",
  input: z.object({ id: rowId, paused: z.boolean() }),
  async run({ actor, input: { id, paused }, tx, audit }) {
    const row = (await findEnvironment(tx, id)) ?? notFound("Ambiente não encontrado.");
    const own = and(eq(environments.organizationId, row.organizationId), eq(environments.id, id));
    const changed = paused
      ? await tx.update(environments).set({ pausedAt: new Date(), pausedReason: `Pausado por ${actor.name}.` }).where(and(own, isNull(environments.pausedAt))).returning({ id: environments.id })
      : await tx.update(environments).set({ pausedAt: null, pausedReason: null }).where(and(own, isNotNull(environments.pausedAt))).returning({ id: environments.id });
    // Whoever comes second finds it as they wanted it: nothing to say again.
    if (changed.length > 0) await audit({ organizationId: row.organizationId, subjectType: "environment", subjectId: id, summary: `Ambiente “${row.name}” ${paused ? "pausado" : "retomado"}` });
    return { paused };
  },
});
