import type { OpenDatabase } from "@/db/client.ts";
import type { Operation } from "@/lib/connectors/define.ts";
import type { Engine } from "@/lib/engine/engine.ts";
import { RUN_TASK } from "@/lib/engine/queues.ts";
import { reprocessTask } from "@/lib/engine/reprocess-task.ts";
import { requestTask } from "@/lib/engine/request-task.ts";
import { runTask } from "@/lib/engine/run-task.ts";
import {
  createIntegration,
  type EngineFixture,
  fakeConnector,
  makeEngine,
  readJobs,
  readTask,
  textFile,
} from "./engine-fixture.ts";

export const fileNames = ["a.txt", "b.txt", "c.txt"];
/** Three files of two lines. */
export const threeFiles: Operation["prepare"] = async function* () {
  for (const name of fileNames) yield textFile(name, ["1", "2"]);
};

const never = new AbortController().signal;

/** Runs of one integration's tasks, attempt by attempt, with a partner that is new at each. */
export async function createTaskRuns(database: OpenDatabase) {
  const fixture: EngineFixture = await createIntegration(database, fakeConnector({}));
  const { organizationId } = fixture;
  // What one attempt stores the next one finds.
  const { store } = await makeEngine(database, [fakeConnector({})]);
  return {
    fixture,
    store,
    /** A pending task of two days. */
    request: async (parameters = {}): Promise<number> => {
      const result = await requestTask(database.db, {
        ...fixture,
        operation: "sales",
        period: { first: "2026-03-01", last: "2026-03-02" },
        origin: "person",
        requestedName: "Ana",
        parameters,
      });
      if (!("taskId" in result)) throw new Error("in conflict");
      return result.taskId;
    },
    /** One attempt. */
    run: async (
      operation: Partial<Operation>,
      taskId: number,
      more: Partial<Engine> = {},
      job: { generation?: number; tries?: number } = {},
    ): Promise<void> => {
      const engine = await makeEngine(database, [fakeConnector(operation)], { store, ...more });
      await runTask(engine, { organizationId, taskId, generation: 1, ...job }, never);
    },
    task: (taskId: number) => readTask(database, organizationId, taskId),
    /** Jobs that an attempt left for a later one. */
    retries: async (taskId: number) =>
      (await readJobs(database, RUN_TASK)).filter(
        (job) => job.data.taskId === taskId && job.data.tries !== undefined,
      ),
    reprocess: (taskId: number) => reprocessTask(database.db, { organizationId, taskId }),
  };
}
