import { z } from "zod";

/** What becomes of a task that runs while its integration loses something; absent = not asked yet. */
export const runningChoice = z.enum(["finish", "stop"]).optional();
/** The same, once read. */
export type RunningChoice = z.output<typeof runningChoice>;
