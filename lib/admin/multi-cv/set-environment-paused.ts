import { z } from "zod";
import { pauseEnvironment } from "@/db/queries/flows/environments-for-engine.ts";
import { findEnvironment } from "@/db/queries/flows/multi-cv-scope.ts";
import { releaseEnvironment } from "@/lib/engine/flows/release-held.ts";
import { defineUseCase, notFound } from "../define-use-case.ts";
import { rowId } from "../people/person-fields.ts";

/** Stops or resumes all calls to one environment. What waits for it goes on by itself once it is resumed. */
export const setEnvironmentPaused = defineUseCase({
  name: "set-environment-paused",
  permission: "edit",
  input: z.object({ id: rowId, paused: z.boolean() }),
  async run({ actor, input: { id, paused }, tx, audit, now }) {
    const row = (await findEnvironment(tx, id)) ?? notFound("Ambiente não encontrado.");
    const changed = paused
      ? await pauseEnvironment(tx, row.organizationId, id, now, `Pausado por ${actor.name}.`)
      : row.pausedAt !== null;
    if (!paused)
      await releaseEnvironment(tx, {
        organizationId: row.organizationId,
        integrationId: row.integrationId,
        environmentId: id,
      });
    // Whoever comes second finds it as they wanted it: nothing to say again.
    if (changed)
      await audit({
        organizationId: row.organizationId,
        subjectType: "environment",
        subjectId: id,
        summary: `Ambiente “${row.name}” ${paused ? "pausado" : "retomado"}`,
      });
    return { paused };
  },
});
