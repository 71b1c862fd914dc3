import { completeCnpj } from "@/lib/core/documents.ts";
import type { ControlledMovement } from "@/lib/core/controlled.ts";
import type { MovementReader, MovementScope, Sale, SaleLineRow } from "@/lib/core/movement.ts";
import { fixedControlled, fixedLots } from "./fixed-controlled.ts";
import { FIXED_PRODUCTS, fixedPrices, fixedStock } from "./fixed-day.ts";
import { fixedOutboundOrders } from "./fixed-outbound.ts";
import {
  FIXED_CUSTOMERS,
  FIXED_GOALS,
  FIXED_ZONES,
  fixedPromotions,
  fixedPurchases,
} from "./fixed-register.ts";

/** How many records a page of the reader has: between pages other work gets its turn, as with a real cursor. */
const PAGE = 200;

/** A reader over sales in memory. Like the engine's, it reads in pages and notices the signal at each. */
export function readerOver(
  sales: Iterable<Sale>,
  signal: AbortSignal,
  controlled: Iterable<ControlledMovement> = fixedControlled(),
): MovementReader {
  const all = async function* <Item>(items: Iterable<Item>): AsyncIterable<Item> {
    let count = 0;
    for (const item of items) {
      if (count++ % PAGE === 0) {
        await new Promise((resolve) => setImmediate(resolve));
        signal.throwIfAborted();
      }
      yield item;
    }
  };
  const wanted = (sale: { branchId: number; day: string }, scope: MovementScope) =>
    scope.branchIds.includes(sale.branchId) &&
    scope.period.first <= sale.day &&
    sale.day <= scope.period.last;
  return {
    sales: async function* (scope) {
      for await (const sale of all(sales))
        if (
          wanted(sale, scope) &&
          (scope.register === undefined || scope.register === sale.register)
        )
          yield sale;
    },
    salesByKey: async (branchId, keys) =>
      new Map(
        [...sales]
          .filter(
            (sale) =>
              sale.kind === "sale" && sale.branchId === branchId && keys.includes(sale.documentKey),
          )
          .map((sale) => [sale.documentKey, sale]),
      ),
    saleLines: async function* (scope) {
      for await (const sale of all(sales)) {
        if (!wanted(sale, scope)) continue;
        for (const line of sale.lines) {
          const row: SaleLineRow = {
            ...line,
            saleId: sale.id,
            branchId: sale.branchId,
            kind: sale.kind,
            documentKey: sale.documentKey,
            number: sale.number,
            register: sale.register,
            soldAt: sale.soldAt,
            day: sale.day,
            customerDocument: sale.customerDocument,
            channel: sale.channel,
            program: sale.program,
          };
          // As the engine does: what a connector said it can do without must not reach its file.
          for (const field of scope.without ?? [])
            Object.assign(row, {
              [field]: field === "costCents" ? null : typeof row[field] === "number" ? 0 : "",
            });
          yield row;
        }
      }
    },
    products: () => all(FIXED_PRODUCTS),
    categories: () => all([{ code: "11", parentCode: "1", name: "Isentos de prescrição" }]),
    categoryGoals: () => all(FIXED_GOALS),
    suppliers: () =>
      all([
        {
          code: "1",
          name: "Distribuidora Planalto",
          legalName: "Distribuidora Planalto Ltda.",
          cnpj: completeCnpj("713008840001"),
          stateRegistration: "",
          street: "Rodovia das Flores",
          streetNumber: "10",
          district: "",
          city: "Campinas",
          state: "SP",
          postalCode: "13100000",
        },
      ]),
    prices: (branchIds) => all(branchIds.flatMap(fixedPrices)),
    stock: (branchIds) => all(branchIds.flatMap(fixedStock)),
    customers: ({ updatedSince } = {}) =>
      all(
        FIXED_CUSTOMERS.filter(
          (customer) => updatedSince === undefined || customer.updatedAt >= updatedSince,
        ),
      ),
    customersByDocument: async (documents) =>
      new Map(
        FIXED_CUSTOMERS.filter((customer) => documents.includes(customer.document)).map(
          (customer) => [customer.document, customer],
        ),
      ),
    purchases: (scope) => all(fixedPurchases().filter((purchase) => wanted(purchase, scope))),
    outboundOrders: (scope) => all(fixedOutboundOrders().filter((order) => wanted(order, scope))),
    prescriptions: (scope) =>
      all(
        fixedControlled()
          .flatMap(({ prescription }) => prescription ?? [])
          .filter((prescription) => wanted(prescription, scope)),
      ),
    controlledMovements: async function* (scope) {
      for await (const movement of all(controlled)) if (wanted(movement, scope)) yield movement;
    },
    controlledLots: (branchIds) => all(branchIds.flatMap(fixedLots)),
    priceZones: () => all(FIXED_ZONES),
    promotions: ({ branchIds }) => all(branchIds.flatMap(fixedPromotions)),
  };
}
