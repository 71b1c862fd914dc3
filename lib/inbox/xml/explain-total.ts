/** Amounts that some notes count in their total and others do not. */
export interface Doubtful {
  /** Import duty. */
  duty: number;
  /** PIS and COFINS, which import notes may carry in the total. */
  contributions: number;
  /** PIS-ST and COFINS-ST without a word on whether they count. */
  retainedContributions: number;
  /** Relief of ICMS without a word on whether it is deducted; negative. */
  relief: number;
  /** The taxes of the reform: IBS, CBS and the selective tax. */
  reform: number;
}

/** The parts of {@link Doubtful}, in the order in which they are tried. */
export const DOUBTFUL = [
  "duty",
  "contributions",
  "retainedContributions",
  "relief",
  "reform",
] as const;

/** Import duty counts by rule; the others only where the note says so. */
const BY_RULE: ReadonlySet<keyof Doubtful> = new Set(["duty"]);

/**
 * Which doubtful amounts make `sure` the total: the choice that departs least from the rule, or null
 * when none does.
 */
export function explainTotal(
  total: number,
  sure: number,
  doubtful: Doubtful,
): ReadonlySet<keyof Doubtful> | null {
  const present = DOUBTFUL.filter((name) => doubtful[name] !== 0);
  const choices = Array.from(
    { length: 2 ** present.length },
    (_, bits) => new Set(present.filter((_name, index) => (bits >> index) & 1)),
  );
  const departure = (choice: ReadonlySet<keyof Doubtful>) =>
    present.filter((name) => choice.has(name) !== BY_RULE.has(name)).length;
  return (
    choices
      .toSorted((a, b) => departure(a) - departure(b))
      .find(
        (choice) => sure + [...choice].reduce((all, name) => all + doubtful[name], 0) === total,
      ) ?? null
  );
}
