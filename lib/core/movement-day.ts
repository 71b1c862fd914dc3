/** What a branch's day consists of; each has a version of its own. */
export const DAY_KINDS = ["sales", "purchases", "prescriptions", "controlled", "outbound"] as const;

export type DayKind = (typeof DAY_KINDS)[number];

/** What a task notes of a day: what it read, or only that it has covered it. */
export const NOTED_KINDS = [...DAY_KINDS, "covered"] as const;
