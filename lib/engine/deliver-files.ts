import { setTimeout as wait } from "node:timers/promises";
import {
  type FileRow,
  listPendingFiles,
  markDelivering,
  recordsOf,
  updateFile,
} from "@/db/queries/files/files.ts";
import type { Delivered, StoredFile } from "@/lib/connectors/define.ts";
import { type ErrorKind, kindOf, PartnerError } from "@/lib/core/errors.ts";
import { redactText } from "@/lib/core/redact.ts";
import { type Attempt, inFence, throwIfStopped } from "./attempt.ts";
import { recordAnswer } from "./record-answer.ts";
import type { Engine } from "./engine.ts";

/** A partner that keeps answering nonsense gets no more files. */
const MAX_STRANGE = 3;
/** How long an answer that is already on its way may still arrive after the task was stopped. */
const LAST_WORD_MS = 2_000;

/**
 * Delivers, in order, each file that has no answer yet. Throws what concerns the whole task; a
 * refused file is only its own matter.
 */
export async function deliverFiles(attempt: Attempt): Promise<void> {
  const { engine, task } = attempt;
  let strange = 0;
  for (const row of await listPendingFiles(engine.database.db, task.organizationId, task.id)) {
    throwIfStopped(attempt);
    const kind = await deliverFile(attempt, row);
    attempt.answered++;
    strange = kind === "unexpected_shape" ? strange + 1 : 0;
    if (strange === MAX_STRANGE)
      throw new PartnerError(
        "unexpected_shape",
        `${MAX_STRANGE} respostas seguidas em formato desconhecido. O envio foi interrompido.`,
      );
  }
}

/** The bytes are gone from folder or bucket: nothing can be sent, and a reprocess makes them anew. */
const GONE =
  "O conteúdo deste arquivo não está mais guardado e ele não foi enviado. Reprocesse a tarefa para gerá-lo novamente.";

/** Returns the kind of failure that is the file's own; null when it was answered. */
async function deliverFile(
  attempt: Attempt,
  row: FileRow,
): Promise<"rejected" | "unexpected_shape" | null> {
  const { operation, ctx, log, echo } = attempt;
  const uncertain = row.deliveringSince !== null;
  // From here on a crash leaves a mark: whoever comes next knows that the partner may have the file.
  await inFence(attempt, (tx) => markDelivering(tx, row));
  try {
    const file = toStoredFile(attempt.engine, row, uncertain);
    const found =
      uncertain && operation.look
        ? await untilStopped(
            attempt,
            echo.during(operation, file, () => operation.look!(ctx, file)),
          )
        : null;
    if (found)
      log.write(
        "info",
        `O parceiro já tinha o arquivo ${row.name}, que não foi enviado novamente.`,
      );
    else if (!(await attempt.engine.store.has(row.storageKey))) {
      // Of an earlier try the mark stays: the partner may have the file.
      await failFile(attempt, row, {
        failureKind: "internal",
        failureReason: GONE,
        ...(uncertain ? {} : { deliveringSince: null }),
      });
      return null;
    }
    await recordAnswer(
      attempt,
      row,
      found ?? (await untilStopped(attempt, deliver(attempt, file))),
    );
    return null;
  } catch (error) {
    const kind = kindOf(error);
    if (!(error instanceof PartnerError)) throw error;
    if (kind === "rejected" || kind === "unexpected_shape") {
      const reason =
        redactText(error.detail, attempt.secrets).slice(0, 1000) || "O parceiro recusou o arquivo.";
      // A nonsense answer says nothing about whether the partner took it: the mark stays.
      const answered = kind === "rejected" ? { deliveringSince: null } : {};
      await failFile(attempt, row, { failureKind: kind, failureReason: reason, ...answered });
      return kind;
    }
    // These are answers: the partner said no before it took anything.
    if (kind === "auth" || kind === "rate_limited" || kind === "settings")
      await inFence(attempt, (tx) => updateFile(tx, row, "pending", { deliveringSince: null }));
    throw error;
  }
}

/** Ends one file with its reason; the others of the task go on. */
async function failFile(
  attempt: Attempt,
  row: FileRow,
  failure: { failureKind: ErrorKind; failureReason: string; deliveringSince?: null },
): Promise<void> {
  await inFence(attempt, (tx) => updateFile(tx, row, "pending", { status: "failed", ...failure }));
  attempt.log.write("error", `Arquivo ${row.name}: ${failure.failureReason}`);
}

async function deliver(attempt: Attempt, file: StoredFile): Promise<Delivered> {
  const { operation, ctx, echo } = attempt;
  const work = operation.deliver;
  if (!work) throw new Error("the operation delivers nothing");
  return echo.during(operation, file, async () => echo.quoteRejections(await work(ctx, file)));
}

/** The connector's own work, or the end of it: one that does not heed its signal must not hold the worker. */
async function untilStopped<Result>(attempt: Attempt, work: Promise<Result>): Promise<Result> {
  const done = new AbortController();
  const stopped = new Promise<never>((_, reject) => {
    const giveUp = () =>
      void wait(LAST_WORD_MS, undefined, { signal: done.signal }).then(
        () => reject(attempt.signal.reason),
        () => undefined,
      );
    if (attempt.signal.aborted) giveUp();
    else attempt.signal.addEventListener("abort", giveUp, { once: true, signal: done.signal });
  });
  try {
    return await Promise.race([work, stopped]);
  } finally {
    done.abort();
  }
}

/** A row and its bytes as a connector sees them. */
export function toStoredFile(engine: Engine, row: FileRow, uncertain: boolean): StoredFile {
  const open = () => engine.store.open(row.storageKey);
  return {
    id: row.id,
    name: row.name,
    contentType: row.contentType,
    branchId: row.branchId,
    day: row.day,
    bytes: row.bytes,
    rows: row.rows,
    sha256: row.sha256,
    receipt: row.receipt,
    uncertain,
    records: recordsOf(row),
    open,
    text: async () => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of open()) chunks.push(chunk);
      return Buffer.concat(chunks).toString("utf8");
    },
  };
}
