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
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { API_RIGHTS } from "@/lib/core/api-rights.ts";
import { identity, instant, reference } from "./columns.ts";

export const organizations = pgTable("organizations", {
  id: identity().primaryKey(),
  name: text().notNull().unique(),
  timeZone: text().notNull().default("America/Sao_Paulo"),
  active: boolean().notNull().default(true),
  createdAt: instant().notNull().defaultNow(),
});

export const branches = pgTable(
  "branches",
  {
    organizationId: reference()
      .notNull()
      .references(() => organizations.id),
    id: identity().notNull(),
    /** The organization's own number for the store. */
    code: text().notNull(),
    name: text().notNull(),
    cnpj: text().notNull(),
    street: text().notNull().default(""),
    streetNumber: text().notNull().default(""),
    district: text().notNull().default(""),
    city: text().notNull(),
    state: text().notNull(),
    postalCode: text().notNull().default(""),
    active: boolean().notNull().default(true),
    createdAt: instant().notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    unique().on(table.organizationId, table.cnpj),
    unique().on(table.organizationId, table.code),
    index().on(table.id),
  ],
);

export const profiles = pgTable("profiles", {
  id: identity().primaryKey(),
  name: text().notNull().unique(),
  /** A support agent's profile: sees every organization. */
  allOrganizations: boolean().notNull(),
  permissions: text().array().notNull(),
  /** One of the two that ship: may be adjusted, never removed. */
  shipped: boolean().notNull().default(false),
  version: integer().notNull().default(1),
  updatedAt: instant().notNull().defaultNow(),
});

export const people = pgTable(
  "people",
  {
    id: identity().primaryKey(),
    /** null exactly when the profile sees every organization (kept by a trigger). */
    organizationId: reference().references(() => organizations.id),
    profileId: reference()
      .notNull()
      .references(() => profiles.id),
    name: text().notNull(),
    email: text().notNull(),
    /** argon2id; null until the one-time link was used. */
    passwordHash: text(),
    active: boolean().notNull().default(true),
    /** Raised when the password changes or the person is disabled: every older session ends. */
    sessionVersion: integer().notNull().default(1),
    lastSignInAt: instant(),
    createdAt: instant().notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex("people_one_per_email").on(sql`lower(${table.email})`),
    index().on(table.organizationId),
  ],
);

/**
 * One row a sign-in. The cookie names it, so that leaving, a new password or an administrator ends
 * it at the next request.
 */
export const sessions = pgTable(
  "sessions",
  {
    /** SHA-256 of the identifier in the cookie: reading this table signs nobody in. */
    idHash: text().primaryKey(),
    personId: reference()
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    /** people.session_version when it began. */
    version: integer().notNull(),
    address: text().notNull().default(""),
    /** Browser and system in a few words, to recognise it by. */
    device: text().notNull().default(""),
    createdAt: instant().notNull().defaultNow(),
    lastSeenAt: instant().notNull().defaultNow(),
    endedAt: instant(),
  },
  (table) => [index().on(table.personId), index().on(table.createdAt)],
);

/** Counters of refused sign-ins, shared by all processes; keys are hashes of account and address. */
export const signInLimits = pgTable("sign_in_limits", {
  key: text().primaryKey(),
  points: integer().notNull(),
  expire: instant(),
});

/** One-time links for a first access or a new password; only the SHA-256 of the token is kept. */
export const accessLinks = pgTable("access_links", {
  id: identity().primaryKey(),
  personId: reference()
    .notNull()
    .references(() => people.id, { onDelete: "cascade" }),
  tokenHash: text().notNull().unique(),
  expiresAt: instant().notNull(),
  usedAt: instant(),
  createdAt: instant().notNull().defaultNow(),
});

export const apiKeys = pgTable(
  "api_keys",
  {
    organizationId: reference()
      .notNull()
      .references(() => organizations.id),
    id: identity().notNull(),
    name: text().notNull(),
    /** First characters, to recognise the key by; the rest is known only as SHA-256. */
    prefix: text().notNull(),
    hash: text().notNull().unique(),
    /** What it may do; keys made before there was a choice send and nothing else. */
    rights: text({ enum: API_RIGHTS }).array().notNull().default(["send"]),
    createdBy: reference().references(() => people.id),
    createdAt: instant().notNull().defaultNow(),
    expiresAt: instant(),
    lastUsedAt: instant(),
    revokedAt: instant(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.id] })],
);

/**
 * Every act of a person. Append-only by triggers. After its commit a row gets its place in its
 * client's chain (those of no client are a chain too) and a seal made with a key that the database
 * does not know: see `lib/engine/audit`.
 */
export const auditEvents = pgTable(
  "audit_events",
  {
    id: identity().primaryKey(),
    organizationId: reference().references(() => organizations.id),
    personId: reference(),
    personName: text().notNull(),
    /** Name of the use-case: "force-run", "update-integration", "sign-in" … */
    action: text().notNull(),
    subjectType: text().notNull().default(""),
    subjectId: text().notNull().default(""),
    summary: text().notNull().default(""),
    /** Differences without secrets. */
    changes: jsonb(),
    address: text().notNull().default(""),
    at: instant()
      .notNull()
      .default(sql`clock_timestamp()`),
    /** Place in the chain, from 1 on without gaps; null until it is sealed. */
    number: reference(),
    /** `keyId.hmac` over the number, the seal before and everything above. */
    seal: text(),
  },
  (table) => [
    index().on(table.organizationId, table.id.desc()),
    uniqueIndex("audit_events_one_per_number").on(
      sql`coalesce(${table.organizationId}, 0)`,
      table.number,
    ),
    index("audit_events_unsealed")
      .on(table.id)
      .where(sql`seal is null`),
  ],
);

/** The branch that a row names is one of its own organization. */
export const ofBranch = (table: { organizationId: never; branchId: never }) =>
  foreignKey({
    columns: [table.organizationId, table.branchId],
    foreignColumns: [branches.organizationId, branches.id],
  });
