import { PgBoss } from "pg-boss";
import type { Database, OpenDatabase } from "@/db/client.ts";
import { isTaskHeld } from "@/db/queries/restore/restore-holds.ts";
import type { Env } from "@/lib/env.ts";
import type { Connector } from "@/lib/connectors/define.ts";
import { cleanError } from "@/lib/core/clean-error.ts";
import { reportAudit } from "./audit/report-audit.ts";
import { watchAudit } from "./audit/watch-audit.ts";
import { confirmTask } from "./confirm-task.ts";
import { type Engine, RETRY_POLICY, type RetryPolicy } from "./engine.ts";
import { failLostTask } from "./fail-lost-task.ts";
import { followDatabaseClock } from "./follow-database-clock.ts";
import { openFileStore } from "./file-store.ts";
import type { FlowModule } from "./flows/define-flow-module.ts";
import { handleEvents } from "./flows/handle-events.ts";
import { watchEvents } from "./flows/watch-events.ts";
import { runFlow } from "./flows/run-flow.ts";
import { readAllowedHosts } from "./make-transports.ts";
import { type Mail, openMail } from "./mail.ts";
import { QUEUE_LIMITS } from "./queue.ts";
import { makePartitions } from "./partitions.ts";
import { planMissingSchedules } from "./plan-missing-schedules.ts";
import {
  CHECK_AUDIT,
  CONFIRM_TASK,
  type EventsJob,
  HANDLE_EVENTS,
  type ImportJob,
  LOST_TASK,
  type NoticeJob,
  RETENTION,
  RUN_FLOW,
  RUN_IMPORT,
  RUN_TASK,
  SEND_MAIL,
  SEND_NOTICE,
  type TaskJob,
} from "./queues.ts";
import { runRetention } from "./retention.ts";
import { runClock } from "./run-clock.ts";
import { runInTurn } from "./run-in-turn.ts";
import { runTask } from "./run-task.ts";
import { sendNotice } from "./send-notice.ts";
import { sweepEveryMinute } from "./sweep-work.ts";
import { syncCatalogue } from "./sync-catalogue.ts";
import { watchWorkers } from "./watch-workers.ts";

/** Work of other rooms that runs on the engine's queues. */
export interface QueueHandlers {
  [RUN_IMPORT]?: (job: ImportJob, signal: AbortSignal) => Promise<void>;
}

interface EngineOptions {
  registry: readonly Connector[];
  database: OpenDatabase;
  /** Where the nightly housekeeping works, whose statements may be long. */
  upkeep?: OpenDatabase;
  env: Env;
  handlers?: QueueHandlers;
  /** Flows that join several systems: what their modules bring. */
  flows?: readonly FlowModule[];
  retry?: RetryPolicy;
  now?: () => Date;
  /** Told of what went wrong outside any task; never holds data of one. */
  report?: (error: unknown) => void;
}

export interface RunningEngine {
  /** Takes no new work, lets what is being delivered finish for up to ten seconds, and hands the rest on. */
  stop(): Promise<void>;
}

const STOP_PATIENCE_MS = 10_000;
const HEARTBEAT_REFRESH_SECONDS = 3;
/** A client has at most one of them, so that the others wait for one file less. */
const IMPORT_WORKERS = 2;

/** Starts the clock and the workers of this process. Any number of processes may share one database. */
export async function startEngine(options: EngineOptions): Promise<RunningEngine> {
  const { registry, database, upkeep = database, env, report = () => undefined } = options;
  const draining = new AbortController();
  const clockOf = await followDatabaseClock(database.db, draining.signal, report);
  const now = options.now ?? clockOf.now;
  const ending = new AbortController();
  const engine: Engine = {
    database,
    registry,
    flowModules: options.flows ?? [],
    store: await openFileStore(env),
    keys: env.ENLACE_KEYS,
    allowPrivate: readAllowedHosts(env.ALLOWED_PRIVATE_HOSTS),
    retry: options.retry ?? RETRY_POLICY,
    mail: openMail(env),
    publicUrl: (env.AUTH_URL ?? "").replace(/\/+$/, ""),
    now,
    mayDecide: clockOf.isTrusted,
    report,
    draining: draining.signal,
  };
  await makePartitions(database.db, "log_lines", now());
  await makePartitions(database.db, "events", now());
  await syncCatalogue(database.db, registry);
  const boss = await openBoss(database.url, report);
  const work = <Job extends object>(
    queue: string,
    count: number,
    run: (job: Job, signal: AbortSignal) => Promise<void>,
  ) => startWorkers(boss, database.db, queue, count, ending.signal, run);

  // A restored copy sends nothing of its own accord: the task waits, and its release brings a job.
  const unlessHeld = (run: typeof runTask) => async (job: TaskJob, signal: AbortSignal) => {
    if (!(await isTaskHeld(database.db, job.organizationId, job.taskId)))
      await run(engine, job, signal);
  };
  await work<TaskJob>(RUN_TASK, env.ENGINE_WORKERS, unlessHeld(runTask));
  // A run mostly waits for its turn in a partner's minute: more of them than tasks fit into a process.
  await work<TaskJob>(RUN_FLOW, 2 * env.ENGINE_WORKERS, unlessHeld(runFlow));
  await work<EventsJob>(HANDLE_EVENTS, 2, (job, signal) => handleEvents(engine, job, signal));
  await work<TaskJob>(CONFIRM_TASK, 2, (job, signal) => confirmTask(engine, job, signal));
  await work<TaskJob>(LOST_TASK, 1, (job) => failLostTask(engine, job));
  const runImport = options.handlers?.[RUN_IMPORT];
  if (runImport) await work<ImportJob>(RUN_IMPORT, IMPORT_WORKERS, runImport);
  await work<NoticeJob>(SEND_NOTICE, 1, (job) => sendNotice(engine, job));
  // Without a mail server nothing can be told; the audit log has it all the same.
  await work<Mail>(SEND_MAIL, 1, async (job) => engine.mail?.(job));
  await work(
    RETENTION,
    1,
    async (_job, signal) =>
      void (await runRetention({
        db: upkeep.db,
        store: engine.store,
        env,
        now: now(),
        signal,
        report,
      })),
  );
  await boss.schedule(RETENTION, "15 3 * * *", {}, { tz: "America/Sao_Paulo" });
  await work(
    CHECK_AUDIT,
    1,
    async (_job, signal) => void (await reportAudit(engine, env, report, signal)),
  );
  await boss.schedule(CHECK_AUDIT, "45 3 * * *", {}, { tz: "America/Sao_Paulo" });

  const clock = runClock(engine, draining.signal, report);
  const watching = watchEvents(engine, draining.signal, report);
  const sealing = watchAudit(engine, env, draining.signal, report);
  const workers = watchWorkers(
    database.db,
    (queue) => boss.supervise(queue),
    draining.signal,
    report,
  );
  const planning = planMissingSchedules(database.db, registry, now(), report).catch(report);
  const sweeping = sweepEveryMinute(engine, draining.signal, report);
  return {
    stop: async () => {
      draining.abort();
      // What has not ended by then is cut off; its job goes to another process, its files stand as they are.
      const cut = setTimeout(
        () => ending.abort(new DOMException("the process ends", "AbortError")),
        STOP_PATIENCE_MS - 2_000,
      );
      await Promise.all([
        clock,
        watching,
        workers,
        sealing,
        planning,
        sweeping,
        clockOf.ended,
        boss.stop({ graceful: true, timeout: STOP_PATIENCE_MS }),
      ]);
      clearTimeout(cut);
    },
  };
}

async function openBoss(url: string, report: (error: unknown) => void): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString: url,
    max: 6,
    application_name: "enlace-queue",
    migrate: false,
    useListenNotify: true,
    options: QUEUE_LIMITS,
    // Jobs that ran for hours and old ones; those of dead workers are looked for by `watchWorkers`,
    // which must find them elsewhere within 15 s of a heartbeat of 10 s.
    superviseIntervalSeconds: 60,
    monitorIntervalSeconds: 1,
  });
  boss.on("error", report);
  await boss.start();
  return boss;
}

/**
 * Workers that each take one job at a time. The queue's own worker sleeps after every job; woken at its
 * end it looks for the next at once, so that a backlog drains at the speed of the work.
 */
async function startWorkers<Job extends object>(
  boss: PgBoss,
  db: Database,
  queue: string,
  count: number,
  ending: AbortSignal,
  run: (job: Job, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  for (let index = 0; index < count; index++) {
    let id = "";
    const settings = {
      batchSize: 1,
      groupConcurrency: 1,
      pollingIntervalSeconds: 1,
      notifyPollingIntervalSeconds: 1,
      heartbeatRefreshSeconds: HEARTBEAT_REFRESH_SECONDS,
    };
    id = await boss.work<Job>(queue, settings, async ([job]) => {
      if (!job) return;
      try {
        await runInTurn(db, queue, job, () => run(job.data, AbortSignal.any([job.signal, ending])));
      } catch (error) {
        // The queue keeps what a job failed with, word for word.
        throw cleanError(error);
      } finally {
        boss.notifyWorker(id);
      }
    });
  }
}
