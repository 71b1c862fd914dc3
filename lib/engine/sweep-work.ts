import { setTimeout as wait } from "node:timers/promises";
import type { Transaction } from "@/db/client.ts";
import {
  claimSweep,
  type FarSchedule,
  findImportsWithoutJob,
  findTasksWithoutJob,
  findUnaskedTasks,
  listFarSchedules,
  pullSchedule,
} from "@/db/queries/tasks/lost-jobs.ts";
import { readPlainSettings } from "@/db/queries/integrations/integrations-for-engine.ts";
import { formatInstant } from "@/lib/core/period.ts";
import { fitSchedule, nextRun, settingOfSchedule } from "@/lib/core/schedule.ts";
import { accountDueDays } from "./account-due-days.ts";
import { type Engine, findConnectorOf } from "./engine.ts";
import { enqueueConfirmation } from "./enqueue-confirmation.ts";
import { enqueueLostTask } from "./enqueue-lost-task.ts";
import { openLogWriter } from "./log-writer.ts";
import { planMissingSchedules } from "./plan-missing-schedules.ts";
import { enqueue } from "./queue.ts";
import { CONFIRM_TASK, LOST_TASK, RUN_FLOW, RUN_IMPORT, RUN_TASK } from "./queues.ts";
import { beat } from "./recognize-copy.ts";
import { sendLateDays } from "./send-late-days.ts";

const EVERY_MS = 60_000;

/** What a sweep put right, to be said in an integration's log. */
interface Mended {
  organizationId: number;
  integrationId: number;
  taskId: number | null;
  text: string;
}

/** Reconciles tasks, schedules and jobs every minute until `signal` aborts. */
export async function sweepEveryMinute(
  engine: Engine,
  signal: AbortSignal,
  report: (error: unknown) => void,
): Promise<void> {
  for (;;) {
    await wait(EVERY_MS, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    await beat(engine.database.db, engine.store).catch(report);
    if (!(engine.mayDecide?.() ?? true)) continue;
    await sweepWork(engine, report).catch(report);
  }
}

/**
 * One sweep. Task and job are written together, so that nothing of this should ever be found; what is
 * (a queue that was emptied by hand, a restored table, a machine whose clock was wrong) would wait for
 * ever otherwise, and hold its period. Returns how much was put right.
 */
export async function sweepWork(
  engine: Engine,
  report: (error: unknown) => void = () => undefined,
): Promise<number> {
  const mended: Mended[] = [];
  let imports = 0;
  await engine.database.db.transaction(async (tx) => {
    if (!(await claimSweep(tx))) return;
    // Each alone: one row that cannot be mended must not keep the others waiting.
    const alone = async <Row>(
      rows: readonly Row[],
      mend: (tx: Transaction, row: Row) => unknown,
    ) => {
      for (const row of rows) {
        try {
          await tx.transaction(async (inner) => mend(inner, row));
        } catch (error) {
          report(error);
        }
      }
    };
    await alone(
      await findTasksWithoutJob(tx, [RUN_TASK, RUN_FLOW, LOST_TASK]),
      async (one, row) => {
        await enqueueLostTask(one, row);
        mended.push({
          ...row,
          taskId: row.id,
          text: `A tarefa ${row.id} estava pendente sem trabalho na fila e foi posta na fila novamente.`,
        });
      },
    );
    await alone(await findUnaskedTasks(tx, CONFIRM_TASK), async (one, row) => {
      await enqueueConfirmation(one, row);
      mended.push({
        ...row,
        taskId: row.id,
        text: `A confirmação da tarefa ${row.id} não estava na fila e foi posta na fila novamente.`,
      });
    });
    await alone(await findImportsWithoutJob(tx, RUN_IMPORT), async (one, row) => {
      await enqueue(one, RUN_IMPORT, row, { group: `imports:${row.organizationId}` });
      imports += 1;
    });
    await alone(await listFarSchedules(tx, engine.now()), async (one, row) => {
      const to = await pullBack(engine, one, row);
      if (to)
        mended.push({
          ...row,
          taskId: null,
          text: `A próxima execução agendada estava longe demais e foi trazida para ${formatInstant(to, row.timeZone)}.`,
        });
    });
  });
  await accountDueDays(engine.database.db, engine.registry, engine.now(), report);
  await sendLateDays(engine.database.db, engine.registry, engine.now(), report);
  for (const one of await planMissingSchedules(
    engine.database.db,
    engine.registry,
    engine.now(),
    report,
  ))
    mended.push({
      ...one,
      taskId: null,
      text: "Um horário de execução não estava planejado e foi incluído.",
    });
  for (const one of mended) await say(engine, one);
  return mended.length + imports;
}

/** No rule plans further than its second slot from now: what stands later was planned by a wrong clock. */
async function pullBack(engine: Engine, tx: Transaction, row: FarSchedule): Promise<Date | null> {
  const rule = findConnectorOf(engine, row.connectorId)?.operations[row.operation]?.schedule;
  if (!rule || rule.kind === "demand") return null;
  const own = await readPlainSettings(
    tx,
    row.organizationId,
    row.integrationId,
    settingOfSchedule(rule),
  );
  const fitted = fitSchedule(rule, own);
  const after = (from: Date) => nextRun(fitted, row.intervalMinutes, from, row.timeZone);
  const next = after(engine.now());
  if (row.nextRunAt <= after(next)) return null;
  return (await pullSchedule(tx, row, next)) ? next : null;
}

async function say(engine: Engine, { text, ...scope }: Mended): Promise<void> {
  const { organizationId, integrationId, taskId } = scope;
  const log = openLogWriter({ db: engine.database.db, organizationId, integrationId, taskId });
  log.write("warn", text);
  await log.close();
}
