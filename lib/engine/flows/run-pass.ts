import { pauseEnvironment } from "@/db/queries/flows/environments-for-engine.ts";
import type { EngineIntegration } from "@/db/queries/integrations/integrations-for-engine.ts";
import { type TaskRow, updateTask } from "@/db/queries/tasks/tasks.ts";
import type { Connector, Operation } from "@/lib/connectors/define.ts";
import { kindOf, PartnerError } from "@/lib/core/errors.ts";
import { inFence } from "../attempt.ts";
import type { Engine } from "../engine.ts";
import type { LogWriter } from "../log-writer.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { makeFlowContext } from "./make-flow-context.ts";

interface PassOptions {
  engine: Engine;
  task: TaskRow;
  integration: EngineIntegration;
  connector: Connector;
  operation: Operation;
  signal: AbortSignal;
  openLog: (secrets: readonly string[]) => LogWriter;
}

/** A scheduled look over everything, as an ordinary task: it has no files, its records are what was looked at. */
export async function runPass(options: PassOptions): Promise<void> {
  const { engine, task, integration, connector, operation } = options;
  const pass = engine.flowModules.find((flowModule) => flowModule.connector === connector.id)
    ?.passes[task.operation];
  if (!pass)
    throw new PartnerError("settings", "Este tipo de integração não está mais disponível.");
  const { ctx, environments, log } = await makeFlowContext(options);
  log.write("info", `Tarefa ${task.id} iniciada: ${operation.label}.`);
  try {
    const records = await pass({ ...ctx, taskId: task.id });
    await inFence({ engine, task }, (tx) =>
      updateTask(tx, task, {
        status: "done",
        failureKind: null,
        failureReason: null,
        records,
        nextTryAt: null,
        finishedAt: engine.now(),
      }),
    );
    log.write(
      "info",
      `Tarefa ${task.id} concluída: ${formatCount(records, "conferência", "conferências")}.`,
    );
  } catch (error) {
    const culprit = environments.lastCalled();
    if (kindOf(error) !== "auth" || !culprit) throw error;
    // One system's credentials were refused: it stands still, the integration and its other systems do not.
    const sentence = `“${culprit.name}” recusou as credenciais. Confira o acesso em Tokens e libere o ambiente.`;
    await inFence({ engine, task }, (tx) =>
      pauseEnvironment(tx, integration.organization.id, culprit.id, engine.now(), sentence),
    );
    throw new PartnerError("settings", sentence, { cause: error });
  }
}
