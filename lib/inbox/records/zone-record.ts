import { z } from "zod";
import { cnpj, required } from "../api/fields.ts";
import { type InboxContext, refuseUnknownBranch } from "../document.ts";
import { readRecord } from "./record-fields.ts";
import type { RecordKind } from "./record-kind.ts";

const schema = z.strictObject({
  zona: required(30),
  nome: required(60),
  filiais: z.array(cnpj).max(5000).default([]),
});

/** A price zone of `POST /api/v1/price-zones` or of a CSV: the branches named are all it has. */
export const zoneRecord: RecordKind = {
  label: "Zonas de preço",
  field: "zonas",
  columns: ["zona", "nome"],
  rows: { field: "filiais", columns: [] },
  parse(record: unknown, context: InboxContext) {
    const data = readRecord(schema, record, "zona");
    const branchIds = [
      ...new Set(
        data.filiais.map(
          (branch) => context.branchIdByCnpj.get(branch) ?? refuseUnknownBranch(data.zona),
        ),
      ),
    ];
    return {
      document: {
        type: "zone",
        documentKey: data.zona,
        row: { code: data.zona, name: data.nome, branchIds },
      },
      warnings: [],
    };
  },
};
