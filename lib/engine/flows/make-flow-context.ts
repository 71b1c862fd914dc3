import type { EngineIntegration } from "@/db/queries/integrations/integrations-for-engine.ts";
import type { Connector } from "@/lib/connectors/define.ts";
import type { Engine } from "../engine.ts";
import { loadSettings } from "../load-settings.ts";
import type { LogWriter } from "../log-writer.ts";
import type { FlowContext } from "./flow-context.ts";
import { type OpenedEnvironments, openEnvironments } from "./open-environments.ts";
import { startRun } from "./start-run.ts";

interface FlowContextOptions {
  engine: Engine;
  integration: EngineIntegration;
  connector: Connector;
  signal: AbortSignal;
  /** Opened once the secrets are known, so that no line can hold one. */
  openLog: (secrets: readonly string[]) => LogWriter;
}

/** Everything a module's work may touch. Throws `settings` when the registration does not allow it. */
export async function makeFlowContext({
  engine,
  integration,
  connector,
  signal,
  openLog,
}: FlowContextOptions): Promise<{
  ctx: FlowContext;
  environments: OpenedEnvironments;
  log: LogWriter;
  secrets: readonly string[];
}> {
  const { db } = engine.database;
  const { id: organizationId, name, timeZone } = integration.organization;
  const of = { organizationId, integrationId: integration.id };
  const loaded = await loadSettings(db, {
    specs: connector.settings,
    ...of,
    branchIds: [],
    keys: engine.keys,
  });
  const secrets = [...loaded.secrets];
  let log: LogWriter | null = null;
  const write: FlowContext["log"] = (level, text, details) => log?.write(level, text, details);
  const environments = await openEnvironments({
    engine,
    organization: integration.organization,
    integrationId: integration.id,
    log: write,
    secrets,
    signal,
  });
  log = openLog(secrets);
  const ctx: FlowContext = {
    organization: { id: organizationId, name, timeZone },
    integrationId: integration.id,
    settings: loaded.settings,
    db,
    environments,
    log: write,
    signal,
    now: engine.now,
    startRun: (tx, request) =>
      startRun(tx, { ...of, ...request, origin: "partner", requestedName: connector.name }),
  };
  return { ctx, environments, log, secrets };
}
