/** What one branch and day would get from a file. */
export interface ImportSum {
  branchId: number;
  day: string;
  kind: "sale" | "return" | "purchase" | "purchase_return";
  count: number;
  cents: number;
}

/** The sums of a dry run, in no order. */
export type ImportSums = ImportSum[];

/** Adds documents to sums; a branch and day that is there already grows. */
export function addSums(sums: ImportSums, more: Iterable<ImportSum>): ImportSums {
  const keyOf = ({ branchId, day, kind }: ImportSum) => `${branchId}/${day}/${kind}`;
  const all = new Map(sums.map((sum) => [keyOf(sum), { ...sum }]));
  for (const sum of more) {
    const known = all.get(keyOf(sum));
    if (known) {
      known.count += sum.count;
      known.cents += sum.cents;
    } else all.set(keyOf(sum), { ...sum });
  }
  return [...all.values()];
}
