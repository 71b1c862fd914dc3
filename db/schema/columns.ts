import { sql } from "drizzle-orm";
import { bigint, customType, numeric, text, timestamp } from "drizzle-orm/pg-core";

/** Identity drawn from one sequence a table. Keys are (organization_id, id), so that tables can be spread by client. */
export const identity = () => bigint({ mode: "number" }).generatedByDefaultAsIdentity();
export const reference = () => bigint({ mode: "number" });
export const cents = () => bigint({ mode: "number" });
/** A text that may be empty, never absent. */
export const words = () => text().notNull().default("");
/** Pieces or weight, to four places. */
export const quantity = () => numeric({ precision: 15, scale: 4, mode: "number" });
export const instant = () => timestamp({ withTimezone: true, mode: "date" });
/** A moment that code compares with what it read: to the millisecond, as a Date knows it. */
export const comparedInstant = () => timestamp({ withTimezone: true, mode: "date", precision: 3 });

/** `[first,last]` as Postgres writes it: `[2026-01-01,2026-02-01)`. */
export const dateRange = customType<{ data: { first: string; last: string }; driverData: string }>({
  dataType: () => "daterange",
  toDriver: (period) => `[${period.first},${period.last}]`,
  fromDriver: (text) => {
    const match = /^\[(\d{4}-\d{2}-\d{2}),(\d{4}-\d{2}-\d{2})\)$/.exec(text);
    if (!match?.[1] || !match[2]) throw new RangeError(`not a bounded date range: ${text}`);
    const last = new Date(Date.parse(`${match[2]}T00:00:00Z`) - 86_400_000)
      .toISOString()
      .slice(0, 10);
    return { first: match[1], last };
  },
});

/** The transaction that wrote a row: lets a reader see again exactly what it saw before (see the movement reader). */
export const transactionId = customType<{ data: string; driverData: string }>({
  dataType: () => "xid8",
});

/** The transaction that writes the row, filled in by the database. */
export const writtenBy = () =>
  transactionId()
    .notNull()
    .default(sql`pg_current_xact_id()`);
