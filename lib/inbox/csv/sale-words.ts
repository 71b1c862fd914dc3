import { findOwn } from "@/lib/core/find-own.ts";
import type { SaleProgram } from "@/lib/core/movement.ts";
import { cell, type CsvRow, refuseCell } from "./read-cells.ts";

const KINDS: Record<string, "sale" | "cancellation" | "return"> = {
  "": "sale",
  venda: "sale",
  cancelamento: "cancellation",
  devolucao: "return",
  devolução: "return",
};

/** What a row of a receipt tells: a sale, its cancellation or a return. */
export function kindOf(row: CsvRow): "sale" | "cancellation" | "return" {
  return (
    findOwn(KINDS, cell(row, "tipo").toLowerCase()) ??
    refuseCell(row, "invalid_value", "a coluna tipo aceita venda, cancelamento ou devolucao.")
  );
}

const PROGRAMS: Record<string, SaleProgram> = {
  "": "",
  normal: "",
  pbm: "pbm",
  convenio: "agreement",
  convênio: "agreement",
  farmacia_popular: "popular",
  "farmácia popular": "popular",
};

/**
 * The program under which a sale was made: a file with this column says of each sale which, and with
 * an empty cell that there was none. A file without it says nothing.
 */
export function programOf(row: CsvRow): SaleProgram | null {
  if (!row.cells.has("programa")) return null;
  return (
    findOwn(PROGRAMS, cell(row, "programa").toLowerCase()) ??
    refuseCell(row, "invalid_value", "a coluna programa aceita pbm, convenio ou farmacia_popular.")
  );
}
