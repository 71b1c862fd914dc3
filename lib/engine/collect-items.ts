import { setState } from "@/db/queries/connector-state.ts";
import { saveReceivedItems } from "@/db/queries/received-items.ts";
import type { Collected } from "../connectors/define.ts";
import { type Attempt, inFence, throwIfStopped } from "./attempt.ts";
import { requestTask } from "./request-task.ts";

const BATCH = 200;
type State = Extract<Collected, { type: "state" }>;
type Item = Extract<Collected, { type: "item" }>;
type Run = Extract<Collected, { type: "run" }>;

/** Takes in what the partner has for us; returns how many items came. What comes twice is kept once. */
export async function collectItems(attempt: Attempt): Promise<number> {
  const { task, operation, ctx } = attempt;
  if (!operation.collect) return 0;
  let waiting = new Map<string, Item>();
  let count = 0;
  /** With a state, its value becomes fact together with the items it stands for. */
  const save = async (state?: State) => {
    const items = [...waiting.values()];
    waiting = new Map();
    if (items.length === 0 && !state) return;
    await inFence(attempt, async (tx) => {
      if (items.length > 0) await saveReceivedItems(tx, task, items);
      if (state) await setState(tx, { ...task, now: attempt.engine.now() }, state.key, state.value, null);
    });
  };
  for await (const collected of operation.collect(ctx)) {
    throwIfStopped(attempt);
    if (collected.type === "run") await requestRun(attempt, collected);
    else if (collected.type === "state") await save(collected);
    else {
      count++;
      waiting.set(`${collected.kind}\u0000${collected.key}\u0000${collected.branchId ?? 0}`, collected);
      if (waiting.size === BATCH) await save();
    }
  }
  await save();
  return count;
}

/** The partner asks for records again: a task of its own, which does not consult the account of what was accepted. */
async function requestRun(attempt: Attempt, run: Run): Promise<void> {
  const { task, connector, log } = attempt;
  if (!connector.operations[run.operation]) throw new Error(`the connector asks for an operation it does not have: ${run.operation}`);
  const parameters = { branchId: run.branchId, resend: true, ...(run.register === undefined ? {} : { register: run.register }) };
  const result = await inFence(attempt, (tx) =>
    requestTask(tx, { organizationId: task.organizationId, integrationId: task.integrationId, operation: run.operation, period: run.period, origin: "partner", requestedName: connector.name, parameters }),
  );
  log.write("info", "taskId" in result ? `${run.reason} Tarefa ${result.taskId} criada.` : `${run.reason} A tarefa ${result.conflictWith}, ainda pendente, cobre o mesmo período; o pedido será atendido na próxima consulta.`);
}
