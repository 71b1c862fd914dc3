/** What a branch's day consists of; each has a version of its own. */
export const DAY_KINDS = ["sales", "purchases", "prescriptions", "controlled", "outbound"] as const;

export type DayKind = (typeof DAY_KINDS)[number];
