import { findLastFile } from "@/db/queries/tasks/last-file.ts";
import { findAccepted, sumAccepted } from "@/db/queries/tasks/ledger.ts";
import {
  type EngineIntegration,
  listIntegrationBranches,
} from "@/db/queries/integrations/integrations-for-engine.ts";
import type { TaskRow } from "@/db/queries/tasks/tasks.ts";
import type { Connector, TaskContext } from "@/lib/connectors/define.ts";
import { PartnerError } from "@/lib/core/errors.ts";
import type { Branch } from "@/lib/core/movement.ts";
import type { Refused } from "./attempt.ts";
import { createConnectorState } from "./connector-state.ts";
import { DayReads } from "./day-reads.ts";
import { EchoMask } from "./echo-mask.ts";
import type { Engine } from "./engine.ts";
import { loadSettings } from "./load-settings.ts";
import type { LogWriter } from "./log-writer.ts";
import { makeTransports } from "./make-transports.ts";
import { createMovementReader } from "./read-movements.ts";
import { reserveMoment } from "./reserve-moment.ts";

interface ContextOptions {
  engine: Engine;
  task: TaskRow;
  integration: EngineIntegration;
  connector: Connector;
  /** Opened once the secrets are known, so that no line can hold one. */
  openLog: (secrets: readonly string[]) => LogWriter;
  signal: AbortSignal;
  refuse: (refused: Refused) => void;
  /** Absent where the task cannot end: a confirmation has nothing to add. */
  notify?: (sentence: string) => void;
  /** A confirmation writes after the task left *Pendente*. */
  anyStatus?: boolean;
}

/** Everything a connector may touch in one attempt. Throws `settings` when the registration does not allow a run. */
export async function makeContext(options: ContextOptions): Promise<{
  ctx: TaskContext<string>;
  log: LogWriter;
  secrets: readonly string[];
  echo: EchoMask;
  reads: DayReads;
}> {
  const { engine, task, integration, connector, signal } = options;
  const { db } = engine.database;
  const { organizationId, integrationId } = task;
  const branches = await chooseBranches(options);
  const { settings, secrets } = await loadSettings(db, {
    specs: connector.settings,
    organizationId,
    integrationId,
    branchIds: branches.map(({ id }) => id),
    keys: engine.keys,
  });
  const log = options.openLog(secrets);
  const echo = new EchoMask();
  const reads = new DayReads();
  const write: LogWriter["write"] = (level, text, details) =>
    log.write(level, echo.say(text), echo.quoteDetails(details));
  const { id, name, timeZone } = integration.organization;
  const resend = task.parameters.resend ?? false;
  const ctx: TaskContext<string> = {
    organization: { id, name, timeZone },
    integrationId,
    settings,
    branches,
    ...makeTransports({
      db,
      organizationId,
      budgetKey: connector.id,
      budget: connector.budget,
      log: write,
      secrets,
      signal,
      allowPrivate: engine.allowPrivate,
    }),
    log: write,
    signal,
    now: engine.now,
    task: {
      id: task.id,
      generation: task.generation,
      startedAt: task.generationStartedAt ?? engine.now(),
      moment: () => reserveMoment({ engine, task, integration }),
      resend,
      register: task.parameters.register ?? null,
    },
    period: task.period,
    movements: createMovementReader(engine.database, organizationId, task.snapshot, signal, reads),
    ledger: {
      accepted: (keys) =>
        resend
          ? Promise.resolve(new Set<string>())
          : findAccepted(db, { organizationId, integrationId, operation: task.operation }, keys),
      totals: (operation, branchId, day) =>
        sumAccepted(db, { organizationId, integrationId, operation }, branchId, day),
      lastFile: (operation, branchId) =>
        findLastFile(db, { organizationId, integrationId, operation }, branchId, task.id),
    },
    state: createConnectorState({ engine, task, anyStatus: options.anyStatus ?? false }),
    refuse: options.refuse,
    notify: options.notify ?? (() => undefined),
  };
  return { ctx, log, secrets, echo, reads };
}

async function chooseBranches({ engine, task }: ContextOptions): Promise<Branch[]> {
  const all = await listIntegrationBranches(
    engine.database.db,
    task.organizationId,
    task.integrationId,
  );
  const { branchId, branchIds } = task.parameters;
  const named = branchId === undefined ? branchIds : [branchId];
  const chosen = named === undefined ? all : all.filter(({ id }) => named.includes(id));
  if (chosen.length === 0) {
    throw new PartnerError(
      "settings",
      named === undefined
        ? "A integração não tem nenhuma filial ativa selecionada. Selecione ao menos uma em Filiais."
        : branchId === undefined
          ? "As filiais solicitadas não estão mais entre as filiais ativas da integração."
          : "A filial solicitada pelo parceiro não está mais entre as filiais ativas da integração.",
    );
  }
  return chosen;
}
