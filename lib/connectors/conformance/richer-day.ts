import type { MovementReader, Sale } from "@/lib/core/movement.ts";
import { PACK } from "./answer-as-generic.ts";
import {
  FIXED_DAY,
  fixedSales,
  fixedStock,
  gtin,
  makeLine,
  makePayment,
  makeSale,
} from "./fixed-day.ts";
import { makeCustomer, makePurchase, makePurchaseLine } from "./fixed-register.ts";

/** More than the known day has: a taxed sale by card, of a second customer, who brings it back. */
export const richerSales = (): Sale[] => [
  ...fixedSales(),
  makeSale({
    id: 8,
    customerDocument: "11144477735",
    lines: [makeLine({ cfop: "5102" })],
    payments: [makePayment({ method: "04", nsu: "700009", authorization: "900009" })],
  }),
  makeSale({ id: 9, kind: "return", originalKey: "DOC-8", customerDocument: "11144477735" }),
];

/** More than the known day knows: of everything that a partner may be sent at least two. */
export function enrich(plain: MovementReader): MovementReader {
  return {
    ...plain,
    products: async function* () {
      for await (const product of plain.products()) {
        yield { ...product, packQuantity: PACK };
        // One that no partner has heard of.
        yield {
          ...product,
          id: product.id + 900,
          code: `9${product.code}`,
          eans: [gtin(990_000 + product.id)],
        };
      }
    },
    customers: async function* (options) {
      yield* plain.customers(options);
      yield makeCustomer({ id: 4, document: "11144477735", phone: "19987650000" });
    },
    customersByDocument: async (documents) =>
      new Map(documents.map((document) => [document, makeCustomer({ document })])),
    // Two of them, so that a lot of one is another than a lot of many.
    prices: async function* (branchIds) {
      for await (const price of plain.prices(branchIds))
        yield { ...price, active: true, priceCents: price.priceCents ?? 6_990 };
    },
    stock: async function* (branchIds) {
      for (const id of branchIds)
        for (const one of fixedStock(id)) yield { ...one, ean: one.ean || gtin(600_003) };
    },
    purchases: async function* (scope) {
      yield* plain.purchases(scope);
      if (scope.branchIds.includes(1) && scope.period.first <= FIXED_DAY)
        yield makePurchase({ id: 9, documentKey: "NF-9", lines: [makePurchaseLine({ lot: "" })] });
    },
  };
}
