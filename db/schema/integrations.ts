import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
} from "drizzle-orm/pg-core";
import { comparedInstant, identity, instant, reference } from "./columns.ts";
import { branches, organizations } from "./people.ts";

/** The catalogue of types, written at start from the registry. */
export const connectors = pgTable("connectors", {
  id: text().primaryKey(),
  name: text().notNull(),
  summary: text().notNull(),
  contract: text().notNull(),
  transport: text().notNull(),
  /** Largest period of "Executar integração" in days; null = not offered. */
  manualMaxDays: integer(),
  /** SettingSpec[] without functions. */
  settings: jsonb().notNull(),
  /** Operation name → label, schedule, kind. */
  operations: jsonb().notNull(),
  /** ConnectorGuide: the help page of the type. */
  guide: jsonb().notNull().default({}),
  /** No longer in the registry: existing integrations stay readable, none can be added or run. */
  retired: boolean().notNull().default(false),
});

export const integrations = pgTable(
  "integrations",
  {
    organizationId: reference()
      .notNull()
      .references(() => organizations.id),
    id: identity().notNull(),
    connectorId: text()
      .notNull()
      .references(() => connectors.id),
    description: text().notNull(),
    /** Lower case without accents: what the list searches. */
    searchText: text()
      .notNull()
      .generatedAlwaysAs(sql`enlace_fold(description)`),
    active: boolean().notNull(),
    /** Why the hub itself paused it (refused credentials); cleared when a person activates it. */
    pausedReason: text(),
    /** When it paused it, and since when the partner refuses the credentials without an acceptance. */
    pausedAt: instant(),
    refusedSince: instant(),
    /** Days that changed are sent again by themselves up to so many days back; 0 = none. */
    lateDays: integer().notNull().default(0),
    lateLookedAt: instant(),
    intervalMinutes: integer().notNull(),
    /** Raised by every save; a save with an older one is refused. */
    version: integer().notNull().default(1),
    /** Kept by a trigger on tasks, so that the list can filter and sort by it. */
    lastTaskId: reference(),
    lastTaskStatus: text(),
    lastTaskAt: instant(),
    /** Named by the form that registers it: sent twice, it makes one integration. */
    registrationKey: text(),
    createdAt: instant().notNull().defaultNow(),
    updatedAt: instant().notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    unique("integrations_registered_once").on(table.organizationId, table.registrationKey),
    index().on(table.id),
    index().on(table.organizationId, table.searchText),
    index().on(table.searchText),
    index().on(table.connectorId, table.searchText),
    index().on(table.lastTaskAt, table.id),
    index("integrations_failing")
      .on(table.id)
      .where(sql`last_task_status = 'failed'`),
    index("integrations_sending_late")
      .on(table.id)
      .where(sql`late_days > 0`),
    index("integrations_paused")
      .on(table.id)
      .where(sql`paused_reason is not null`),
  ],
);

/** The integration that a row names is one of its own organization; the row goes with it. */
export const ofIntegration = (table: { organizationId: never; integrationId: never }) =>
  foreignKey({
    columns: [table.organizationId, table.integrationId],
    foreignColumns: [integrations.organizationId, integrations.id],
  }).onDelete("cascade");

export const integrationBranches = pgTable(
  "integration_branches",
  {
    organizationId: reference().notNull(),
    integrationId: reference().notNull(),
    branchId: reference().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.integrationId, table.branchId] }),
    ofIntegration(table as never),
    foreignKey({
      columns: [table.organizationId, table.branchId],
      foreignColumns: [branches.organizationId, branches.id],
    }),
  ],
);

export const integrationSettings = pgTable(
  "integration_settings",
  {
    organizationId: reference().notNull(),
    integrationId: reference().notNull(),
    key: text().notNull(),
    /** 0 = for the whole integration. */
    branchId: reference().notNull().default(0),
    /** Plain value; null when the key is secret. */
    value: text(),
    /** `keyId.iv.tag.ciphertext`, bound to organization, integration and key. */
    ciphertext: text(),
    updatedBy: text().notNull().default(""),
    updatedAt: instant().notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.integrationId, table.key, table.branchId] }),
    ofIntegration(table as never),
  ],
);

/** Every save. `snapshot` is shown and compared; `secrets` holds ciphertexts only, for a restore. */
export const integrationVersions = pgTable(
  "integration_versions",
  {
    organizationId: reference().notNull(),
    integrationId: reference().notNull(),
    version: integer().notNull(),
    authorId: reference(),
    authorName: text().notNull(),
    at: instant().notNull().defaultNow(),
    snapshot: jsonb().notNull(),
    secrets: jsonb().notNull(),
    /** What a person reads: which fields changed; a secret only as "alterada". */
    changes: jsonb().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.integrationId, table.version] }),
    ofIntegration(table as never),
  ],
);

/** One row an operation of an active integration: when it is due next. */
export const schedules = pgTable(
  "schedules",
  {
    organizationId: reference().notNull(),
    integrationId: reference().notNull(),
    operation: text().notNull(),
    nextRunAt: comparedInstant().notNull(),
    /** Why slots pass without a run (no branches, inactive client …): said once in the log, not at every slot. */
    idleReason: text(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.integrationId, table.operation] }),
    ofIntegration(table as never),
    index().on(table.nextRunAt),
    check("schedules_have_a_moment", sql`isfinite(next_run_at)`),
  ],
);

/** The key by which a client's SFTP server was known when it was first used: another one is asked about. */
export const hostKeys = pgTable(
  "host_keys",
  {
    organizationId: reference()
      .notNull()
      .references(() => organizations.id),
    host: text().notNull(),
    port: integer().notNull(),
    /** SHA-256, as OpenSSH writes it. */
    fingerprint: text().notNull(),
    at: instant().notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.host, table.port] })],
);
