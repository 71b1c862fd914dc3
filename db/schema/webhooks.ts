import { sql } from "drizzle-orm";
import {
  boolean,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
} from "drizzle-orm/pg-core";
import { identity, instant, reference } from "./columns.ts";
import { ofIntegration } from "./integrations.ts";

const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => "bytea" });

/** An address that a partner calls. The path carries its opaque id and a key; only the key's hash is compared. */
export const webhookEndpoints = pgTable(
  "webhook_endpoints",
  {
    organizationId: reference().notNull(),
    integrationId: reference().notNull(),
    id: identity().notNull(),
    /** What stands in the address instead of our own numbers. */
    publicId: text().notNull().unique("webhook_endpoints_one_per_address"),
    /** Who calls here: `hub`, a terminal's code, or a Sienge environment's code; the code of an environment. */
    source: text().notNull(),
    keyHash: text().notNull(),
    /** The key itself, sealed, so that the address can be shown and registered again. */
    sealedKey: text().notNull(),
    /** Addresses and CIDR ranges that may call; empty = any. */
    allowedAddresses: text().array().notNull().default([]),
    /** What the partner calls its registrations of this address. */
    remoteIds: text().array().notNull().default([]),
    active: boolean().notNull().default(true),
    lastSeenAt: instant(),
    createdAt: instant().notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    ofIntegration(table as never),
    unique("webhook_endpoints_one_per_source").on(
      table.organizationId,
      table.integrationId,
      table.source,
    ),
  ],
);

/**
 * What a partner told us, byte for byte. Partitioned by day of arrival, so that retention drops partitions
 * (the hand-written migration makes it so); what is told twice is kept once by `event_keys`.
 */
export const events = pgTable(
  "events",
  {
    organizationId: reference().notNull(),
    integrationId: reference().notNull(),
    id: identity().notNull(),
    endpointId: reference().notNull(),
    source: text().notNull(),
    /** The partner's own name of what happened, where it names it: `SALES_CONTRACT_CANCELED`. */
    name: text().notNull().default(""),
    contentType: text().notNull().default(""),
    raw: bytes().notNull(),
    /** The tenant that the partner's header claims: noted, never believed. */
    tenant: text().notNull().default(""),
    dedupKey: text().notNull(),
    receivedAt: instant()
      .notNull()
      .default(sql`clock_timestamp()`),
    /** Which subject it speaks of, as the module reads it; null until it was looked at. */
    subjectKey: text(),
    /** What a person may read of it, without personal data. */
    view: jsonb(),
    attempts: integer().notNull().default(0),
    nextTryAt: instant(),
    processedAt: instant(),
    /** `done`, `ignored` (nothing of ours) or `failed` (gave up); null while it waits. */
    outcome: text({ enum: ["done", "ignored", "failed"] }),
    /** One sentence: what came of it, or why nothing did. */
    note: text(),
  },
  (table) => [
    primaryKey({
      columns: [table.organizationId, table.integrationId, table.id, table.receivedAt],
    }),
    index("events_waiting")
      .on(table.organizationId, table.integrationId, table.id)
      .where(sql`processed_at is null`),
    index().on(table.organizationId, table.integrationId, table.subjectKey),
  ],
);

/** Exact deduplication across partitions. A key of a partner without message ids goes when its event is taken up. */
export const eventKeys = pgTable(
  "event_keys",
  {
    organizationId: reference().notNull(),
    integrationId: reference().notNull(),
    dedupKey: text().notNull(),
    eventId: reference().notNull(),
    receivedAt: instant().notNull(),
    /** How often the same message came. */
    times: integer().notNull().default(1),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.integrationId, table.dedupKey] }),
    index().on(table.receivedAt),
  ],
);
