import { z } from "zod";
import { listEnvironments } from "@/db/queries/flows/multi-cv-scope.ts";
import { defineUseCase } from "../define-use-case.ts";
import { type CsvShape, readCsvTable } from "../read-csv-table.ts";
import { applyLink, linkFields } from "./apply-link.ts";
import { type ImportReport, type PlannedLine, storeFile, describeReport } from "./import-plan.ts";
import { requireFlow } from "./require-flow.ts";

type Column =
  | "hubReservationId"
  | "environment"
  | "terminalReservationId"
  | "siengeContractId"
  | "siengeContractNumber";

/** Columns of the export that are the hub's own account are passed over. */
const SHAPE: CsvShape<Column> = {
  columns: {
    reserva_hub: "hubReservationId",
    terminal: "environment",
    reserva_terminal: "terminalReservationId",
    contrato_sienge: "siengeContractId",
    numero_contrato: "siengeContractNumber",
  },
  required: ["reserva_hub", "terminal", "reserva_terminal"],
  maxRows: 20_000,
  plural: "reservas",
};

/**
 * Brings the links of reservations that were carried before the hub came, or only tells what it
 * would do: none of them is ever created again.
 */
export const importReservations = defineUseCase({
  name: "import-reservations",
  permission: "edit",
  input: z.object(storeFile),
  async run({ input: { integrationId, text, save }, tx, audit }): Promise<ImportReport> {
    const flow = await requireFlow(tx, integrationId);
    const terminals = (await listEnvironments(tx, flow)).filter(
      ({ kind, code }) => kind === "cv" && code !== "hub",
    );
    const seen = new Map<string, number>();
    const lines: PlannedLine[] = [];
    for (const { line, values } of readCsvTable(text, SHAPE)) {
      const label = `${values.hubReservationId || "(sem id)"} → ${values.environment || "?"} ${values.terminalReservationId || "(sem id)"}`;
      const refuse = (sentence: string) => lines.push({ line, what: "refused", label, sentence });
      const terminal = terminals.find(({ code, name }) =>
        [code, name.toLowerCase()].includes((values.environment ?? "").toLowerCase()),
      );
      const parsed = linkFields.safeParse({
        siengeContractId: "",
        siengeContractNumber: "",
        ...values,
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
      // Both sides count: in a preview nothing is written yet that would be in the way.
      const keys = [
        `hub ${parsed.data.hubReservationId}`,
        `${terminal.code} ${parsed.data.terminalReservationId}`,
      ];
      const earlier = keys.map((key) => seen.get(key)).find((found) => found !== undefined);
      if (earlier !== undefined) {
        refuse(`Uma das duas reservas já apareceu na linha ${earlier}.`);
        continue;
      }
      for (const key of keys) seen.set(key, line);
      lines.push({
        line,
        label,
        ...(await applyLink(tx, flow, { ...parsed.data, environmentId: terminal.id }, save)),
      });
    }
    if (save)
      await audit({
        organizationId: flow.organizationId,
        subjectType: "integration",
        subjectId: integrationId,
        summary: `Importação de vínculos de reservas: ${describeReport(lines)}`,
      });
    return { saved: save, lines };
  },
});
