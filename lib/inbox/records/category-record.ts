import { z } from "zod";
import { line, required } from "../api/fields.ts";
import { DocumentRefusal } from "../document.ts";
import { readRecord } from "./record-fields.ts";
import type { RecordKind } from "./record-kind.ts";

const schema = z.strictObject({
  codigo: required(60),
  nome: required(120),
  categoriaPai: line(60).default(""),
});

/** A category of products as it is now, of `POST /api/v1/categories` or of a CSV. */
export const categoryRecord: RecordKind = {
  label: "Categorias",
  field: "categorias",
  columns: Object.keys(schema.shape),
  parse(record: unknown) {
    const data = readRecord(schema, record, "codigo");
    if (data.categoriaPai === data.codigo)
      throw new DocumentRefusal(
        "invalid_record",
        "A categoria não pode ser a própria categoriaPai. Deixe-a vazia na primeira de cima.",
        data.codigo,
      );
    return {
      document: {
        type: "category",
        documentKey: data.codigo,
        row: { code: data.codigo, name: data.nome, parentCode: data.categoriaPai },
      },
      warnings: [],
    };
  },
};
