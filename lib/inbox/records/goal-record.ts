import { z } from "zod";
import { amount, line, required } from "../api/fields.ts";
import { readRecord } from "./record-fields.ts";
import type { RecordKind } from "./record-kind.ts";

const schema = z.strictObject({
  categoria: required(60),
  meta: amount.nullable().default(null),
  competitividade: line(60).default(""),
  midia: line(60).default(""),
});

/**
 * The goal of a category, of `POST /api/v1/category-goals` or of a CSV. One that says nothing takes
 * the category's goal away.
 */
export const goalRecord: RecordKind = {
  label: "Metas por categoria",
  field: "metas",
  columns: Object.keys(schema.shape),
  parse(record: unknown) {
    const data = readRecord(schema, record, "categoria");
    return {
      document: {
        type: "goal",
        documentKey: data.categoria,
        row: {
          categoryCode: data.categoria,
          goalCents: data.meta,
          competitiveness: data.competitividade,
          media: data.midia,
        },
      },
      warnings: [],
    };
  },
};
