import type { environments } from "@/db/schema/environments.ts";
import {
  readHubFieldReference,
  readTerminalOptions,
} from "@/lib/multi-cv/words/environment-options.ts";
import { hostOf } from "./host-of.ts";

type Environment = typeof environments.$inferSelect;

/** A row of "Tokens". The secret itself never leaves the database: only whether there is one, and since when. */
export interface EnvironmentRow {
  id: number;
  code: string;
  kind: "cv" | "sienge";
  name: string;
  baseUrl: string;
  tenant: string;
  host: string;
  userName: string;
  hasSecret: boolean;
  /** When a person last gave it. */
  secretSetAt: string | null;
  /** Who signs in for CV's v3; "" = nobody. */
  loginName: string;
  /** Its password was refused: nothing of v3 is read until another is given. */
  loginRefused: boolean;
  validUntil: string | null;
  siengeEnvironmentId: number | null;
  dailyLimit: number | null;
  quota: { used: number; limit: number | null } | null;
  lastOkAt: string | null;
  lastErrorAt: string | null;
  lastError: string | null;
  pausedAt: string | null;
  pausedReason: string | null;
  /** Policies and directions of a terminal as they stand, defaults filled in. */
  options: Record<string, string>;
  version: number;
  updatedAt: string;
}

/** A stored environment as the screen shows it. */
export function toEnvironmentRow(row: Environment, quota: EnvironmentRow["quota"]): EnvironmentRow {
  return {
    id: row.id,
    code: row.code,
    kind: row.kind,
    name: row.name,
    baseUrl: row.baseUrl,
    tenant: row.tenant,
    host: hostOf(row),
    userName: row.userName,
    hasSecret: row.secret !== null,
    secretSetAt: row.secretSetAt?.toISOString() ?? null,
    loginName: row.loginName,
    loginRefused: row.loginRefusedAt !== null,
    validUntil: row.validUntil,
    siengeEnvironmentId: row.siengeEnvironmentId,
    dailyLimit: row.dailyLimit,
    quota,
    lastOkAt: row.lastOkAt?.toISOString() ?? null,
    lastErrorAt: row.lastErrorAt?.toISOString() ?? null,
    lastError: row.lastError,
    pausedAt: row.pausedAt?.toISOString() ?? null,
    pausedReason: row.pausedReason,
    options: {
      ...readTerminalOptions(row.settings),
      hubFieldReference: readHubFieldReference(row.settings),
    },
    version: row.version,
    updatedAt: row.updatedAt.toISOString(),
  };
}
