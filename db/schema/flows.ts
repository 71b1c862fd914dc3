import { sql } from "drizzle-orm";
import { boolean, customType, date, foreignKey, index, integer, jsonb, pgTable, primaryKey, text, unique, uniqueIndex } from "drizzle-orm/pg-core";
import { identity, instant, reference } from "./columns.ts";
import { integrations } from "./integrations.ts";

const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => "bytea" });
const ofIntegration = (table: { organizationId: never; integrationId: never }) => foreignKey({ columns: [table.organizationId, table.integrationId], foreignColumns: [integrations.organizationId, integrations.id] }).onDelete("cascade");

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
  (table) => [primaryKey({ columns: [table.organizationId, table.id] }), ofIntegration(table as never), unique("webhook_endpoints_one_per_source").on(table.organizationId, table.integrationId, table.source)],
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
    receivedAt: instant().notNull().default(sql`clock_timestamp()`),
    /** Which subject it speaks of, as the room reads it; null until it was looked at. */
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
    primaryKey({ columns: [table.organizationId, table.integrationId, table.id, table.receivedAt] }),
    index("events_waiting").on(table.organizationId, table.integrationId, table.id).where(sql`processed_at is null`),
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
  (table) => [primaryKey({ columns: [table.organizationId, table.integrationId, table.dedupKey] }), index().on(table.receivedAt)],
);

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
    validUntil: date({ mode: "string" }),
    /** Which Sienge environment this terminal feeds. */
    siengeEnvironmentId: reference(),
    /** Calls a day that the contract allows; null = no limit. */
    dailyLimit: integer(),
    /** Directions of copies, externalId, policies: see the room's `environment-settings.ts`. */
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
  (table) => [primaryKey({ columns: [table.organizationId, table.id] }), ofIntegration(table as never), unique("environments_one_per_code").on(table.organizationId, table.integrationId, table.code)],
);

const ofEnvironment = (table: { organizationId: never; environmentId: never }) => foreignKey({ columns: [table.organizationId, table.environmentId], foreignColumns: [environments.organizationId, environments.id] });

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
    unique("developments_one_per_hub_id").on(table.organizationId, table.integrationId, table.hubDevelopmentId),
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
  (table) => [primaryKey({ columns: [table.organizationId, table.environmentId, table.kind, table.remoteId] }), ofIntegration(table as never), foreignKey({ columns: [table.organizationId, table.environmentId], foreignColumns: [environments.organizationId, environments.id] }).onDelete("cascade")],
);

/** What is numbered differently in each tenant. `sourceKey` is the Hub's id, or a role (`pode_faturar`, `vendida`, `cancelada`, `distratada`) for situations. */
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
    foreignKey({ columns: [table.organizationId, table.environmentId], foreignColumns: [environments.organizationId, environments.id] }).onDelete("cascade"),
    unique("mappings_one_per_source").on(table.organizationId, table.environmentId, table.kind, table.sourceKey),
  ],
);

/** The thing a flow carries: a reservation, an order. What is particular to it stands in a table of its own. */
export const subjects = pgTable(
  "subjects",
  {
    organizationId: reference().notNull(),
    integrationId: reference().notNull(),
    id: identity().notNull(),
    /** `reservation`, `order` … */
    kind: text().notNull(),
    /** Its id where it is born: the Hub's reservation id. */
    key: text().notNull(),
    /** What a person recognises it by; no personal data. */
    title: text().notNull().default(""),
    /** `waiting` goes on by itself; `stuck` needs a person; `held` waits for a paused environment or a brake; `finished` = carried; `ended` = over for good. */
    state: text({ enum: ["waiting", "running", "stuck", "held", "finished", "ended"] }).notNull().default("waiting"),
    /** The run (a task) that moved it last. */
    taskId: reference(),
    /** `flow/step` where it stands. */
    currentStep: text(),
    tries: integer().notNull().default(0),
    nextTryAt: instant(),
    lastErrorKind: text(),
    lastError: text(),
    /** Held for this environment; null when held for another reason. */
    heldForEnvironmentId: reference(),
    /** Hashes, amounts and whatever the steps remember. */
    facts: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    /** When the message that began it arrived. */
    announcedAt: instant(),
    startedAt: instant(),
    /** When its main line was through. */
    carriedAt: instant(),
    finishedAt: instant(),
    createdAt: instant().notNull().defaultNow(),
    updatedAt: instant().notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    ofIntegration(table as never),
    unique("subjects_one_per_key").on(table.organizationId, table.integrationId, table.kind, table.key),
    index().on(table.organizationId, table.integrationId, table.state),
    index().on(table.id),
  ],
);

const ofSubject = (table: { organizationId: never; subjectId: never }) => foreignKey({ columns: [table.organizationId, table.subjectId], foreignColumns: [subjects.organizationId, subjects.id] }).onDelete("cascade");

/** "Reservas": Hub id ↔ terminal id ↔ Sienge contract, and the situation in all three. One row a subject of kind `reservation`. */
export const reservations = pgTable(
  "reservations",
  {
    organizationId: reference().notNull(),
    integrationId: reference().notNull(),
    subjectId: reference().notNull(),
    hubReservationId: text().notNull(),
    /** `HUB-{id}`: what the terminal stores as its foreign key. */
    ownKey: text().notNull(),
    environmentId: reference(),
    developmentId: reference(),
    terminalReservationId: text(),
    hubUnitId: text(),
    terminalUnitId: text(),
    siengeUnitId: text(),
    unitName: text().notNull().default(""),
    valueCents: reference(),
    siengeContractId: text(),
    siengeContractNumber: text(),
    /** The contract was issued at some time: what is cancelled afterwards is a *distrato*. */
    everIssued: boolean().notNull().default(false),
    hubSituationId: text(),
    hubSituation: text(),
    hubSeenAt: instant(),
    terminalSituationId: text(),
    terminalSituation: text(),
    terminalSeenAt: instant(),
    siengeSituation: text(),
    siengeSeenAt: instant(),
    /** The last role carried to both: `vendida`, `cancelada`, `distratada`. */
    carriedRole: text(),
    carriedRoleAt: instant(),
    checkedAt: instant(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.subjectId] }),
    ofIntegration(table as never),
    ofSubject(table as never),
    ofEnvironment(table as never),
    unique("reservations_one_per_hub_id").on(table.organizationId, table.integrationId, table.hubReservationId),
    unique("reservations_one_per_terminal_id").on(table.organizationId, table.environmentId, table.terminalReservationId),
    index().on(table.organizationId, table.integrationId, table.siengeContractId),
    index().on(table.organizationId, table.environmentId, table.terminalUnitId),
  ],
);

/** The journal: one effect of a flow on one system a row, written before the partner is called. */
export const steps = pgTable(
  "steps",
  {
    organizationId: reference().notNull(),
    integrationId: reference().notNull(),
    id: identity().notNull(),
    subjectId: reference().notNull(),
    /** The flow's name, and after a colon what tells two of its runs apart: `reservation`, `situation:vendida`. */
    flow: text().notNull(),
    name: text().notNull(),
    /** One document, one contract, one commission of the step; '' = the step itself. */
    item: text().notNull().default(""),
    label: text().notNull(),
    position: integer().notNull().default(0),
    supporting: boolean().notNull().default(false),
    status: text({ enum: ["pending", "running", "done", "skipped", "failed", "stuck"] }).notNull().default("pending"),
    /** The run and the fencing attempt that wrote last. */
    taskId: reference(),
    attempt: integer().notNull().default(0),
    /** How often in a row it did not get through. */
    tries: integer().notNull().default(0),
    nextTryAt: instant(),
    begunAt: instant(),
    endedAt: instant(),
    /** What later steps and later tries build on. */
    result: jsonb(),
    /** The partner's last answer as a person may read it. */
    answer: jsonb(),
    note: text(),
    errorKind: text(),
    errorReason: text(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    ofIntegration(table as never),
    ofSubject(table as never),
    unique("steps_one_per_item").on(table.organizationId, table.subjectId, table.flow, table.name, table.item),
  ],
);

/** What only a person may decide, with the facts side by side. */
export const decisions = pgTable(
  "decisions",
  {
    organizationId: reference().notNull(),
    integrationId: reference().notNull(),
    id: identity().notNull(),
    subjectId: reference().notNull(),
    kind: text().notNull(),
    question: text().notNull(),
    /** Rows of the comparison, as the screen draws them. */
    facts: jsonb().notNull().default([]),
    /** Buttons. */
    options: jsonb().$type<Array<{ key: string; label: string; danger?: boolean }>>().notNull().default([]),
    choice: text(),
    resolvedAt: instant(),
    resolvedBy: text(),
    createdAt: instant().notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    ofIntegration(table as never),
    ofSubject(table as never),
    uniqueIndex("decisions_one_open").on(table.organizationId, table.subjectId, table.kind).where(sql`resolved_at is null`),
    index().on(table.organizationId, table.integrationId, table.id),
  ],
);

/** A burst brake that was pulled: what it stops waits until a person releases it. */
export const brakes = pgTable(
  "brakes",
  {
    organizationId: reference().notNull(),
    integrationId: reference().notNull(),
    id: identity().notNull(),
    kind: text().notNull(),
    count: integer().notNull(),
    reason: text().notNull(),
    engagedAt: instant().notNull(),
    releasedAt: instant(),
    releasedBy: text(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    ofIntegration(table as never),
    uniqueIndex("brakes_one_engaged").on(table.organizationId, table.integrationId, table.kind).where(sql`released_at is null`),
  ],
);

/** What the brake counts: one mark a subject. */
export const brakeMarks = pgTable(
  "brake_marks",
  {
    organizationId: reference().notNull(),
    integrationId: reference().notNull(),
    kind: text().notNull(),
    subjectId: reference().notNull(),
    at: instant().notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.integrationId, table.kind, table.subjectId] }), ofIntegration(table as never), ofSubject(table as never), index().on(table.organizationId, table.integrationId, table.kind, table.at)],
);

/** Calls of a day under a partner's daily limit, counted by all processes together. */
export const dailyQuotas = pgTable(
  "daily_quotas",
  { key: text().notNull(), day: date({ mode: "string" }).notNull(), used: integer().notNull().default(0), limit: integer().notNull() },
  (table) => [primaryKey({ columns: [table.key, table.day] })],
);
