import { eq } from "drizzle-orm";
import type { OpenDatabase } from "@/db/client.ts";
import { listSteps } from "@/db/queries/flows/steps.ts";
import { ensureSubject, findSubject, type SubjectRow } from "@/db/queries/flows/subjects.ts";
import { environments } from "@/db/schema/environments.ts";
import { decisions } from "@/db/schema/flows.ts";
import { onDemand } from "@/lib/core/schedule.ts";
import type { Engine } from "@/lib/engine/engine.ts";
import { defineFlow, type Step } from "@/lib/engine/flows/define-flow.ts";
import type { EventHandler, FlowModule, Pass } from "@/lib/engine/flows/define-flow-module.ts";
import { environmentPlace } from "@/lib/engine/flows/open-environments.ts";
import { runFlow } from "@/lib/engine/flows/run-flow.ts";
import { startRun } from "@/lib/engine/flows/start-run.ts";
import { encryptSecret } from "@/lib/secrets.ts";
import {
  createIntegration,
  type EngineFixture,
  fakeConnector,
  makeEngine,
  readTask,
} from "./engine-fixture.ts";

export const FLOW_KEYS = [{ id: "k1", key: Buffer.alloc(32, 1) }];
const never = new AbortController().signal;

/** A connector whose one operation, `carry`, follows a flow that the test makes. */
export const flowConnector = fakeConnector(
  {},
  {
    id: "flow",
    operations: {
      carry: {
        label: "Transferência",
        schedule: onDemand(),
        period: { firstDaysBack: 0, lastDaysBack: 0 },
        flow: "subject",
      },
    },
  },
);

const noEvents: EventHandler = { keyOf: () => null, handle: async () => "" };

/** The module of {@link flowConnector}. */
export function flowModule(
  steps: readonly Step[],
  more: { passes?: Record<string, Pass>; events?: EventHandler } = {},
): FlowModule {
  return {
    connector: "flow",
    flows: { carry: defineFlow({ label: "Transferência", steps }) },
    passes: more.passes ?? {},
    events: more.events ?? noEvents,
  };
}

/** A step that does what the test says. */
export function step(name: string, run: Step["run"], more: Partial<Step> = {}): Step {
  return { name, label: `Etapa ${name}`, system: "terminal", run, ...more };
}

/** An environment of an integration, with its secret sealed. */
export async function addEnvironment(
  database: OpenDatabase,
  of: EngineFixture,
  values: Partial<typeof environments.$inferInsert> & {
    code: string;
    baseUrl: string;
    plainSecret?: string;
  },
): Promise<number> {
  const { plainSecret = "token-do-ambiente", ...columns } = values;
  const secret = encryptSecret(
    FLOW_KEYS,
    environmentPlace(of.organizationId, of.integrationId, values.code),
    plainSecret,
  );
  const [row] = await database.db
    .insert(environments)
    .values({
      organizationId: of.organizationId,
      integrationId: of.integrationId,
      kind: "cv",
      name: `Ambiente ${values.code}`,
      secret,
      ...columns,
    })
    .returning({ id: environments.id });
  return row!.id;
}

/** Runs of flows without a queue: each call is one attempt. */
export async function createFlowRuns(database: OpenDatabase) {
  const of = await createIntegration(database, flowConnector);
  let serial = 0;
  const subject = async (key = String(++serial)): Promise<SubjectRow> =>
    (
      await ensureSubject(database.db, {
        organizationId: of.organizationId,
        integrationId: of.integrationId,
        kind: "reservation",
        key,
      })
    ).subject;
  const start = (subjectId: number, flow = "carry") =>
    startRun(database.db, { ...of, subjectId, flow, origin: "partner", requestedName: "CV" });
  return {
    of,
    subject,
    start,
    /** One attempt; without `taskId` a new subject is started. */
    attempt: async (
      steps: readonly Step[],
      taskId: number,
      more: Partial<Engine> = {},
      signal = never,
    ) => {
      const engine = await makeEngine(database, [flowConnector], {
        flowModules: [flowModule(steps)],
        keys: FLOW_KEYS,
        ...more,
      });
      const { generation } = await readTask(database, of.organizationId, taskId);
      await runFlow(engine, { organizationId: of.organizationId, taskId, generation }, signal);
    },
    state: async (subjectId: number) =>
      (await findSubject(database.db, of.organizationId, subjectId))!,
    task: (taskId: number) => readTask(database, of.organizationId, taskId),
    journal: async (subjectId: number, flow = "carry") =>
      (await listSteps(database.db, of.organizationId, subjectId, flow)).map(
        (row) => `${row.name}${row.item && `[${row.item}]`} ${row.status}`,
      ),
    rows: (subjectId: number, flow = "carry") =>
      listSteps(database.db, of.organizationId, subjectId, flow),
    decisions: (subjectId: number) =>
      database.db.select().from(decisions).where(eq(decisions.subjectId, subjectId)),
  };
}
