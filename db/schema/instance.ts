import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { instant, reference } from "./columns.ts";
import { ofIntegration } from "./integrations.ts";

/** Which database this is, so that a copy of it knows that it is one. One row, made at the first start. */
export const instances = pgTable(
  "instances",
  {
    id: integer().primaryKey().default(1),
    /** Named in the files' folder or bucket too: another hub's beat says nothing about this one. */
    name: uuid().notNull().defaultRandom(),
    /** How often it was restored from a copy. */
    epoch: integer().notNull().default(0),
    /** The server and database it stood on when it last ran. */
    marker: text().notNull(),
    /** Raised every minute, here first and then beside the files. */
    beat: bigint({ mode: "number" }).notNull().default(0),
    beatAt: instant().notNull().defaultNow(),
    /** The ENLACE_RESTORED that was last obeyed: the same word restores once. */
    restoredWord: text(),
  },
  () => [check("instances_only_one", sql`id = 1`)],
);

/** What must not run by itself in a restored database, until a person releases it. */
export const restoreHolds = pgTable(
  "restore_holds",
  {
    organizationId: reference().notNull(),
    integrationId: reference().notNull(),
    epoch: integer().notNull(),
    /** When the copy was made, as near as it knows: what came after may have been sent already. */
    since: instant().notNull(),
    heldAt: instant().notNull().defaultNow(),
    releasedAt: instant(),
    releasedBy: text(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.integrationId, table.epoch] }),
    ofIntegration(table as never),
    index("restore_holds_open")
      .on(table.organizationId, table.integrationId)
      .where(sql`released_at is null`),
  ],
);
