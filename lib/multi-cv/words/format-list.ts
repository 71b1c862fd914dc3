const FORMAT = new Intl.ListFormat("pt-BR", { type: "conjunction" });

/** "titular, corretor e unidade". */
export function formatList(words: readonly string[]): string {
  return FORMAT.format(words);
}
