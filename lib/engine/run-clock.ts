import { setTimeout as wait } from "node:timers/promises";
import type { Transaction } from "@/db/client.ts";
import {
  type EngineIntegration,
  findEngineIntegration,
  listIntegrationBranches,
  readPlainSettings,
} from "@/db/queries/integrations/integrations-for-engine.ts";
import {
  claimDueSchedule,
  deferSchedule,
  moveSchedule,
  type ScheduleKey,
  type ScheduleRow,
  setIdleReason,
} from "@/db/queries/tasks/schedules.ts";
import type { Operation } from "@/lib/connectors/define.ts";
import { formatInstant } from "@/lib/core/period.ts";
import { dueSlots, fitSchedule, periodOf, settingOfSchedule } from "@/lib/core/schedule.ts";
import { type Engine, findConnectorOf } from "./engine.ts";
import { openLogWriter } from "./log-writer.ts";
import { requestTask } from "./request-task.ts";

const TICK_MS = 1_000;
/** A schedule whose turn failed (the database went away in between) comes again after this. */
const FAULT_PAUSE_MS = 60_000;
/** A schedule that nobody can run is looked at again after this. */
const IDLE_PAUSE_MS = 60 * 60_000;

/** What is said in the integration's log about slots, once the transaction stands. */
type Note = { level: "info" | "warn"; text: string };
interface Turn {
  row: ScheduleRow;
  notes: Note[];
}

/** Looks for due schedules every second until `signal` aborts. Any number of processes may do so. */
export async function runClock(
  engine: Engine,
  signal: AbortSignal,
  report: (error: unknown) => void,
): Promise<void> {
  while (!signal.aborted) {
    try {
      if (engine.mayDecide?.() ?? true) await startDueSchedules(engine, signal, report);
    } catch (error) {
      report(error);
    }
    await wait(TICK_MS, undefined, { signal }).catch(() => undefined);
  }
}

/**
 * Fires everything that is due at `engine.now()`, each schedule at most once a round; returns how many
 * had a turn. One that cannot be moved on stands still alone, and never the clock of all.
 */
export async function startDueSchedules(
  engine: Engine,
  signal?: AbortSignal,
  report: (error: unknown) => void = () => undefined,
): Promise<number> {
  const now = engine.now();
  const stuck: ScheduleKey[] = [];
  const seen = new Map<string, number>();
  for (let count = 0; ; count++) {
    if (signal?.aborted) return count;
    const turn = await fireNext(engine, now, stuck, report);
    if (!turn) return count;
    await writeNotes(engine, turn).catch(report);
    const { row } = turn;
    const name = `${row.organizationId}:${row.integrationId}:${row.operation}`;
    // A long downtime is caught up in several turns, each of which moves it on.
    if (seen.get(name) === row.nextRunAt.getTime() || !Number.isFinite(row.nextRunAt.getTime()))
      stuck.push(row);
    seen.set(name, row.nextRunAt.getTime());
  }
}

/** One schedule a transaction: a fault in one client's registration holds up nobody else's slots. */
async function fireNext(
  engine: Engine,
  now: Date,
  except: readonly ScheduleKey[],
  report: (error: unknown) => void,
): Promise<Turn | null> {
  const { db } = engine.database;
  let taken: ScheduleRow | null = null;
  try {
    return await db.transaction(async (tx) => {
      taken = await claimDueSchedule(tx, now, except);
      return taken && { row: taken, notes: await fire(engine, tx, taken, now) };
    });
  } catch (error) {
    if (!taken) throw error;
    report(error);
    await deferSchedule(db, taken, now, new Date(now.getTime() + FAULT_PAUSE_MS));
    return {
      row: taken,
      notes: [
        {
          level: "warn",
          text: "O agendamento não pôde ser processado agora. Nova tentativa em 1 minuto.",
        },
      ],
    };
  }
}

async function fire(engine: Engine, tx: Transaction, row: ScheduleRow, now: Date): Promise<Note[]> {
  const integration = await findEngineIntegration(tx, row.organizationId, row.integrationId);
  const connector = integration && findConnectorOf(engine, integration.connectorId);
  const operation = connector?.operations[row.operation];
  if (!integration || !operation)
    return idle(
      tx,
      row,
      new Date(now.getTime() + IDLE_PAUSE_MS),
      "este tipo de integração não está mais disponível",
    );
  const { timeZone } = integration.organization;
  const own = await readPlainSettings(
    tx,
    row.organizationId,
    row.integrationId,
    settingOfSchedule(operation.schedule),
  );
  const { slots, next } = dueSlots(
    fitSchedule(operation.schedule, own),
    integration.intervalMinutes,
    row.nextRunAt,
    now,
    timeZone,
    operation.missed ?? "last",
  );
  const obstacle = await findObstacle(tx, integration, operation);
  if (obstacle) return idle(tx, row, next, obstacle);
  const notes: Note[] = [];
  for (const slot of slots) {
    const note = await fireSlot(tx, row, operation, slot, timeZone);
    if (note) notes.push(note);
  }
  if (row.idleReason) await setIdleReason(tx, row, null);
  await moveSchedule(tx, row, next);
  return notes;
}

async function fireSlot(
  tx: Transaction,
  row: ScheduleRow,
  operation: Operation,
  slot: Date,
  timeZone: string,
): Promise<Note | null> {
  const { organizationId, integrationId, operation: name } = row;
  const period = periodOf(operation.period, slot, timeZone);
  const result = await requestTask(tx, {
    organizationId,
    integrationId,
    operation: name,
    period,
    origin: "schedule",
    requestedName: "Sistema",
    scheduledFor: slot,
  });
  if ("taskId" in result || result.sameSlot) return null;
  return {
    level: "warn",
    text: `${operation.label}: horário ${formatInstant(slot, timeZone)} ignorado: a tarefa ${result.conflictWith} ainda está pendente.`,
  };
}

async function findObstacle(
  tx: Transaction,
  integration: EngineIntegration,
  operation: Operation,
): Promise<string | null> {
  if (!integration.organization.active) return "o cliente está inativo";
  if (!integration.active) return "a integração está inativa";
  // A flow looks at its developments, not at branches.
  if (operation.flow) return null;
  const branches = await listIntegrationBranches(tx, integration.organization.id, integration.id);
  return branches.length === 0 ? "nenhuma filial ativa está selecionada" : null;
}

/** Slots pass without a run; the log says so when it begins, not at every slot. */
async function idle(
  tx: Transaction,
  row: ScheduleRow,
  next: Date,
  reason: string,
): Promise<Note[]> {
  await moveSchedule(tx, row, next);
  if (row.idleReason === reason) return [];
  await setIdleReason(tx, row, reason);
  return [{ level: "warn", text: `Execuções agendadas suspensas: ${reason}.` }];
}

async function writeNotes(engine: Engine, { row, notes }: Turn): Promise<void> {
  if (notes.length === 0) return;
  const log = openLogWriter({
    db: engine.database.db,
    organizationId: row.organizationId,
    integrationId: row.integrationId,
    taskId: null,
  });
  for (const { level, text } of notes) log.write(level, text);
  await log.close();
}
