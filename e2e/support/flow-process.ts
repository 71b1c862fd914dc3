import { openDatabase } from "@/db/client.ts";
import { openFileStore } from "@/lib/engine/file-store.ts";
import { runFlow } from "@/lib/engine/flows/run-flow.ts";
import type { TaskJob } from "@/lib/engine/queues.ts";
import { multiCv } from "@/lib/multi-cv/connector.ts";
import { multiCvModule } from "@/lib/multi-cv/flow-module.ts";
import { makeEngine } from "./engine-fixture.ts";
import { FLOW_KEYS } from "./flow-runs.ts";

/** A process that makes one attempt at a run for each message it is sent, and can be killed at any point of it. */
const database = openDatabase(process.env.DATABASE_URL ?? "", { max: 4 });
const store = await openFileStore({
  FILES_DIR: process.env.FILES_DIR ?? "",
  S3_REGION: "us-east-1",
});
const engine = await makeEngine(database, [multiCv], {
  flowModules: [multiCvModule],
  keys: FLOW_KEYS,
  store,
});
const never = new AbortController().signal;

process.on("message", (job: TaskJob) => {
  void runFlow(engine, job, never).then(
    () => process.send?.("ended"),
    (error: unknown) =>
      process.send?.(
        `failed: ${error instanceof Error ? `${error.name} ${error.message}` : typeof error}`,
      ),
  );
});
process.send?.("ready");
