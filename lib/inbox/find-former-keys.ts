import { readFormerKeys } from "@/db/queries/movements/former-keys.ts";
import type { Transaction } from "@/db/client.ts";
import type {
  CancellationDocument,
  InboxDocument,
  PurchaseDocument,
  SaleDocument,
} from "./document.ts";
import type { SaveScope } from "./save-outcome.ts";

type Keyed = SaleDocument | PurchaseDocument | CancellationDocument;
const isKeyed = (document: InboxDocument): document is Keyed =>
  document.type === "sale" || document.type === "purchase" || document.type === "cancellation";

/**
 * Gives documents the key under which they stand already, where that was made in a way of former
 * times: one receipt under two keys would be counted twice, and partners know the stored key.
 */
export async function findFormerKeys(
  tx: Transaction,
  scope: SaveScope,
  documents: readonly InboxDocument[],
): Promise<InboxDocument[]> {
  const keys = documents.flatMap((document) =>
    isKeyed(document)
      ? [document.documentKey, ...("originalKey" in document ? [document.originalKey] : [])]
      : [],
  );
  const known = await readFormerKeys(tx, scope.organizationId, [...new Set(keys)]);
  if (known.length === 0) return [...documents];
  const formerOf = (branchId: number | null, key: string) =>
    known.find((one) => one.key === key && (branchId === null || one.branchId === branchId))
      ?.documentKey ?? key;
  return documents.map((document) =>
    isKeyed(document)
      ? {
          ...document,
          documentKey: formerOf(document.branchId, document.documentKey),
          ...("originalKey" in document && {
            originalKey: formerOf(document.branchId, document.originalKey),
          }),
        }
      : document,
  );
}
