import { z } from "zod";
import { currentDatabase } from "@/db/current-database.ts";
import { saveSetupCheck } from "@/db/queries/flows/setup-checks.ts";
import { readNow } from "@/db/queries/now.ts";
import { findEnvironment } from "@/db/queries/flows/multi-cv-scope.ts";
import {
  judgeProbe,
  probeEnvironment,
  type ProbedResource,
} from "@/lib/multi-cv/probe-environment.ts";
import { defineUseCase, notFound } from "../define-use-case.ts";
import { rowId } from "../people/person-fields.ts";
import { cvLine, type Prepared, prepareCalls, siengeLine } from "./open-lines-for-person.ts";
import { hostOf } from "./host-of.ts";
import { requireFlow } from "./require-flow.ts";

/** What the credential may do, resource by resource. */
export interface EnvironmentProbe {
  ok: boolean;
  resources: ProbedResource[];
}

/** "Verificar" of an environment: asks every resource that the flow uses. */
export const prepareEnvironmentCheck = defineUseCase({
  name: "prepare-environment-check",
  permission: "edit",
  input: z.object({ id: rowId }),
  async run({ input: { id }, tx, audit }): Promise<Prepared<EnvironmentProbe>> {
    const row = (await findEnvironment(tx, id)) ?? notFound("Ambiente não encontrado.");
    const flow = await requireFlow(tx, row.integrationId);
    await audit({
      organizationId: flow.organizationId,
      subjectType: "environment",
      subjectId: id,
      summary: `Verificou o ambiente “${row.name}” em ${hostOf(row)}`,
    });
    return prepareCalls(flow, async (environments) => {
      const environment = environments.byId(id);
      const resources = await probeEnvironment(
        environment.kind,
        environment.kind === "cv" ? cvLine(environment) : siengeLine(environment),
      );
      const finding = judgeProbe(resources);
      const { db } = currentDatabase();
      // Of the address and credential that were tried: those of a save in between were not.
      await saveSetupCheck(
        db,
        flow,
        {
          environmentId: id,
          environmentVersion: row.version,
          what: "access",
          found: null,
          ...finding,
        },
        await readNow(db),
      );
      return { ok: resources.every(({ state }) => state === "ok"), resources };
    });
  },
});
