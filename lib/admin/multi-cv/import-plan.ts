import { z } from "zod";
import { formatCount } from "@/lib/core/format-count.ts";

/** What a line of an imported file does, or would do. */
export interface PlannedLine {
  line: number;
  what: "create" | "update" | "same" | "refused";
  /** Names the thing, in the file's own words. */
  label: string;
  /** What changes, or why it is refused. */
  sentence: string;
}

/** An import told line by line. `saved` is false for a preview. */
export interface ImportReport {
  saved: boolean;
  lines: PlannedLine[];
}

/** Largest file of one of the Multi CV stores. */
export const MAX_STORE_FILE = 1_000_000;

/** The file, and whether to save what it says or only to tell. */
export const storeFile = {
  integrationId: z.int().positive(),
  text: z.string().max(MAX_STORE_FILE, "O arquivo é grande demais. Envie no máximo 1 MB por vez."),
  save: z.boolean(),
};

/** "3 cadastrados, 1 alterado, 2 recusados", for the audit log. */
export function describeReport(lines: readonly PlannedLine[]): string {
  const count = (what: PlannedLine["what"]) => lines.filter((line) => line.what === what).length;
  return `${formatCount(count("create"), "nova", "novas")}, ${formatCount(count("update"), "alterada", "alteradas")}, ${formatCount(count("refused"), "recusada", "recusadas")}`;
}
