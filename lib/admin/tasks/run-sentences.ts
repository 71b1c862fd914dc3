import { formatDay, type Period } from "@/lib/core/period.ts";

/** The manual's own sentence for a period that touches a pending task. */
export function overlapSentence(taskId: number): string {
  return `O intervalo informado está em conflito com a tarefa ${taskId}, que ainda está pendente de processamento.`;
}

/** "01/10/2026 a 31/10/2026", or the one day. */
export function formatPeriod(period: Period): string {
  return period.first === period.last
    ? formatDay(period.first)
    : `${formatDay(period.first)} a ${formatDay(period.last)}`;
}
