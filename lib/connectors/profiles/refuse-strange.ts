import type { Rejection } from "../define.ts";
import { cleanText } from "./wire-text.ts";

/** What is told of a record that cannot be read: its key, which is its first field, or where it stood. */
export function refuseStrange(
  resource: string,
  record: unknown,
  {
    fields,
    page,
    place,
    field,
  }: { fields: readonly string[]; page: number; place: number; field: string },
): Rejection {
  const [keyField = ""] = fields;
  const own =
    typeof record === "object" && record !== null && keyField in record
      ? (record as Record<string, unknown>)[keyField]
      : null;
  const name =
    typeof own === "string" || typeof own === "number"
      ? `${resource} ${cleanText(String(own)).slice(0, 60)}`
      : `${resource}, página ${page}, registro ${place}`;
  return {
    key: name,
    code: "FORMATO",
    message: `O registro ${name} veio em um formato desconhecido (${field || "registro"}) e não foi aproveitado. Fale com o parceiro e reprocesse a tarefa.`,
  };
}
