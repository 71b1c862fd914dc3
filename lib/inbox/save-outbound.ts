import {
  insertOutboundLines,
  insertOutboundOrders,
} from "@/db/queries/movements/outbound-write.ts";
import type { Transaction } from "@/db/client.ts";
import type { OutboundDocument } from "./document.ts";
import { DUPLICATE, type Indexed, type SaveOutcome, type SaveScope } from "./save-outcome.ts";

const keyOf = ({ branchId, documentKey }: { branchId: number; documentKey: string }) =>
  `${branchId}/${documentKey}`;

/** Writes the orders that are not there yet, with their lines; one under a known key is a repeat. */
export async function saveOutbound(
  tx: Transaction,
  scope: SaveScope,
  documents: readonly Indexed<OutboundDocument>[],
  outcomes: SaveOutcome[],
): Promise<void> {
  const first = new Map<string, Indexed<OutboundDocument>>();
  for (const one of documents)
    if (!first.has(keyOf(one.document))) first.set(keyOf(one.document), one);
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
  for (const one of documents)
    if (!written.has(keyOf(one.document)) || first.get(keyOf(one.document)) !== one)
      outcomes[one.index] = DUPLICATE;
}
