import type { Transaction } from "@/db/client.ts";
import type { IntegrationPlace } from "@/db/queries/integrations/integrations.ts";
import { listRunningTasks, type RunningTaskRow } from "@/db/queries/tasks/running-tasks.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { placeKey } from "@/lib/core/setting-place.ts";
import { cancelTask } from "@/lib/engine/cancel-task.ts";
import { Refusal } from "../define-use-case.ts";
import { formatPeriod } from "../tasks/run-sentences.ts";
import type { CheckedRegistration } from "./check-registration.ts";
import type { IntegrationStateRead } from "./read-state.ts";
import type { RunningChoice } from "./running-choice.ts";

/** What the screen offers to let end or to stop. */
export interface RunningOffer {
  running: Array<{ id: number; sentence: string }>;
}

interface Meeting {
  place: IntegrationPlace;
  before: IntegrationStateRead;
  checked: CheckedRegistration;
  choice: RunningChoice;
  by: string;
}

/**
 * Before a save takes something away that a running task uses (the integration itself, a branch, a
 * setting), the person says whether the task ends as it began or is stopped: files that were not sent
 * are then not sent any more.
 */
export async function meetRunningTasks(
  tx: Transaction,
  { place, before, checked, choice, by }: Meeting,
): Promise<void> {
  if (choice === "finish" || !takesAway(before, checked)) return;
  const running = await listRunningTasks(tx, place);
  if (running.length === 0) return;
  if (choice === "stop") {
    for (const { id } of running)
      await cancelTask(tx, { organizationId: place.organizationId, taskId: id, cancelledBy: by });
    return;
  }
  const { operations } = checked.entry;
  const described = running.map((task) => ({
    id: task.id,
    sentence: describeRunning(task, operations.find(({ name }) => name === task.operation)?.label),
  }));
  throw new Refusal({
    kind: "conflict",
    message: `${described[0]?.sentence ?? ""} Escolha se o envio termina com o cadastro anterior ou é interrompido. Nada foi salvo ainda.`,
    offer: { running: described } satisfies RunningOffer,
  });
}

function takesAway({ snapshot, settings }: IntegrationStateRead, checked: CheckedRegistration) {
  const branches = new Set(checked.fields.branchIds);
  const kept = new Set(checked.settings.map(placeKey));
  return (
    (snapshot.active && !checked.fields.active) ||
    snapshot.branches.some(({ id }) => !branches.has(id)) ||
    settings.some((setting) => !kept.has(placeKey(setting)))
  );
}

function describeRunning({ id, period, made, settled }: RunningTaskRow, label = "Tarefa"): string {
  const files =
    made === 0
      ? "os arquivos ainda estão sendo gerados"
      : `${settled} de ${formatCount(made, "arquivo enviado", "arquivos enviados")}`;
  return `A tarefa ${id} (${label}, ${formatPeriod(period)}) está em andamento: ${files}.`;
}
