import { and, asc, eq, isNotNull } from "drizzle-orm";
import type { OpenDatabase } from "@/db/client.ts";
import { findEngineIntegration } from "@/db/queries/integrations/integrations-for-engine.ts";
import { brakes, decisions, reservations, steps, subjects } from "@/db/schema/flows.ts";
import { integrationSettings } from "@/db/schema/integrations.ts";
import { tasks } from "@/db/schema/tasks.ts";
import type { Sandbox } from "../sandbox/start-sandbox.ts";
import { releaseEnvironment, releaseHeld } from "@/lib/engine/flows/release-held.ts";
import { repeatStep } from "@/lib/engine/flows/repeat-steps.ts";
import { makeFlowContext } from "@/lib/engine/flows/make-flow-context.ts";
import { runFlow } from "@/lib/engine/flows/run-flow.ts";
import { multiCv } from "@/lib/multi-cv/connector.ts";
import { multiCvModule } from "@/lib/multi-cv/flow-module.ts";
import { resolveDecision } from "@/lib/multi-cv/resolve-decision.ts";
import { ensureReservationSubject, startTransfer } from "@/lib/multi-cv/start-flows.ts";
import { createIntegration, makeEngine } from "./engine-fixture.ts";
import { FLOW_KEYS } from "./flow-runs.ts";
import { seedMultiCv } from "./multi-cv-group.ts";

const never = () => new AbortController().signal;
const MOST_ROUNDS = 60;

/**
 * A group of CV environments and Sienge on the stand-ins, with an engine whose time is the test's:
 * nothing waits for real. `settings` are the terminals', `values` the integration's.
 */
export async function openGroup(
  database: OpenDatabase,
  sandbox: Sandbox,
  settings: Record<string, unknown> = {},
  values: Record<string, string> = {},
) {
  for (const tenant of Object.values(sandbox.partners.cv.tenants)) tenant.quirks.ratePerMinute = 0;
  sandbox.partners.sienge.quirks.ratePerMinute = 0;
  const of = await createIntegration(database, multiCv);
  for (const [key, value] of Object.entries(values))
    await database.db
      .insert(integrationSettings)
      .values({ organizationId: of.organizationId, integrationId: of.integrationId, key, value });
  const environments = await seedMultiCv(database, sandbox, of, {
    callsPerMinute: 1_000_000,
    settings,
  });
  let clock = Date.now();
  const engine = await makeEngine(database, [multiCv], {
    flowModules: [multiCvModule],
    keys: FLOW_KEYS,
    now: () => new Date(clock),
  });
  const { db } = database;
  const mine = eq(tasks.integrationId, of.integrationId);

  const context = async () => {
    const integration = await findEngineIntegration(db, of.organizationId, of.integrationId);
    if (!integration) throw new Error("no integration");
    const lines: string[] = [];
    const log = {
      write: (_level: string, text: string) => void lines.push(text),
      close: async () => undefined,
    };
    return {
      ...(await makeFlowContext({
        engine,
        integration,
        connector: multiCv,
        signal: never(),
        openLog: () => log as never,
      })),
      lines,
    };
  };
  const pending = () =>
    db
      .select()
      .from(tasks)
      .where(and(mine, eq(tasks.status, "pending"), isNotNull(tasks.subjectId)))
      .orderBy(asc(tasks.id));

  return {
    of,
    environments,
    engine,
    context,
    now: () => new Date(clock),
    advance: (seconds: number) => void (clock += seconds * 1000),
    /** Runs what is due, and with `wait` moves the clock on to what is due later, until nothing is left to do. */
    settle: async ({ wait = true }: { wait?: boolean } = {}) => {
      for (let round = 0; round < MOST_ROUNDS; round++) {
        const rows = await pending();
        const held = new Set(
          (
            await db
              .select({ id: subjects.id })
              .from(subjects)
              .where(and(eq(subjects.integrationId, of.integrationId), eq(subjects.state, "held")))
          ).map(({ id }) => id),
        );
        const live = rows.filter(({ subjectId }) => !held.has(subjectId ?? 0));
        const due = live.filter(
          ({ nextTryAt }) => nextTryAt === null || nextTryAt.getTime() <= clock,
        );
        if (due.length === 0) {
          const next = Math.min(...live.map(({ nextTryAt }) => nextTryAt?.getTime() ?? Infinity));
          if (!wait || next === Infinity) return;
          clock = Math.max(clock, next);
          continue;
        }
        for (const { id, generation } of due)
          await runFlow(
            engine,
            { organizationId: of.organizationId, taskId: id, generation },
            never(),
          );
      }
      throw new Error("the flows do not come to rest");
    },
    /** A message of the CV or of Sienge, as the handler gets it. */
    tell: async (source: string, body: object, name = "") => {
      const event = {
        id: 1,
        source,
        name,
        contentType: "application/json",
        raw: Buffer.from(JSON.stringify(body)),
        receivedAt: new Date(clock),
      };
      const key = multiCvModule.events.keyOf(event);
      if (key === null) return null;
      const { ctx } = await context();
      return multiCvModule.events.handle(ctx, {
        key,
        source,
        events: [event],
        announcedAt: event.receivedAt,
      });
    },
    /** The transfer asked for, whatever a message would have found. */
    begin: async (hubId: number) => {
      const { ctx } = await context();
      await db.transaction(async (tx) => {
        const { subject } = await ensureReservationSubject(tx, of, String(hubId), new Date(clock));
        await startTransfer(tx, { ...of, start: ctx.startRun }, subject);
      });
    },
    /** "Repetir etapa". */
    repeat: async (hubId: number, step: string, flow = "transfer") => {
      const [subject] = await db
        .select({ id: subjects.id })
        .from(subjects)
        .where(and(eq(subjects.integrationId, of.integrationId), eq(subjects.key, String(hubId))));
      return repeatStep(db, {
        organizationId: of.organizationId,
        subjectId: subject!.id,
        flow,
        step,
        requestedBy: null,
        requestedName: "Ana",
      });
    },
    /** A person's answer. */
    decide: (decisionId: number, choice: string) =>
      resolveDecision(db, {
        organizationId: of.organizationId,
        decisionId,
        choice,
        person: { id: null, name: "Ana" },
        now: new Date(clock),
        askAgainHours: 24,
      }),
    /** "Liberar cancelamentos". */
    releaseBrake: async () => {
      await db
        .update(brakes)
        .set({ releasedAt: new Date(clock), releasedBy: "Ana" })
        .where(eq(brakes.integrationId, of.integrationId));
      await releaseHeld(db, of);
    },
    /** A paused environment works again. */
    release: (code: keyof typeof environments) =>
      releaseEnvironment(db, { ...of, environmentId: environments[code] }),
    pass: async (name: "sweep" | "full") => {
      const made = await context();
      return multiCvModule.passes[name]!({ ...made.ctx, taskId: 0 });
    },
    /** How a reservation of the Hub stands. */
    read: async (hubId: number) => {
      const [row] = await db
        .select({ reservation: reservations, subject: subjects })
        .from(reservations)
        .innerJoin(subjects, eq(subjects.id, reservations.subjectId))
        .where(
          and(
            eq(reservations.integrationId, of.integrationId),
            eq(reservations.hubReservationId, String(hubId)),
          ),
        );
      if (!row) throw new Error(`no reservation ${hubId}`);
      return row;
    },
    journal: async (hubId: number) => {
      const rows = await db
        .select()
        .from(steps)
        .innerJoin(subjects, eq(subjects.id, steps.subjectId))
        .where(and(eq(steps.integrationId, of.integrationId), eq(subjects.key, String(hubId))))
        .orderBy(asc(steps.flow), asc(steps.position), asc(steps.id));
      return rows.map(({ steps: row }) => row);
    },
    decisions: () =>
      db
        .select()
        .from(decisions)
        .where(eq(decisions.integrationId, of.integrationId))
        .orderBy(asc(decisions.id)),
  };
}

export type Group = Awaited<ReturnType<typeof openGroup>>;
