import {
  type EventRow,
  finishEvents,
  listWaitingEvents,
  postponeEvents,
  claimEvents,
} from "@/db/queries/events/events.ts";
import { pauseEnvironment } from "@/db/queries/flows/environments-for-engine.ts";
import {
  type EngineIntegration,
  findEngineIntegration,
} from "@/db/queries/integrations/integrations-for-engine.ts";
import { cleanText } from "@/lib/core/clean-text.ts";
import { isTemporary } from "@/lib/core/errors.ts";
import { describeDefect } from "../describe-failure.ts";
import { type Engine, findConnectorOf } from "../engine.ts";
import { type LogWriter, openLogWriter } from "../log-writer.ts";
import { SealedSecretError } from "../open-sealed.ts";
import { enqueue } from "../queue.ts";
import { type EventsJob, groupOfEvents, HANDLE_EVENTS } from "../queues.ts";
import type { FlowModule } from "./define-flow-module.ts";
import type { FlowContext } from "./flow-context.ts";
import { explainFailure } from "./explain-failure.ts";
import { makeFlowContext } from "./make-flow-context.ts";
import { type OpenedEnvironments, PausedEnvironmentError } from "./open-environments.ts";
import { delayBefore } from "./retry-delay.ts";
import { sortEvents, type Taken } from "./sort-events.ts";

const PAGE = 200;
/** A message whose handling fails this often, or dies with its process this often, is given up with a reason. */
const MOST_ATTEMPTS = 8;
/** While the integration is off, or a system it needs stands still. */
const OFF_MINUTES = 10;

interface Round {
  engine: Engine;
  of: EventsJob;
  flowModule: FlowModule;
  ctx: FlowContext;
  environments: OpenedEnvironments;
  log: LogWriter;
  secrets: readonly string[];
}

/**
 * Takes up what partners told an integration, in the order of arrival. Messages about one subject are one
 * piece of work: the truth is read from the partner anyway. What is not settled stays in the database and
 * comes again; nothing depends on this process living on.
 */
export async function handleEvents(
  engine: Engine,
  job: EventsJob,
  signal: AbortSignal,
): Promise<void> {
  const { db } = engine.database;
  const of: EventsJob = { organizationId: job.organizationId, integrationId: job.integrationId };
  const integration = await findEngineIntegration(db, of.organizationId, of.integrationId);
  const first = await listWaitingEvents(db, of, engine.now(), PAGE);
  if (!integration || first.length === 0) return;
  const flowModule = engine.flowModules.find(
    ({ connector }) => connector === integration.connectorId,
  );
  const connector = findConnectorOf(engine, integration.connectorId);
  if (!flowModule || !connector)
    return finishEvents(
      db,
      of,
      first.map(({ id }) => id),
      { outcome: "failed", note: "Este tipo de integração não recebe avisos.", at: engine.now() },
    );
  if (!integration.active || !integration.organization.active)
    return later(engine, of, first, OFF_MINUTES * 60, "A integração está inativa.");
  await workThrough(engine, of, integration, flowModule, connector, first, signal);
}

async function workThrough(
  engine: Engine,
  of: EventsJob,
  integration: EngineIntegration,
  flowModule: FlowModule,
  connector: Parameters<typeof makeFlowContext>[0]["connector"],
  first: EventRow[],
  signal: AbortSignal,
): Promise<void> {
  const { db } = engine.database;
  const openLog = (secrets: readonly string[]) =>
    openLogWriter({ db, ...of, taskId: null, secrets });
  let made: Awaited<ReturnType<typeof makeFlowContext>>;
  try {
    made = await makeFlowContext({ engine, integration, connector, signal, openLog });
  } catch (error) {
    return later(engine, of, first, OFF_MINUTES * 60, explainFailure(error, []).reason);
  }
  try {
    const round: Round = { engine, of, flowModule, ...made };
    for (
      let page = first;
      page.length > 0;
      page = await listWaitingEvents(db, of, engine.now(), PAGE)
    ) {
      for (const group of await sortEvents(round, page)) {
        signal.throwIfAborted();
        if (engine.draining.aborted)
          return await enqueue(db, HANDLE_EVENTS, of, { group: groupOfEvents(of) });
        await handleGroup(round, group);
      }
    }
  } finally {
    await made.log.close();
  }
}

async function handleGroup(round: Round, group: Taken): Promise<void> {
  const { engine, of, flowModule, ctx } = round;
  const { db } = engine.database;
  const ids = group.events.map(({ id }) => id);
  const attempts = Math.min(...group.events.map((event) => event.attempts)) + 1;
  // A message that took its process down with it again and again must not hold up the others for ever.
  if (attempts > MOST_ATTEMPTS)
    return finishEvents(db, of, ids, {
      outcome: "failed",
      note: "O processamento foi interrompido repetidas vezes e não será mais tentado.",
      at: engine.now(),
    });
  await claimEvents(db, of, group.events, cleanText(group.key, 200));
  try {
    const note = await flowModule.events.handle(ctx, group);
    await finishEvents(db, of, ids, {
      outcome: "done",
      note: cleanText(note, 1_000),
      at: engine.now(),
    });
  } catch (error) {
    if (ctx.signal.aborted) throw error;
    await handleFailure(round, group, attempts, error);
  }
}

async function handleFailure(
  { engine, of, environments, log, secrets }: Round,
  { events, key }: Taken,
  attempts: number,
  error: unknown,
): Promise<void> {
  const { db } = engine.database;
  const { kind, reason } = explainFailure(error, secrets);
  // These are waited for however long it takes: nothing about the message itself is wrong.
  if (error instanceof PausedEnvironmentError || error instanceof SealedSecretError)
    return later(engine, of, events, OFF_MINUTES * 60, reason);
  const culprit = environments.lastCalled();
  if (kind === "auth" && culprit) {
    const sentence = `“${culprit.name}” recusou as credenciais. Confira o acesso em Tokens e libere o ambiente.`;
    await pauseEnvironment(db, of.organizationId, culprit.id, engine.now(), sentence);
    log.write("warn", sentence);
    return later(engine, of, events, OFF_MINUTES * 60, sentence);
  }
  if (kind === "internal")
    log.write("error", `Aviso sobre ${key}: ${reason}`, describeDefect(error));
  const delay =
    isTemporary(kind) || kind === "internal"
      ? delayBefore({ ...engine.retry, internal: engine.retry.temporary }, kind, attempts, error)
      : null;
  if (delay !== null && attempts < MOST_ATTEMPTS) return later(engine, of, events, delay, reason);
  log.write("error", `Aviso sobre ${key} sem tratamento: ${reason}`);
  await finishEvents(
    db,
    of,
    events.map(({ id }) => id),
    { outcome: "failed", note: reason, at: engine.now() },
  );
}

/** They stay where they are, and a job comes for them. */
async function later(
  engine: Engine,
  of: EventsJob,
  events: readonly EventRow[],
  seconds: number,
  note: string,
): Promise<void> {
  const until = new Date(engine.now().getTime() + seconds * 1000);
  await engine.database.db.transaction(async (tx) => {
    await postponeEvents(
      tx,
      of,
      events.map(({ id }) => id),
      until,
      note,
    );
    await enqueue(tx, HANDLE_EVENTS, of, { group: groupOfEvents(of), startAfter: until });
  });
}
