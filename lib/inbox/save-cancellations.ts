import type { Transaction } from "@/db/client.ts";
import type { CancellationRow } from "@/db/queries/movements/movement-keys.ts";
import { readCancelledDays } from "@/db/queries/movements/movements-compare.ts";
import {
  applyCancellations,
  claimWaitingCancellations,
  insertCancellations,
} from "@/db/queries/movements/movements-write.ts";
import { isAccessKey } from "@/lib/core/documents.ts";
import { localClock } from "@/lib/core/local-time.ts";
import { formatDay } from "@/lib/core/period.ts";
import { WAIT_FOR_PURCHASE_DAYS } from "@/lib/core/waiting-cancellation.ts";
import {
  type CancellationDocument,
  type PurchaseDocument,
  type SaleDocument,
  UNKNOWN_BRANCH,
} from "./document.ts";
import { firstOfEach, type Indexed, type SaveOutcome, type SaveScope } from "./save-outcome.ts";

const RETURN_CANCELLED: SaveOutcome = {
  status: "refused",
  code: "return_cancelled",
  reason:
    "O documento cancelado é uma devolução, e devoluções não têm cancelamento. Corrija com um novo documento na origem.",
};
const WAITING = {
  code: "waiting_sale",
  reason:
    "O cancelamento chegou antes do documento cancelado e será aplicado automaticamente quando o documento chegar.",
};
/** The issuer is no branch, and nothing says to whom the note went. */
const PERHAPS = {
  code: "waiting_sale",
  reason: `O emitente do documento cancelado não é filial deste cliente. Se for uma compra, o cancelamento será aplicado quando a nota chegar, em até ${WAIT_FOR_PURCHASE_DAYS} dias; senão, nada muda.`,
};
/** Cancelled once is cancelled: what else a second event says changes nothing, but for a day that the client tells. */
const REPEATED: SaveOutcome = {
  status: "duplicate",
  code: "duplicate",
  reason: "O cancelamento deste documento já foi recebido antes. Nada foi contado duas vezes.",
};
/** It can neither be applied nor be waited for. */
const NOT_OURS: SaveOutcome = { status: "refused", ...UNKNOWN_BRANCH };

/** Applies each cancellation to its document, or stores it until that arrives. */
export async function saveCancellations(
  tx: Transaction,
  scope: SaveScope,
  cancellations: readonly Indexed<CancellationDocument>[],
  outcomes: SaveOutcome[],
): Promise<void> {
  const first = firstOfEach(cancellations, waitingKey);
  const rows = [...first.values()].map(({ document }) => toRow(document));
  const applied = await applyCancellations(
    tx,
    scope.organizationId,
    scope.importId,
    scope.timeZone,
    rows,
  );
  const waiting = rows.filter(
    (row) =>
      !applied.has(row.waitingKey) && first.get(row.waitingKey)?.document.awaited !== "never",
  );
  const kept = await insertCancellations(tx, scope.organizationId, scope.importId, waiting);
  const repeated: Indexed<CancellationDocument>[] = [];
  for (const cancellation of cancellations) {
    const key = waitingKey(cancellation.document);
    const outcome = applied.get(key);
    const isRepeat = first.get(key) !== cancellation || outcome === "known" || kept.has(key);
    if (outcome === "return") outcomes[cancellation.index] = RETURN_CANCELLED;
    else if (outcome === undefined && first.get(key)?.document.awaited === "never")
      outcomes[cancellation.index] = NOT_OURS;
    else if (isRepeat) {
      outcomes[cancellation.index] = REPEATED;
      if (cancellation.document.dayTold) repeated.push(cancellation);
    } else if (outcome === undefined)
      outcomes[cancellation.index] = {
        status: "accepted",
        note: cancellation.document.awaited === "own" ? WAITING : PERHAPS,
      };
  }
  await refuseOtherDays(tx, scope, repeated, outcomes);
}

/** Of repeats, those of another day than the one that is known. */
async function refuseOtherDays(
  tx: Transaction,
  { organizationId, timeZone }: SaveScope,
  repeated: readonly Indexed<CancellationDocument>[],
  outcomes: SaveOutcome[],
): Promise<void> {
  const known = await readCancelledDays(
    tx,
    organizationId,
    timeZone,
    repeated.map(({ document }) => toRow(document)),
  );
  const clock = localClock(timeZone);
  for (const { document, index } of repeated) {
    const day = known.get(waitingKey(document));
    if (day !== undefined && day !== clock(document.cancelledAt).day)
      outcomes[index] = {
        status: "refused",
        code: "conflict",
        reason: `O cancelamento deste documento já foi recebido com outra data, ${formatDay(day)}, que não é alterada. Confira a data na origem.`,
      };
  }
}

/** What arrived before the document it cancels takes effect with it, in the same transaction. */
export async function applyWaiting(
  tx: Transaction,
  scope: SaveScope,
  arrived: readonly (SaleDocument | PurchaseDocument)[],
): Promise<void> {
  const byWaitingKey = new Map(
    arrived.flatMap((document) => [
      [document.documentKey, document] as const,
      [waitingKey(document), document] as const,
    ]),
  );
  const taken = await claimWaitingCancellations(tx, scope.organizationId, [...byWaitingKey.keys()]);
  const rows = taken.flatMap(({ waitingKey: key, protocol, cancelledAt }) => {
    const document = byWaitingKey.get(key);
    return document
      ? [
          {
            waitingKey: key,
            documentKey: document.documentKey,
            branchId: document.branchId,
            protocol,
            cancelledAt,
          },
        ]
      : [];
  });
  await applyCancellations(tx, scope.organizationId, scope.importId, scope.timeZone, rows);
}

function toRow(document: CancellationDocument): CancellationRow {
  return {
    waitingKey: waitingKey(document),
    documentKey: document.documentKey,
    branchId: isAccessKey(document.documentKey) ? null : document.branchId,
    protocol: document.protocol,
    cancelledAt: document.cancelledAt.toISOString(),
  };
}

/** A fiscal key is unique in the country; an ERP's own number only within its branch. */
function waitingKey(document: { documentKey: string; branchId: number | null }): string {
  return isAccessKey(document.documentKey) || document.branchId === null
    ? document.documentKey
    : `${document.branchId}/${document.documentKey}`;
}
