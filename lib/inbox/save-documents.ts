import { readSalesByKey } from "@/db/queries/movements/movements-compare.ts";
import {
  insertSaleLines,
  insertSalePayments,
  insertSales,
} from "@/db/queries/movements/movements-write.ts";
import { readPurchasesByKey } from "@/db/queries/movements/purchases-compare.ts";
import { insertPurchaseLines, insertPurchases } from "@/db/queries/movements/purchases-write.ts";
import { readPriceCosts } from "@/db/queries/products/catalogue-write.ts";
import type { Transaction } from "@/db/client.ts";
import { localClock } from "@/lib/core/local-time.ts";
import type { SaleLine } from "@/lib/core/movement.ts";
import type { InboxDocument, PurchaseDocument, SaleDocument } from "./document.ts";
import { samePurchase } from "./same-purchase.ts";
import { findFormerKeys } from "./find-former-keys.ts";
import { sameSale } from "./same-sale.ts";
import {
  CONFLICT,
  DUPLICATE,
  firstOfEach,
  type Indexed,
  type SaveOutcome,
  type SaveScope,
} from "./save-outcome.ts";
import { applyWaiting, saveCancellations } from "./save-cancellations.ts";
import { saveControlled, savePrescriptions } from "./save-controlled.ts";
import { saveOutbound } from "./save-outbound.ts";
import { saveProducts } from "./save-products.ts";
import { saveRegister } from "./save-register.ts";

const ACCEPTED: SaveOutcome = { status: "accepted" };
/**
 * Writes a batch inside the caller's transaction, which holds the client's movements. Unique keys in the database decide what is a duplicate,
 * so that two imports of the same file at once write each document exactly once.
 */
export async function saveDocuments(
  tx: Transaction,
  scope: SaveScope,
  arrived: readonly InboxDocument[],
): Promise<SaveOutcome[]> {
  const documents = await findFormerKeys(tx, scope, arrived);
  const outcomes: SaveOutcome[] = documents.map(() => ACCEPTED);
  const of = <Type extends InboxDocument["type"]>(type: Type) =>
    documents.flatMap((document, index) =>
      document.type === type
        ? [{ document: document as Extract<InboxDocument, { type: Type }>, index }]
        : [],
    );
  await saveProducts(
    tx,
    scope.organizationId,
    of("product").map(({ document }) => document),
  );
  await saveRegister(tx, scope, {
    customers: of("customer"),
    zones: of("zone"),
    promotions: of("promotion"),
    goals: of("goal"),
    suppliers: of("supplier"),
    categories: of("category"),
  });
  await savePrescriptions(tx, scope, of("prescription"), outcomes);
  await saveControlled(tx, scope, of("controlled"), outcomes);
  await saveOutbound(tx, scope, of("outbound"), outcomes);
  await saveSales(tx, scope, of("sale"), outcomes);
  await savePurchases(tx, scope, of("purchase"), outcomes);
  await saveCancellations(tx, scope, of("cancellation"), outcomes);
  return outcomes;
}

async function saveSales(
  tx: Transaction,
  scope: SaveScope,
  sales: readonly Indexed<SaleDocument>[],
  outcomes: SaveOutcome[],
): Promise<void> {
  const dayOf = dayReader(scope.timeZone);
  const first = firstOfEach(sales, saleKey);
  const rows = [...first.values()].map(
    ({ document: { lines: _lines, payments: _payments, type: _type, ...row } }) => ({
      ...row,
      organizationId: scope.organizationId,
      importId: scope.importId,
      day: dayOf(row.soldAt),
    }),
  );
  const written = await insertSales(tx, rows);
  const fresh = new Map(written.map((row) => [saleKey(row), row.id]));
  const children = <Child extends object>(list: (document: SaleDocument) => readonly Child[]) =>
    [...fresh].flatMap(([key, saleId]) =>
      list(first.get(key)?.document as SaleDocument).map((child, position) => ({
        ...child,
        organizationId: scope.organizationId,
        saleId,
        position: position + 1,
      })),
    );
  const costOf = await readCosts(tx, scope, first, dayOf);
  await insertSaleLines(
    tx,
    children((document) =>
      document.lines.map((line) => ({
        ...line,
        costCents: line.costCents ?? costOf(document, line),
      })),
    ),
  );
  await insertSalePayments(
    tx,
    children((document) => document.payments),
  );

  const repeated = sales.filter(
    (sale) => !fresh.has(saleKey(sale.document)) || first.get(saleKey(sale.document)) !== sale,
  );
  const known = new Map(
    (
      await readSalesByKey(
        tx,
        scope.organizationId,
        repeated.map(({ document: { branchId, documentKey, kind } }) => ({
          branchId,
          documentKey,
          kind,
        })),
      )
    ).map((sale) => [saleKey(sale), sale]),
  );
  for (const { document, index } of repeated) {
    const stored = known.get(saleKey(document));
    outcomes[index] = stored && sameSale(stored, document) ? DUPLICATE : CONFLICT;
  }
  // A sale that was here already may be waited for under a key of former times.
  await applyWaiting(
    tx,
    scope,
    [...first.values()].map(({ document }) => document),
  );
}

/**
 * What a unit cost by the branch's price record, for lines of which the source tells none. A record
 * that was written after the day of the sale says nothing of that day: the cost is unknown then.
 */
async function readCosts(
  tx: Transaction,
  scope: SaveScope,
  sales: ReadonlyMap<string, Indexed<SaleDocument>>,
  dayOf: (instant: Date) => string,
): Promise<(sale: SaleDocument, line: SaleLine) => number | null> {
  const untold = [...sales.values()].flatMap(({ document: { branchId, lines } }) =>
    lines
      .filter(({ costCents }) => costCents === null)
      .map(({ productCode }) => ({ branchId, productCode })),
  );
  const keyOf = (branchId: number, productCode: string) => `${branchId}/${productCode}`;
  const records = new Map(
    (await readPriceCosts(tx, scope.organizationId, untold)).map((record) => [
      keyOf(record.branchId, record.productCode),
      record,
    ]),
  );
  return (sale, line) => {
    const record = records.get(keyOf(sale.branchId, line.productCode));
    return record && dayOf(record.updatedAt) <= dayOf(sale.soldAt) ? record.costCents : null;
  };
}

async function savePurchases(
  tx: Transaction,
  scope: SaveScope,
  purchases: readonly Indexed<PurchaseDocument>[],
  outcomes: SaveOutcome[],
): Promise<void> {
  const keyOf = saleKey;
  const dayOf = dayReader(scope.timeZone);
  const first = firstOfEach(purchases, keyOf);
  const rows = [...first.values()].map(({ document: { lines: _lines, type: _type, ...row } }) => ({
    ...row,
    organizationId: scope.organizationId,
    importId: scope.importId,
    day: dayOf(row.issuedAt),
  }));
  const written = await insertPurchases(tx, rows);
  const fresh = new Map(written.map((row) => [keyOf(row), row.id]));
  await insertPurchaseLines(
    tx,
    [...fresh].flatMap(([key, purchaseId]) =>
      (first.get(key)?.document.lines ?? []).map((line) => ({
        ...line,
        organizationId: scope.organizationId,
        purchaseId,
      })),
    ),
  );
  const repeated = purchases.filter(
    (purchase) =>
      !fresh.has(keyOf(purchase.document)) || first.get(keyOf(purchase.document)) !== purchase,
  );
  const known = new Map(
    (
      await readPurchasesByKey(
        tx,
        scope.organizationId,
        repeated.map(({ document: { branchId, documentKey, kind } }) => ({
          branchId,
          documentKey,
          kind,
        })),
      )
    ).map((purchase) => [keyOf(purchase), purchase]),
  );
  for (const { document, index } of repeated) {
    const stored = known.get(keyOf(document));
    const same = stored && samePurchase(stored, document, dayOf(document.issuedAt));
    outcomes[index] = same ? DUPLICATE : CONFLICT;
  }
  await applyWaiting(
    tx,
    scope,
    [...first.values()]
      .filter(({ document }) => fresh.has(keyOf(document)))
      .map(({ document }) => document),
  );
}

function dayReader(timeZone: string): (instant: Date) => string {
  const clock = localClock(timeZone);
  return (instant) => clock(instant).day;
}

function saleKey(row: { branchId: number; documentKey: string; kind: string }): string {
  return `${row.branchId}/${row.kind}/${row.documentKey}`;
}
