import { integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { identity, instant, reference } from "./columns.ts";
import { organizations } from "./people.ts";

/** Days that a person sent in one act: the tasks name it, and its progress is theirs. */
export const dayPlans = pgTable(
  "day_plans",
  {
    organizationId: reference()
      .notNull()
      .references(() => organizations.id),
    id: identity().notNull(),
    requestedBy: reference(),
    requestedName: text().notNull(),
    createdAt: instant().notNull().defaultNow(),
    /** From the durations of tasks before it; null when there were none. */
    estimatedSeconds: integer(),
    stoppedAt: instant(),
    stoppedName: text(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.id] })],
);
