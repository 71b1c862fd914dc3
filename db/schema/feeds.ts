import { bigint, foreignKey, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { instant, reference } from "./columns.ts";
import { apiKeys, organizations } from "./people.ts";

const feed = () => text({ enum: ["prices", "promotions"] }).notNull();
const number = () => bigint({ mode: "number" });

/**
 * The last number of each feed that an ERP reads. It is moved on in the transaction that writes what is numbered, and
 * held until that ends: numbers become visible in their order and without gaps, so that a cursor skips nothing.
 */
export const feedHeads = pgTable(
  "feed_heads",
  {
    organizationId: reference()
      .notNull()
      .references(() => organizations.id),
    feed: feed(),
    lastNumber: number().notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.feed] })],
);

/** Up to which number a key's owner said to have a feed, and when; added to, never changed. */
export const feedAcknowledgements = pgTable(
  "feed_acknowledgements",
  {
    organizationId: reference().notNull(),
    keyId: reference().notNull(),
    feed: feed(),
    number: number().notNull(),
    at: instant().notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.keyId, table.feed, table.number] }),
    foreignKey({
      columns: [table.organizationId, table.keyId],
      foreignColumns: [apiKeys.organizationId, apiKeys.id],
    }),
  ],
);
