import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { listDevelopments } from "@/db/queries/flows/development-list.ts";
import { listEnvironments } from "@/db/queries/flows/multi-cv-scope.ts";
import { developments } from "@/db/schema/environments.ts";
import { defineUseCase } from "../define-use-case.ts";
import { type CsvShape, readCsvTable } from "../read-csv-table.ts";
import { developmentFields } from "./development-input.ts";
import { type ImportReport, type PlannedLine, storeFile, describeReport } from "./import-plan.ts";
import { requireFlow } from "./require-flow.ts";
import { changesOf } from "./save-development.ts";
import { formatCount } from "@/lib/core/format-count.ts";

type Column =
  | "hubDevelopmentId"
  | "hubName"
  | "environment"
  | "terminalDevelopmentId"
  | "siengeEnterpriseId"
  | "siengeCompanyId"
  | "active";

/** The columns of the file, as the export writes them. */
export const DEVELOPMENT_COLUMNS = [
  "id_hub",
  "nome",
  "terminal",
  "id_terminal",
  "empreendimento_sienge",
  "empresa_sienge",
  "ativo",
] as const;

const SHAPE: CsvShape<Column> = {
  columns: {
    id_hub: "hubDevelopmentId",
    nome: "hubName",
    terminal: "environment",
    id_terminal: "terminalDevelopmentId",
    empreendimento_sienge: "siengeEnterpriseId",
    empresa_sienge: "siengeCompanyId",
    ativo: "active",
  },
  required: ["id_hub", "nome", "terminal", "id_terminal"],
  maxRows: 5_000,
  plural: "empreendimentos",
};

/**
 * Brings developments from a CSV, or only tells what it would do. A known Hub id is updated; a line
 * with a fault is refused with its sentence and the rest is saved.
 */
export const importDevelopments = defineUseCase({
  name: "import-developments",
  permission: "edit",
  input: z.object(storeFile),
  async run({ input: { integrationId, text, save }, tx, audit }): Promise<ImportReport> {
    const flow = await requireFlow(tx, integrationId);
    const terminals = (await listEnvironments(tx, flow)).filter(
      ({ kind, code }) => kind === "cv" && code !== "hub",
    );
    const known = new Map(
      (await listDevelopments(tx, flow)).map(({ development }) => [
        development.hubDevelopmentId,
        development,
      ]),
    );
    const seen = new Map<string, number>();
    const lines: PlannedLine[] = [];
    for (const { line, values } of readCsvTable(text, SHAPE)) {
      const label = `${values.hubName || "(sem nome)"} · ${values.hubDevelopmentId || "(sem id)"}`;
      const refuse = (sentence: string) => lines.push({ line, what: "refused", label, sentence });
      const terminal = terminals.find(({ code, name }) =>
        [code, name.toLowerCase()].includes((values.environment ?? "").toLowerCase()),
      );
      const parsed = developmentFields.safeParse({
        ...values,
        environmentId: terminal?.id ?? 1,
        active: !/^(n|nao|não|0|inativo|false)$/i.test(values.active ?? "sim"),
      });
      if (!parsed.success) {
        refuse(parsed.error.issues.map(({ message }) => message).join(" "));
        continue;
      }
      if (!terminal) {
        refuse(
          `O terminal “${values.environment ?? ""}” não está em Tokens. Use um destes códigos: ${terminals.map(({ code }) => code).join(", ") || "nenhum cadastrado"}.`,
        );
        continue;
      }
      const earlier = seen.get(parsed.data.hubDevelopmentId);
      if (earlier !== undefined) {
        refuse(`O id ${parsed.data.hubDevelopmentId} do Hub já apareceu na linha ${earlier}.`);
        continue;
      }
      seen.set(parsed.data.hubDevelopmentId, line);
      const before = known.get(parsed.data.hubDevelopmentId);
      const changes = before ? changesOf(before, parsed.data) : {};
      const changed = Object.keys(changes).length;
      if (before && changed === 0) {
        lines.push({ line, what: "same", label, sentence: "" });
        continue;
      }
      lines.push({
        line,
        what: before ? "update" : "create",
        label,
        sentence: before ? `Muda ${formatCount(changed, "campo", "campos")}.` : "",
      });
      if (!save) continue;
      if (before)
        await tx
          .update(developments)
          .set({
            ...parsed.data,
            version: before.version + 1,
            updatedAt: sql`now()`,
            checkedAt: null,
            checkResult: null,
          })
          .where(
            and(
              eq(developments.organizationId, flow.organizationId),
              eq(developments.id, before.id),
            ),
          );
      else
        await tx
          .insert(developments)
          .values({ ...parsed.data, organizationId: flow.organizationId, integrationId });
    }
    if (save)
      await audit({
        organizationId: flow.organizationId,
        subjectType: "integration",
        subjectId: integrationId,
        summary: `Importação de empreendimentos: ${describeReport(lines)}`,
      });
    return { saved: save, lines };
  },
});
