import { setTimeout as wait } from "node:timers/promises";
import type { Transaction } from "@/db/client.ts";
import { type FileRow, insertRejections, recordsOf, updateFile } from "@/db/queries/files/files.ts";
import { recordAccepted } from "@/db/queries/tasks/ledger.ts";
import type { TaskRow } from "@/db/queries/tasks/tasks.ts";
import type { Delivered, Operation, Rejection } from "@/lib/connectors/define.ts";
import { cleanText } from "@/lib/core/clean-text.ts";
import { isDataError } from "@/lib/core/data-error.ts";
import { redactText } from "@/lib/core/redact.ts";
import { type Attempt, FencedError, inFence } from "./attempt.ts";
import { formatCount } from "@/lib/core/format-count.ts";

const DEFAULT_CONFIRM_MINUTES = 15;
const LONGEST_RECEIPT = 1_000;

/** Minutes until the partner is asked (again) what became of a file. */
export const confirmMinutes = (operation: Pick<Operation, "confirmEvery">) =>
  operation.confirmEvery?.minutes ?? DEFAULT_CONFIRM_MINUTES;

/**
 * The partner's answer becomes fact in one transaction: status, receipt, ledger and refused records.
 * It counts even when the task was cancelled meanwhile: what was acknowledged must never be sent again.
 */
export async function recordAnswer(
  attempt: Attempt,
  row: FileRow,
  answer: Delivered,
): Promise<void> {
  const { engine, task, operation, log, secrets } = attempt;
  const rejected = clean(answer.rejections ?? [], secrets);
  const now = engine.now();
  const base = { deliveringSince: null, deliveredAt: now, receipt: cleanReceipt(answer.receipt) };
  const sent = answer.status === "sent" && rejected.length === 0;
  await insist(() =>
    inFence(
      attempt,
      async (tx) => {
        const change = sent
          ? {
              ...base,
              status: "sent" as const,
              nextConfirmAt: operation.confirm
                ? new Date(now.getTime() + confirmMinutes(operation) * 60_000)
                : null,
            }
          : { ...base, ...closing(row, rejected, now) };
        if (!(await updateFile(tx, row, "pending", change))) throw new FencedError();
        if (!sent) await saveAnsweredRecords(tx, task, row, operation, rejected);
      },
      { anyStatus: true },
    ),
  );
  if (rejected.length > 0)
    log.write("warn", `Arquivo ${row.name}: ${describeRejections(row, rejected)}`);
  else
    log.write(
      "info",
      sent
        ? `Arquivo ${row.name} enviado. O parceiro ainda vai confirmar.`
        : `Arquivo ${row.name} entregue e aceito.`,
    );
}

/** A protocol number as it may be stored; what the partner accepted is known whatever it calls it. */
function cleanReceipt(receipt: string | undefined): string | null {
  return receipt === undefined ? null : cleanText(receipt, LONGEST_RECEIPT);
}

/** The partner has answered and only we can forget it: a database that is away for a moment is waited for. */
async function insist(write: () => Promise<void>): Promise<void> {
  for (const pause of [100, 500, 2_000, 5_000]) {
    try {
      return await write();
    } catch (error) {
      if (error instanceof FencedError || isDataError(error)) throw error;
      await wait(pause);
    }
  }
  return write();
}

/** What a file becomes once its partner has the last word. */
export function closing(row: FileRow, rejected: readonly Rejection[], now: Date) {
  const accepted = { records: null, nextConfirmAt: null };
  if (rejected.length === 0) return { ...accepted, status: "done" as const, confirmedAt: now };
  return {
    ...accepted,
    status: "failed" as const,
    failureKind: "rejected",
    failureReason: describeRejections(row, rejected),
  };
}

/** Accepted records go into the account, refused ones onto the task's list. */
export async function saveAnsweredRecords(
  tx: Transaction,
  task: Pick<TaskRow, "organizationId" | "integrationId" | "operation" | "id" | "generation">,
  row: FileRow,
  operation: Operation,
  rejected: readonly Rejection[],
): Promise<void> {
  const { organizationId, integrationId } = task;
  if (operation.ledger) {
    const refusedKeys = new Set(rejected.map(({ key }) => key));
    const accepted = recordsOf(row).filter(({ key }) => !refusedKeys.has(key));
    await recordAccepted(
      tx,
      { organizationId, integrationId, operation: task.operation, taskId: task.id, fileId: row.id },
      accepted,
    );
  }
  const listed = rejected.map((rejection) => ({
    ...rejection,
    branchId: row.branchId ?? undefined,
    day: row.day ?? undefined,
  }));
  await insertRejections(
    tx,
    { organizationId, taskId: task.id, generation: task.generation, fileId: row.id },
    listed,
  );
}

/** Partners repeat what they were sent: their words are cleaned before they are kept. */
export function clean(rejections: readonly Rejection[], secrets: readonly string[]): Rejection[] {
  return rejections.map(({ key, code, message }) => ({
    key,
    code,
    message: redactText(message, secrets).slice(0, 1000),
  }));
}

function describeRejections(row: Pick<FileRow, "rows">, rejected: readonly Rejection[]): string {
  const first = rejected[0]?.message ?? "";
  return `${rejected.length.toLocaleString("pt-BR")} de ${formatCount(row.rows, "registro recusado", "registros recusados")}${first ? `: ${first}` : "."}`;
}
