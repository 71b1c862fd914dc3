import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { listEnvironments } from "@/db/queries/flows/multi-cv-scope.ts";
import { environments } from "@/db/schema/environments.ts";
import { defineUseCase } from "../define-use-case.ts";
import { type CsvShape, readCsvTable } from "../read-csv-table.ts";
import { environmentFields } from "./environment-input.ts";
import { type ImportReport, type PlannedLine, storeFile, describeReport } from "./import-plan.ts";
import { refuseStrangeAddress } from "./refuse-strange-address.ts";
import { requireFlow } from "./require-flow.ts";
import { NO_LOGIN, seal } from "./save-environment.ts";

type Column =
  | "code"
  | "kind"
  | "name"
  | "baseUrl"
  | "tenant"
  | "userName"
  | "secret"
  | "validUntil"
  | "sienge"
  | "dailyLimit";

/** The columns of the file, as the export writes them; `credencial` is read and never written. */
export const ENVIRONMENT_COLUMNS = [
  "codigo",
  "sistema",
  "nome",
  "endereco",
  "subdominio",
  "usuario",
  "validade",
  "sienge",
  "limite_diario",
] as const;

const SHAPE: CsvShape<Column> = {
  columns: {
    codigo: "code",
    sistema: "kind",
    nome: "name",
    endereco: "baseUrl",
    subdominio: "tenant",
    usuario: "userName",
    credencial: "secret",
    validade: "validUntil",
    sienge: "sienge",
    limite_diario: "dailyLimit",
  },
  required: ["codigo", "sistema", "nome", "endereco", "usuario"],
  maxRows: 200,
  plural: "ambientes",
};

/** "31/12/2026" or "2026-12-31". */
const toDay = (text: string) => text.replace(/^(\d{2})\/(\d{2})\/(\d{4})$/, "$3-$2-$1");

/** Brings environments from a CSV, or only tells what it would do. A line without a credential keeps the stored one. */
export const importEnvironments = defineUseCase({
  name: "import-environments",
  permission: "edit",
  input: z.object(storeFile),
  async run({ input: { integrationId, text, save }, tx, audit }): Promise<ImportReport> {
    const flow = await requireFlow(tx, integrationId);
    const known = new Map((await listEnvironments(tx, flow)).map((row) => [row.code, row]));
    const seen = new Map<string, number>();
    const lines: PlannedLine[] = [];
    const rows = readCsvTable(text, SHAPE);
    // Terminals point at a Sienge of the same file: that one goes first.
    for (const { line, values } of rows.toSorted(
      (a, b) =>
        Number(b.values.kind?.toLowerCase() === "sienge") -
        Number(a.values.kind?.toLowerCase() === "sienge"),
    )) {
      const label = `${values.name || "(sem nome)"} · ${values.code || "(sem código)"}`;
      const refuse = (sentence: string) => lines.push({ line, what: "refused", label, sentence });
      const sienge = values.sienge ? known.get(values.sienge.toLowerCase()) : undefined;
      const parsed = environmentFields.safeParse({
        ...values,
        kind: values.kind?.toLowerCase(),
        validUntil: values.validUntil ? toDay(values.validUntil) : null,
        dailyLimit: values.dailyLimit ? Number(values.dailyLimit) : null,
        siengeEnvironmentId: sienge?.id ?? null,
      });
      if (!parsed.success) {
        refuse(parsed.error.issues.map(({ message }) => message).join(" "));
        continue;
      }
      // A login of v3 is given in the form alone: the file has no column for it.
      const {
        secret,
        options: _kept,
        loginName: _name,
        loginPassword: _password,
        ...fields
      } = parsed.data;
      const before = known.get(fields.code);
      const earlier = seen.get(fields.code);
      const strange = before && !secret ? refuseStrangeAddress(before, fields) : null;
      if (earlier !== undefined) refuse(`O código ${fields.code} já apareceu na linha ${earlier}.`);
      else if (before && before.kind !== fields.kind)
        refuse("O sistema de um ambiente cadastrado não pode ser alterado. Cadastre outro código.");
      else if (strange) refuse(strange);
      else if (fields.kind === "sienge" && !fields.tenant)
        refuse("Informe o subdomínio da conta no Sienge.");
      else if (
        values.sienge &&
        sienge?.kind !== "sienge" &&
        !rows.some(
          (row) =>
            row.values.code?.toLowerCase() === values.sienge?.toLowerCase() &&
            row.values.kind?.toLowerCase() === "sienge",
        )
      )
        refuse(`“${values.sienge}” não é um ambiente Sienge desta integração.`);
      else if (!before && !secret) refuse("Um novo ambiente precisa da coluna credencial.");
      else {
        seen.set(fields.code, line);
        lines.push({
          line,
          what: before ? "update" : "create",
          label,
          sentence: secret ? "Com nova credencial." : "A credencial gravada é mantida.",
        });
        if (!save) continue;
        const sealed = secret ? seal(flow, fields.code, secret) : {};
        if (before)
          await tx
            .update(environments)
            .set({
              ...fields,
              ...sealed,
              // A stored password goes to no other address, either.
              ...(refuseStrangeAddress({ ...before, secret: before.loginSecret }, fields) &&
                NO_LOGIN),
              version: before.version + 1,
              updatedAt: sql`now()`,
            })
            .where(
              and(
                eq(environments.organizationId, flow.organizationId),
                eq(environments.id, before.id),
              ),
            );
        else {
          const [row] = await tx
            .insert(environments)
            .values({ ...fields, ...sealed, organizationId: flow.organizationId, integrationId })
            .returning();
          if (row) known.set(row.code, row);
        }
      }
    }
    if (save)
      await audit({
        organizationId: flow.organizationId,
        subjectType: "integration",
        subjectId: integrationId,
        summary: `Importação de ambientes: ${describeReport(lines)}`,
      });
    return { saved: save, lines: lines.toSorted((a, b) => a.line - b.line) };
  },
});
