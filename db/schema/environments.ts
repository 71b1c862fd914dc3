import {
  boolean,
  date,
  foreignKey,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
} from "drizzle-orm/pg-core";
import { identity, instant, reference } from "./columns.ts";
import { ofIntegration } from "./integrations.ts";

/** The systems that a flow joins: screen name "Tokens". One row an environment. */
export const environments = pgTable(
  "environments",
  {
    organizationId: reference().notNull(),
    integrationId: reference().notNull(),
    id: identity().notNull(),
    /** `hub`, `a`, `b`, `c`, `sienge` …: unique in the integration, and the `source` of its webhooks. */
    code: text().notNull(),
    kind: text({ enum: ["cv", "sienge"] }).notNull(),
    name: text().notNull(),
    /** Origin without path: `https://grupo.cvcrm.com.br`, `https://api.sienge.com.br`. */
    baseUrl: text().notNull(),
    /** Sienge's subdomain; empty for CV, whose tenant is its host. */
    tenant: text().notNull().default(""),
    /** E-mail (CV) or API user (Sienge). */
    userName: text().notNull().default(""),
    /** Token or password, sealed with place `environment:{code}`. */
    secret: text(),
    /** When a person last gave it. */
    secretSetAt: instant(),
    /** Who signs in where a token of hours is wanted (CV's v3); empty = nobody. */
    loginName: text().notNull().default(""),
    /** That person's password, sealed with place `environment:{code}:login`. */
    loginSecret: text(),
    /** What the partner gave for it, sealed with place `environment:{code}:session`. */
    sessionToken: text(),
    sessionUntil: instant(),
    /** Until when one process alone signs in. */
    sessionClaimedUntil: instant(),
    /** The partner refused this login: nobody tries it again until a person gives another. */
    loginRefusedAt: instant(),
    validUntil: date({ mode: "string" }),
    /** Which Sienge environment this terminal feeds. */
    siengeEnvironmentId: reference(),
    /** Calls a day that the contract allows; null = no limit. */
    dailyLimit: integer(),
    /** Directions of copies, externalId, policies: see the module's `environment-settings.ts`. */
    settings: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    lastOkAt: instant(),
    lastErrorAt: instant(),
    lastErrorKind: text(),
    lastError: text(),
    pausedAt: instant(),
    /** Why it stands still: a person's pause, or refused credentials. */
    pausedReason: text(),
    version: integer().notNull().default(1),
    updatedAt: instant().notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    ofIntegration(table as never),
    unique("environments_one_per_code").on(table.organizationId, table.integrationId, table.code),
  ],
);

const ofEnvironment = (table: { organizationId: never; environmentId: never }) =>
  foreignKey({
    columns: [table.organizationId, table.environmentId],
    foreignColumns: [environments.organizationId, environments.id],
  });

/** "Empreendimentos": where each development of the Hub lives. */
export const developments = pgTable(
  "developments",
  {
    organizationId: reference().notNull(),
    integrationId: reference().notNull(),
    id: identity().notNull(),
    hubDevelopmentId: text().notNull(),
    hubName: text().notNull(),
    environmentId: reference().notNull(),
    terminalDevelopmentId: text().notNull(),
    siengeEnterpriseId: text(),
    siengeCompanyId: text(),
    active: boolean().notNull().default(true),
    checkedAt: instant(),
    /** What the check saw in each system; `ok` decides the mark on screen. */
    checkResult: jsonb().$type<{ ok: boolean; notes: string[] }>(),
    version: integer().notNull().default(1),
    updatedAt: instant().notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    ofIntegration(table as never),
    ofEnvironment(table as never),
    unique("developments_one_per_hub_id").on(
      table.organizationId,
      table.integrationId,
      table.hubDevelopmentId,
    ),
  ],
);

/** What an environment's API lists: situations, series, association types, document types, sale types, indexers … */
export const remoteLists = pgTable(
  "remote_lists",
  {
    organizationId: reference().notNull(),
    integrationId: reference().notNull(),
    environmentId: reference().notNull(),
    kind: text().notNull(),
    remoteId: text().notNull(),
    name: text().notNull(),
    code: text().notNull().default(""),
    flags: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    loadedAt: instant().notNull(),
  },
  (table) => [
    primaryKey({
      columns: [table.organizationId, table.environmentId, table.kind, table.remoteId],
    }),
    ofIntegration(table as never),
    foreignKey({
      columns: [table.organizationId, table.environmentId],
      foreignColumns: [environments.organizationId, environments.id],
    }).onDelete("cascade"),
  ],
);

/**
 * What is numbered differently in each tenant. `sourceKey` is the Hub's id, or a role
 * (`pode_faturar`, `vendida`, `cancelada`, `distratada`) for situations.
 */
export const mappings = pgTable(
  "mappings",
  {
    organizationId: reference().notNull(),
    integrationId: reference().notNull(),
    id: identity().notNull(),
    /** Whose id `targetId` is. */
    environmentId: reference().notNull(),
    kind: text().notNull(),
    sourceKey: text().notNull(),
    sourceName: text().notNull().default(""),
    /** null = nothing matched yet. */
    targetId: text(),
    targetName: text().notNull().default(""),
    matchedBy: text({ enum: ["flag", "code", "name", "person"] }),
    /** null = proposed by the hub and not yet confirmed by a person. */
    confirmedAt: instant(),
    confirmedBy: text(),
    version: integer().notNull().default(1),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    ofIntegration(table as never),
    foreignKey({
      columns: [table.organizationId, table.environmentId],
      foreignColumns: [environments.organizationId, environments.id],
    }).onDelete("cascade"),
    unique("mappings_one_per_source").on(
      table.organizationId,
      table.environmentId,
      table.kind,
      table.sourceKey,
    ),
  ],
);

/**
 * What the last look at one thing of an environment found: whether it lets us in, one of its lists,
 * the rehearsal. Facts of the set-up, from which the page says what is still missing.
 */
export const setupChecks = pgTable(
  "setup_checks",
  {
    organizationId: reference().notNull(),
    integrationId: reference().notNull(),
    environmentId: reference().notNull(),
    /** `access`, a kind of mapping, `developments`, `rehearsal`. */
    what: text().notNull(),
    ok: boolean().notNull(),
    /** How many entries were found; null where there is nothing to count. */
    found: integer(),
    /** What is wrong and what to do; "" when it is well. */
    note: text().notNull().default(""),
    /** The environment's version that was looked at: another address or credential asks for a new look. */
    environmentVersion: integer().notNull(),
    checkedAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.environmentId, table.what] }),
    ofIntegration(table as never),
    foreignKey({
      columns: [table.organizationId, table.environmentId],
      foreignColumns: [environments.organizationId, environments.id],
    }).onDelete("cascade"),
  ],
);

/** Calls of a day under a partner's daily limit, counted by all processes together. */
export const dailyQuotas = pgTable(
  "daily_quotas",
  {
    key: text().notNull(),
    day: date({ mode: "string" }).notNull(),
    used: integer().notNull().default(0),
    limit: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.key, table.day] })],
);
