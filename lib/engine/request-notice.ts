import type { Transaction } from "@/db/client.ts";
import { compareAndSetState } from "@/db/queries/integrations/connector-state.ts";
import { listSettings } from "@/db/queries/integrations/integrations.ts";
import { findEngineIntegration } from "@/db/queries/integrations/integrations-for-engine.ts";
import type { TaskRow } from "@/db/queries/tasks/tasks.ts";
import { formatDay } from "@/lib/core/period.ts";
import { redactText } from "@/lib/core/redact.ts";
import { type Engine, findConnectorOf } from "./engine.ts";
import { enqueue } from "./queue.ts";
import { SEND_NOTICE, type NoticeJob } from "./queues.ts";

/** `failure`: the task ended badly. `summary`: it ended well and the partner's answers deserve a look. */
export type NoticeKind = "failure" | "summary";

/** How long it is remembered that a task was written about: longer than anybody reprocesses one. */
const REMEMBER_MS = 180 * 86_400_000;

type NoticeTask = Pick<TaskRow, "id" | "organizationId" | "integrationId" | "operation" | "period">;

/**
 * Asks for the e-mail about a task, in the transaction that ends it. Only types that notify do so, and only
 * to the address of the registration; at most one of each kind a task, however often it is tried again.
 */
export async function requestNotice(
  tx: Transaction,
  engine: Pick<Engine, "registry" | "now" | "publicUrl">,
  task: NoticeTask,
  kind: NoticeKind,
  sentences: readonly string[],
): Promise<void> {
  const integration = await findEngineIntegration(tx, task.organizationId, task.integrationId);
  const connector = integration && findConnectorOf(engine, integration.connectorId);
  if (!integration || !connector?.notify) return;
  const rows = await listSettings(tx, task);
  const to = rows
    .find(({ key, branchId }) => key === connector.notify && branchId === 0)
    ?.value?.trim();
  if (!to) return;
  const now = engine.now();
  const scope = { organizationId: task.organizationId, integrationId: task.integrationId, now };
  if (
    !(await compareAndSetState(
      tx,
      scope,
      `aviso:${task.id}:${kind}`,
      null,
      now.toISOString(),
      new Date(now.getTime() + REMEMBER_MS),
    ))
  )
    return;
  const { first, last } = task.period;
  const days = first === last ? formatDay(first) : `${formatDay(first)} a ${formatDay(last)}`;
  const work = connector.operations[task.operation]?.label ?? task.operation;
  const text = [
    kind === "failure"
      ? `A tarefa ${task.id} terminou com falha.`
      : `A tarefa ${task.id} recebeu respostas que precisam de conferência.`,
    "",
    `Cliente: ${integration.organization.name}`,
    `Integração: ${integration.description} (${connector.name})`,
    `Operação: ${work}`,
    `Movimento: ${days}`,
    "",
    // Partners' own words are in here: what is personal in them stays behind.
    ...sentences.map((sentence) => redactText(sentence)),
    "",
    engine.publicUrl
      ? `Detalhes: ${engine.publicUrl}/integracoes/${task.integrationId}/tarefas?tarefa=${task.id}`
      : "Os detalhes estão na tela da integração.",
    "",
    "Mensagem automática do Enlace. O endereço é configurado no cadastro da integração.",
  ].join("\n");
  const subject = `[Enlace] ${kind === "failure" ? "Falha" : "Conferência"} em ${integration.description}: tarefa ${task.id}`;
  const job: NoticeJob = {
    organizationId: task.organizationId,
    integrationId: task.integrationId,
    taskId: task.id,
    to,
    subject,
    text,
  };
  await enqueue(tx, SEND_NOTICE, job);
}
