/** What stands between two cells. */
export type Separator = ";" | "\t" | ",";

/** "sep=;", which Excel writes and reads as a first line of its own; null when the line is none. */
export function parseSepLine(text: string): Separator | null {
  const match = /^"?sep=([;,\t])"?[;,\t]*$/i.exec(text.trimStart());
  return (match?.[1] as Separator | undefined) ?? null;
}

/** The separator that the line of the columns' names shows. */
export function findSeparator(header: string): Separator {
  const candidates: Separator[] = [";", "\t", ","];
  return candidates.find((candidate) => header.includes(candidate)) ?? ";";
}
