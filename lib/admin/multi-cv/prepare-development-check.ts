import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { currentDatabase } from "@/db/current-database.ts";
import { findDevelopment } from "@/db/queries/flows/development-list.ts";
import { developments } from "@/db/schema/environments.ts";
import { checkDevelopment, type DevelopmentChecked } from "@/lib/multi-cv/check-development.ts";
import { defineUseCase, notFound } from "../define-use-case.ts";
import { rowId } from "../people/person-fields.ts";
import { cvLine, type Prepared, prepareCalls, siengeLine } from "./open-lines-for-person.ts";
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
    return prepareCalls(flow, async (environments) => {
      const terminal = environments.byId(row.environmentId);
      const siengeOf = () => {
        if (terminal.siengeEnvironmentId !== null)
          return environments.byId(terminal.siengeEnvironmentId);
        const all = environments.list().filter(({ kind }) => kind === "sienge");
        return all.length === 1 ? all[0] : undefined;
      };
      const sienge = siengeOf();
      const checked = await checkDevelopment({
        ...row,
        hub: cvLine(environments.byCode("hub")),
        terminal: cvLine(terminal),
        sienge: sienge ? siengeLine(sienge) : null,
      });
      // Of the row that was checked: what somebody saved in between was not.
      await currentDatabase()
        .db.update(developments)
        .set({ checkedAt: sql`clock_timestamp()`, checkResult: checked })
        .where(
          and(
            eq(developments.organizationId, row.organizationId),
            eq(developments.id, id),
            eq(developments.version, row.version),
          ),
        );
      return checked;
    });
  },
});
