/** Some rows, and the subject from which the next turn goes on. */
export interface Turn<Row> {
  turn: Row[];
  after: number;
}

/**
 * At most `most` rows, those that come after subject `after`, and round again: whoever takes turn
 * after turn has all of them. All at once where they are no more than that.
 */
export function pickTurn<Row extends { subjectId: number }>(
  rows: readonly Row[],
  after: number,
  most: number,
): Turn<Row> {
  const sorted = [...rows].toSorted((a, b) => a.subjectId - b.subjectId);
  if (sorted.length <= most) return { turn: sorted, after: 0 };
  const start = Math.max(
    0,
    sorted.findIndex(({ subjectId }) => subjectId > after),
  );
  const turn = [...sorted.slice(start), ...sorted.slice(0, start)].slice(0, most);
  return { turn, after: turn.at(-1)?.subjectId ?? after };
}
