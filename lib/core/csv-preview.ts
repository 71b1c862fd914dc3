/** One cell as it stands in a file and as it is read. */
export interface PreviewCell {
  written: string;
  /** How it is read, where that is not the text itself; null where it is. */
  read: string | null;
  /** Why it is not taken; null when nothing is wrong with it. */
  problem: string | null;
}

/** The first lines of a CSV as an import would read them. */
export interface CsvPreview {
  /** What the file holds: "Vendas", "Produtos", … */
  kind: string;
  encoding: string;
  separator: string;
  columns: {
    name: string;
    /** What its cells are read as; null = the column is passed over. */
    reading: string | null;
  }[];
  rows: { line: number; cells: PreviewCell[]; problem: string | null }[];
}

/** How much of a file's beginning is enough to show how it is read. */
export const PREVIEW_BYTES = 128 * 1024;
