import {
  insertOutboundLines,
  insertOutboundOrders,
  readOutboundByKey,
  type WrittenOutbound,
} from "@/db/queries/movements/outbound-write.ts";
import type { Transaction } from "@/db/client.ts";
import type { OutboundDocument } from "./document.ts";
import {
  CONFLICT,
  DUPLICATE,
  firstOfEach,
  type Indexed,
  type SaveOutcome,
  type SaveScope,
} from "./save-outcome.ts";

const keyOf = ({ branchId, documentKey }: { branchId: number; documentKey: string }) =>
  `${branchId}/${documentKey}`;

/** Writes the orders that are not there yet, with their lines; one under a known key must be the same. */
export async function saveOutbound(
  tx: Transaction,
  scope: SaveScope,
  documents: readonly Indexed<OutboundDocument>[],
  outcomes: SaveOutcome[],
): Promise<void> {
  const first = firstOfEach(documents, keyOf);
  const rows = [...first.values()].map(({ document: { lines: _lines, type: _type, ...row } }) => ({
    ...row,
    organizationId: scope.organizationId,
    importId: scope.importId,
  }));
  const written = new Map(
    (await insertOutboundOrders(tx, rows)).map((row) => [keyOf(row), row.id]),
  );
  await insertOutboundLines(
    tx,
    [...written].flatMap(([key, orderId]) =>
      (first.get(key)?.document.lines ?? []).map((line) => ({
        ...line,
        organizationId: scope.organizationId,
        orderId,
      })),
    ),
  );
  const repeated = documents.filter(
    (one) => !written.has(keyOf(one.document)) || first.get(keyOf(one.document)) !== one,
  );
  const known = new Map(
    (
      await readOutboundByKey(
        tx,
        scope.organizationId,
        repeated.map(({ document }) => document),
      )
    ).map((order) => [keyOf(order), order]),
  );
  for (const { document, index } of repeated) {
    const stored = known.get(keyOf(document));
    outcomes[index] = stored && tell(stored) === tell(document) ? DUPLICATE : CONFLICT;
  }
}

/** All that an ERP says of an order, as one text to compare. */
function tell(order: Omit<WrittenOutbound, "documentKey" | "branchId">): string {
  return JSON.stringify([
    order.kind,
    order.number,
    order.originalNumber,
    order.recipientCode,
    order.recipientName,
    order.recipientCnpj,
    order.recipientEmail,
    order.issuedAt.toISOString(),
    order.lines.map((line) => [
      line.productCode,
      line.ean,
      line.description,
      line.packQuantity,
      line.quantity,
    ]),
  ]);
}
