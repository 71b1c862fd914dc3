import { setState } from "@/db/queries/integrations/connector-state.ts";
import { listPreparedRejections } from "@/db/queries/files/files.ts";
import { withdrawReceivedItems } from "@/db/queries/partners/received-items.ts";
import type { Collected } from "@/lib/connectors/define.ts";
import { dayInZone } from "@/lib/core/period.ts";
import { type Attempt, inFence, throwIfStopped } from "./attempt.ts";
import { requestTask } from "./request-task.ts";
import { cleanKept, type Kept, saveCollected } from "./save-collected.ts";
import { saveRefused } from "./save-refused.ts";

const BATCH = 200;
type Of<Type extends Collected["type"]> = Extract<Collected, { type: Type }>;

/** Takes in what the partner has for us; returns how many records came. What comes twice is kept once. */
export async function collectItems(attempt: Attempt): Promise<number> {
  const { task, operation, ctx } = attempt;
  if (!operation.collect) return 0;
  const known = await listPreparedRejections(
    attempt.engine.database.db,
    task.organizationId,
    task.id,
    task.generation,
  );
  let waiting = new Map<string, Kept>();
  let count = 0;
  /** With a state, its value becomes fact together with the records it stands for. */
  const save = async (state?: Of<"state">) => {
    const kept = [...waiting.values()];
    waiting = new Map();
    if (kept.length === 0 && attempt.refused.length === 0 && !state) return;
    await inFence(attempt, async (tx) => {
      await saveCollected(tx, attempt, kept);
      await saveRefused(tx, attempt, known);
      if (state)
        await setState(tx, { ...task, now: attempt.engine.now() }, state.key, state.value, null);
    });
  };
  for await (const collected of operation.collect(ctx)) {
    throwIfStopped(attempt);
    if (collected.type === "run") await requestRun(attempt, collected);
    else if (collected.type === "state") await save(collected);
    else if (collected.type === "listed" || collected.type === "withdrawn") {
      await save();
      await withdraw(attempt, collected);
    } else {
      count++;
      const kept = cleanKept(collected);
      waiting.set(identityOf(kept), kept);
      if (waiting.size === BATCH) await save();
    }
  }
  await save();
  return count;
}

function identityOf(kept: Kept): string {
  if (kept.type === "item") return ["item", kept.kind, kept.key, kept.branchId ?? 0].join("\u0000");
  if (kept.type === "proposal") return ["proposal", kept.productCode].join("\u0000");
  return ["suggestion", kept.returnedOn, kept.zoneCode, kept.productCode].join("\u0000");
}

async function withdraw(
  attempt: Attempt,
  { kind, branchId, ...which }: Of<"listed"> | Of<"withdrawn">,
): Promise<void> {
  const now = attempt.engine.now();
  const key = which.type === "withdrawn" ? which.key : null;
  await inFence(attempt, (tx) =>
    withdrawReceivedItems(
      tx,
      attempt.task,
      { kind, branchId, key },
      now,
      dayInZone(now, attempt.ctx.organization.timeZone),
    ),
  );
}

/** The partner asks for records again: a task of its own, which does not consult the account of what was accepted. */
async function requestRun(attempt: Attempt, run: Of<"run">): Promise<void> {
  const { task, connector, log } = attempt;
  if (!connector.operations[run.operation])
    throw new Error(`the connector asks for an operation it does not have: ${run.operation}`);
  const parameters = {
    branchId: run.branchId,
    resend: true,
    ...(run.register === undefined ? {} : { register: run.register }),
  };
  const result = await inFence(attempt, (tx) =>
    requestTask(tx, {
      organizationId: task.organizationId,
      integrationId: task.integrationId,
      operation: run.operation,
      period: run.period,
      origin: "partner",
      requestedName: connector.name,
      parameters,
    }),
  );
  log.write(
    "info",
    "taskId" in result
      ? `${run.reason} Tarefa ${result.taskId} criada.`
      : `${run.reason} A tarefa ${result.conflictWith}, ainda pendente, cobre o mesmo período. A solicitação será atendida na próxima consulta.`,
  );
}
