import { z } from "zod";
import { listEnvironments as readEnvironments } from "@/db/queries/flows/multi-cv-scope.ts";
import { defineUseCase } from "../define-use-case.ts";
import { type EnvironmentRow, toEnvironmentRow } from "./environment-row.ts";
import { readQuotas } from "./read-quotas.ts";
import { flowInput, requireFlow } from "./require-flow.ts";

/** "Tokens": a row an environment, without what must not be read. */
export const listEnvironments = defineUseCase({
  name: "list-environments",
  permission: "view",
  input: z.object(flowInput),
  async run({ input, tx, now }): Promise<EnvironmentRow[]> {
    const flow = await requireFlow(tx, input.integrationId);
    const rows = await readEnvironments(tx, flow);
    const quotas = await readQuotas(tx, rows, now, flow.timeZone);
    return rows.map((row) => toEnvironmentRow(row, quotas.get(row.id) ?? null));
  },
});

/** The same for a file. What is secret is in none. */
export const exportEnvironments = defineUseCase({
  name: "export-environments",
  permission: "view",
  input: z.object(flowInput),
  async run({ input, tx, audit }): Promise<EnvironmentRow[]> {
    const flow = await requireFlow(tx, input.integrationId);
    await audit({
      organizationId: flow.organizationId,
      subjectType: "integration",
      subjectId: flow.integrationId,
      summary: "Exportou os ambientes, sem credenciais",
    });
    return (await readEnvironments(tx, flow)).map((row) => toEnvironmentRow(row, null));
  },
});
