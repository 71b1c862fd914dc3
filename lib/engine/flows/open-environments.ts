import {
  type EnvironmentRow,
  listEnvironments,
  recordEnvironmentError,
  recordEnvironmentOk,
} from "@/db/queries/flows/environments-for-engine.ts";
import type { SecretPlace } from "@/lib/secrets.ts";
import { PartnerError } from "@/lib/core/errors.ts";
import { redactText } from "@/lib/core/redact.ts";
import type { ConnectorContext } from "@/lib/connectors/define.ts";
import { createHttp } from "@/lib/connectors/transports/http.ts";
import type { HttpTransport } from "@/lib/connectors/transports/types.ts";
import type { Engine } from "../engine.ts";
import { openSealed } from "../open-sealed.ts";
import type { Environment, Environments } from "./flow-context.ts";
import { openSession } from "./open-session.ts";
import { budgetsOf, limitCalls, QuotaSpentError } from "./limit-calls.ts";

/** How fresh "last success" is. */
const OK_EVERY_MS = 60_000;

interface OpenOptions {
  engine: Pick<Engine, "database" | "keys" | "allowPrivate" | "now">;
  organization: { id: number; timeZone: string };
  integrationId: number;
  log: ConnectorContext["log"];
  /** Filled with every environment's secret before anything is logged. */
  secrets: string[];
  signal: AbortSignal;
  /** A person tries a credential: that its environment is paused is why they do. */
  evenPaused?: boolean;
}

export interface OpenedEnvironments extends Environments {
  /** Whose call was begun last: refused credentials are this one's. */
  lastCalled(): Environment | null;
}

/** The environment asked for stands still: what needs it is held until a person releases it. */
export class PausedEnvironmentError extends PartnerError {
  readonly environmentId: number;
  constructor(row: Pick<EnvironmentRow, "id" | "name" | "pausedReason">) {
    super("settings", `O ambiente “${row.name}” está pausado. ${row.pausedReason ?? ""}`.trim());
    this.environmentId = row.id;
  }
}

/** What an environment's sealed secret belongs to. */
export const environmentPlace = (
  organizationId: number,
  integrationId: number,
  code: string,
): SecretPlace => ({ organizationId, integrationId, key: `environment:${code}`, branchId: 0 });

/** What the password of an environment's login, and the token it gave, are sealed to. */
export const loginPlace = (
  organizationId: number,
  integrationId: number,
  code: string,
  what: "login" | "session",
): SecretPlace => ({
  organizationId,
  integrationId,
  key: `environment:${code}:${what}`,
  branchId: 0,
});

/** Reads and decrypts the integration's environments, each with a way to call it. */
export async function openEnvironments(options: OpenOptions): Promise<OpenedEnvironments> {
  const { engine, organization, integrationId } = options;
  const rows = await listEnvironments(engine.database.db, organization.id, integrationId);
  const opened = new Map<number, Environment>();
  let last: Environment | null = null;
  for (const row of rows) {
    const secret = tryUnseal(options, row);
    if (secret) options.secrets.push(secret);
  }
  const open = (row: EnvironmentRow): Environment => {
    if (row.pausedAt && !options.evenPaused) throw new PausedEnvironmentError(row);
    let environment = opened.get(row.id);
    if (!environment) {
      environment = build(options, row, (called) => (last = called));
      opened.set(row.id, environment);
    }
    return environment;
  };
  const find = (what: string, test: (row: EnvironmentRow) => boolean) => {
    const row = rows.find(test);
    if (!row)
      throw new PartnerError(
        "settings",
        `O ambiente ${what} não está cadastrado. Cadastre-o em Tokens.`,
      );
    return open(row);
  };
  return {
    byCode: (code) => find(`“${code}”`, (row) => row.code === code),
    byId: (id) => find(`de número ${id}`, (row) => row.id === id),
    list: () => rows.filter(({ pausedAt }) => pausedAt === null).map(open),
    lastCalled: () => last,
  };
}

/** For redaction only: one that does not open is said when its environment is asked for. */
function tryUnseal(options: OpenOptions, row: EnvironmentRow): string | null {
  try {
    return row.secret === null ? null : unseal(options, row);
  } catch {
    return null;
  }
}

function unseal({ engine, organization, integrationId }: OpenOptions, row: EnvironmentRow): string {
  const place = environmentPlace(organization.id, integrationId, row.code);
  return openSealed(engine.keys, place, row.secret ?? "", {
    what: `O token do ambiente “${row.name}”`,
    where: "Tokens",
  });
}

function build(
  options: OpenOptions,
  row: EnvironmentRow,
  called: (environment: Environment) => void,
): Environment {
  const { engine, organization, secrets, signal, log } = options;
  const { db } = engine.database;
  const limits = budgetsOf(row);
  const transportFor = (bulk: boolean) => {
    const { take, refused } = limitCalls({
      db,
      row,
      limit: bulk ? limits.bulk : limits.calls,
      timeZone: organization.timeZone,
      now: engine.now,
    });
    const http = createHttp({
      claimBudget: take,
      log: (level, text, details) => log(level, `${row.name}: ${text}`, details),
      secrets,
      signal,
      allowPrivate: engine.allowPrivate,
    });
    return { http, refused };
  };
  // A sign of life, not a count: one an attempt is enough, and none when the row says so already.
  let alive =
    row.lastOkAt !== null && engine.now().getTime() - row.lastOkAt.getTime() < OK_EVERY_MS;
  const transports = { calls: transportFor(false), bulk: transportFor(true) };
  const http: HttpTransport = async (request) => {
    called(environment);
    const { http: send, refused } = request.url.includes("/bulk-data/")
      ? transports.bulk
      : transports.calls;
    try {
      const response = await send(request);
      if (!alive) {
        alive = true;
        await recordEnvironmentOk(db, organization.id, row.id, engine.now());
      }
      return response;
    } catch (error) {
      if (error instanceof PartnerError) {
        if (error.kind === "rate_limited" && !(error instanceof QuotaSpentError))
          await refused(error.retryAfterSeconds);
        if (error.kind !== "rejected")
          await recordEnvironmentError(db, organization.id, row.id, {
            at: engine.now(),
            kind: error.kind,
            sentence: redactText(error.detail, secrets).slice(0, 500),
          });
      }
      throw error;
    }
  };
  const { id, code, kind, name, baseUrl, tenant, userName, siengeEnvironmentId, settings } = row;
  const environment: Environment = {
    id,
    code,
    kind,
    name,
    baseUrl,
    tenant,
    userName,
    siengeEnvironmentId,
    settings,
    secret: row.secret === null ? "" : unseal(options, row),
    http,
    session:
      row.loginSecret === null
        ? null
        : (signIn) =>
            openSession({
              db,
              keys: engine.keys,
              of: { organizationId: organization.id, environmentId: row.id },
              name,
              place: {
                login: loginPlace(organization.id, options.integrationId, code, "login"),
                session: loginPlace(organization.id, options.integrationId, code, "session"),
              },
              now: () => engine.now(),
              signIn: (login) => signIn(http, login),
              secrets,
              signal,
            }),
  };
  return environment;
}
