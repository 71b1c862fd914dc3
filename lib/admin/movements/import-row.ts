import type { ImportRow } from "@/db/queries/movements/import-list.ts";

/** An import as screens show it; instants are ISO texts. */
export type ImportView = Omit<ImportRow, "createdAt" | "finishedAt"> & {
  createdAt: string;
  finishedAt: string | null;
};

/** Makes a row fit to travel to the browser. */
export function presentImport(row: ImportRow): ImportView {
  return {
    ...row,
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}
