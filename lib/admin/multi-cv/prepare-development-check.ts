import { z } from "zod";
import { currentDatabase } from "@/db/current-database.ts";
import { findDevelopment } from "@/db/queries/flows/development-list.ts";
import type { DevelopmentChecked } from "@/lib/multi-cv/check-development.ts";
import { checkStoredDevelopment } from "@/lib/multi-cv/check-stored-development.ts";
import { defineUseCase, notFound } from "../define-use-case.ts";
import { rowId } from "../people/person-fields.ts";
import { type Prepared, prepareCalls } from "./open-lines-for-person.ts";
import { requireFlow } from "./require-flow.ts";

/** "Verificar nos três sistemas": what Hub, terminal and Sienge say of a development now; the result is kept. */
export const prepareDevelopmentCheck = defineUseCase({
  name: "prepare-development-check",
  permission: "edit",
  input: z.object({ id: rowId }),
  async run({ input: { id }, tx, audit }): Promise<Prepared<DevelopmentChecked>> {
    const { development: row } =
      (await findDevelopment(tx, id)) ?? notFound("Empreendimento não encontrado.");
    const flow = await requireFlow(tx, row.integrationId);
    await audit({
      organizationId: flow.organizationId,
      subjectType: "development",
      subjectId: id,
      summary: `Verificou o empreendimento “${row.hubName}”`,
    });
    return prepareCalls(flow, (environments) =>
      checkStoredDevelopment(currentDatabase().db, environments, row),
    );
  },
});
