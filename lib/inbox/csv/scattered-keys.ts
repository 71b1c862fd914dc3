import { DocumentRefusal } from "../document.ts";
import { type Grouping, groupRows, type RowGroup } from "./group-rows.ts";
import type { CsvRow } from "./read-cells.ts";

/** Hashes of the documents whose rows stand in more than one place of the file. */
export type ScatteredKeys = ReadonlySet<number>;

/**
 * Finds, before anything is written, the documents whose rows do not stand together: half of one
 * would stand as a whole, and its other half be taken for a repetition.
 */
export async function findScattered(
  rows: AsyncIterable<CsvRow>,
  grouping: Grouping,
): Promise<ScatteredKeys> {
  const seen = new Set<number>();
  const scattered = new Set<number>();
  for await (const group of groupRows(rows, grouping)) {
    const key = grouping.keyOf(group.rows[0] as CsvRow);
    if (key === null) continue;
    const hash = hashOf(key);
    if (seen.has(hash)) scattered.add(hash);
    else seen.add(hash);
  }
  return scattered;
}

/** Refuses a document of which the file does not show for certain that all its rows are here. */
export function refuseIncomplete(
  group: RowGroup,
  scattered: ScatteredKeys,
  grouping: Grouping,
): void {
  const first = group.rows[0] as CsvRow;
  if (group.beside !== null)
    throw new DocumentRefusal(
      "line_beside",
      `Linha ${first.line}: a linha ${group.beside}, ao lado, não pôde ser lida e pode ser deste mesmo documento. Corrija-a e envie os dois novamente.`,
    );
  const key = grouping.keyOf(first);
  if (key !== null && scattered.has(hashOf(key)))
    throw new DocumentRefusal(
      "scattered_rows",
      `Linha ${first.line}: as linhas deste documento estão em mais de um lugar do arquivo, e não se sabe se é um documento dividido ou repetido. Deixe as linhas juntas, uma vez só, e envie novamente.`,
    );
}

/** 53 bits (cyrb53): a million documents share one with a chance of one in ten thousand. */
function hashOf(text: string): number {
  let [one, two] = [0xdeadbeef, 0x41c6ce57];
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    one = Math.imul(one ^ code, 2654435761);
    two = Math.imul(two ^ code, 1597334677);
  }
  one = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(two ^ (two >>> 13), 3266489909);
  two = Math.imul(two ^ (two >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909);
  return 4294967296 * (2097151 & two) + (one >>> 0);
}
