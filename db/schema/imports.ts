import { sql } from "drizzle-orm";
import {
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
} from "drizzle-orm/pg-core";
import type { ImportSums } from "@/lib/core/import-sums.ts";
import { cents, identity, instant, reference } from "./columns.ts";
import { organizations } from "./people.ts";

/** One import: files a person sent, or a batch of the ERP's. */
export const imports = pgTable(
  "imports",
  {
    organizationId: reference()
      .notNull()
      .references(() => organizations.id),
    id: identity().notNull(),
    source: text({ enum: ["xml", "zip", "csv", "api"] }).notNull(),
    name: text().notNull(),
    status: text({ enum: ["waiting", "running", "finished", "failed"] })
      .notNull()
      .default("waiting"),
    failureReason: text(),
    /** Where the content begins in the store, once all of it is there. */
    storageKey: text(),
    /** An upload comes in parts, each its own object of the store; in order they are the file. */
    parts: text()
      .array()
      .notNull()
      .default(sql`'{}'`),
    /** How long the file is that is on its way; null for what came whole. */
    expectedBytes: cents(),
    /** Of an upload on its way: what has arrived, hence where the next part begins. */
    bytes: cents().notNull().default(0),
    bytesRead: cents().notNull().default(0),
    read: integer().notNull().default(0),
    accepted: integer().notNull().default(0),
    duplicated: integer().notNull().default(0),
    refused: integer().notNull().default(0),
    warned: integer().notNull().default(0),
    /** Units (zip entries, CSV documents) whose outcome is committed: where a restarted import goes on. */
    position: integer().notNull().default(0),
    attempt: integer().notNull().default(0),
    /** Everything is checked as in an import, and nothing is written. */
    dryRun: boolean().notNull().default(false),
    /** Of a dry run: what each branch and day would get, {@link ImportSums}. */
    sums: jsonb().$type<ImportSums>(),
    /** Of a CSV with refused rows: the line of its columns' names, as it stands in the file. */
    head: text().notNull().default(""),
    requestedName: text().notNull(),
    /** Of a call: the key that it came with, to which its idempotency key belongs. */
    apiKeyId: reference(),
    /** Repeats of the same API request answer what the first did. */
    idempotencyKey: text(),
    answer: jsonb(),
    createdAt: instant().notNull().defaultNow(),
    finishedAt: instant(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    unique().on(table.organizationId, table.apiKeyId, table.idempotencyKey),
    index().on(table.id),
  ],
);

/** What an import did not take, and why. */
export const importRefusals = pgTable(
  "import_refusals",
  {
    organizationId: reference().notNull(),
    id: identity().notNull(),
    importId: reference().notNull(),
    /** File name inside the zip, or line of the CSV. */
    place: text().notNull(),
    documentKey: text().notNull().default(""),
    /** A warning was taken in, with something of it set right or left out. */
    severity: text({ enum: ["refusal", "warning"] })
      .notNull()
      .default("refusal"),
    code: text().notNull(),
    reason: text().notNull(),
    /** Of a CSV: the refused lines as they stand in the file, to be corrected and sent again. */
    lines: text().notNull().default(""),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    foreignKey({
      columns: [table.organizationId, table.importId],
      foreignColumns: [imports.organizationId, imports.id],
    }).onDelete("cascade"),
    index().on(table.organizationId, table.importId),
  ],
);
