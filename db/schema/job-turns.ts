import { pgTable, text, uuid } from "drizzle-orm/pg-core";

/**
 * Whose turn it is in each group of jobs that must run one after another. A row whose job is no
 * longer active is nobody's.
 */
export const jobTurns = pgTable("job_turns", {
  groupId: text().primaryKey(),
  jobId: uuid().notNull(),
});
