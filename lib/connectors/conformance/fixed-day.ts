import { completeCnpj, gtinCheckDigit } from "../../core/documents.ts";
import type { Branch, MovementReader, MovementScope, Product, ProductPrice, ProductStock, Sale, SaleLine, SaleLineRow, SalePayment } from "../../core/movement.ts";

/** A known day of an invented organization: the golden files are made from it. */
export const FIXED_DAY = "2026-03-05";

export function gtin(number: number): string {
  const base = `789${String(number).padStart(9, "0")}`;
  return `${base}${gtinCheckDigit(base)}`;
}

/** A branch; every field may be named, the rest has a sensible value. */
export function makeBranch(fields: Partial<Branch> = {}): Branch {
  const id = fields.id ?? 1;
  return { id, code: String(id), name: `Filial ${id}`, cnpj: completeCnpj(`41902377${String(id).padStart(4, "0")}`), street: "Rua das Acácias", streetNumber: "100", district: "Centro", city: "São João da Boa Vista", state: "SP", postalCode: "13870000", active: true, ...fields };
}

export function makeLine(fields: Partial<SaleLine> = {}): SaleLine {
  const quantity = fields.quantity ?? 1;
  const unitPriceCents = fields.unitPriceCents ?? 1_290;
  const grossCents = fields.grossCents ?? Math.round(quantity * unitPriceCents);
  const discountCents = fields.discountCents ?? 0;
  const surchargeCents = fields.surchargeCents ?? 0;
  return { lineNumber: 1, productCode: "1001", ean: gtin(600_001), description: "Ácido fólico 5 mg 30 comprimidos", ncm: "30049099", cfop: "5405", unit: "UN", quantity, unitPriceCents, grossCents, discountCents, surchargeCents, netCents: grossCents - discountCents + surchargeCents, msRegistration: "1000000010015", lot: "", onOffer: false, ...fields };
}

export function makePayment(fields: Partial<SalePayment> = {}): SalePayment {
  return { method: "01", amountCents: 1_290, cardBrand: "", acquirerCnpj: "", authorization: "", nsu: "", ...fields };
}

/** A sale whose totals follow from its lines and whose payment follows from its total. */
export function makeSale(fields: Partial<Sale> = {}): Sale {
  const lines = fields.lines ?? [makeLine()];
  const sum = (pick: (line: SaleLine) => number) => lines.reduce((total, line) => total + pick(line), 0);
  const totalCents = fields.totalCents ?? sum((line) => line.netCents);
  const id = fields.id ?? 1;
  return {
    id, branchId: 1, kind: "sale", documentKey: `DOC-${id}`, originalKey: "", model: "65", series: "1", number: String(id), register: "1", soldAt: new Date(`${FIXED_DAY}T13:45:10Z`), day: FIXED_DAY,
    customerDocument: "", grossCents: sum((line) => line.grossCents), discountCents: sum((line) => line.discountCents), surchargeCents: sum((line) => line.surchargeCents), totalCents, channel: "store",
    lines, payments: fields.payments ?? [makePayment({ amountCents: totalCents })], ...fields,
  };
}

const PRODUCTS: Product[] = [
  { id: 1, code: "1001", description: "Ácido fólico 5 mg | 30 comp.", eans: [gtin(600_001), gtin(600_002)], categoryCode: "11", supplierCode: "1", ncm: "30049099", cest: "", msRegistration: "1000000010015", brand: "Genérico", unit: "CX", packQuantity: 1, active: true, pmcCents: 1_990 },
  { id: 2, code: "1002", description: "Protetor solar FPS 60; 50 g", eans: [], categoryCode: "", supplierCode: "2", ncm: "33049990", cest: "", msRegistration: "", brand: "Horizonte", unit: "UN", packQuantity: 1, active: true, pmcCents: null },
];

const prices = (branchId: number): ProductPrice[] => [
  { branchId, productCode: "1001", priceCents: 1_290, promotionCents: 1_161, loyaltyCents: null, wholesaleCents: null, wholesaleQuantity: 0, costCents: 800, active: true },
  { branchId, productCode: "1002", priceCents: null, promotionCents: null, loyaltyCents: null, wholesaleCents: null, wholesaleQuantity: 0, costCents: null, active: false },
];

const stock = (branchId: number): ProductStock[] => [
  { branchId, productCode: "1001", ean: gtin(600_001), quantity: 12.5, pendingQuantity: 3, dailyAverage: 0.8 },
  { branchId, productCode: "1002", ean: "", quantity: -2, pendingQuantity: 0, dailyAverage: 0 },
];

/** Sales of the fixed day: a plain one, one with discount and two payments, a cancellation, and a return, over two branches and two tills. */
export function fixedSales(): Sale[] {
  const two = [makeLine({ quantity: 3, discountCents: 387 }), makeLine({ lineNumber: 2, productCode: "1002", ean: gtin(600_003), description: "Protetor “solar”; FPS 60 | 50 g 😀", unitPriceCents: 6_990, msRegistration: "", surchargeCents: 10, onOffer: true })];
  const total = two.reduce((sum, line) => sum + line.netCents, 0);
  return [
    makeSale({ id: 1, number: "101" }),
    makeSale({ id: 2, number: "102", register: "2", lines: two, soldAt: new Date(`${FIXED_DAY}T14:00:00Z`), payments: [makePayment({ method: "03", amountCents: total - 1_000, authorization: "900001", nsu: "700001" }), makePayment({ method: "17", amountCents: 1_000 })] }),
    makeSale({ id: 3, number: "103", soldAt: new Date(`${FIXED_DAY}T15:00:00Z`) }),
    makeSale({ id: 4, number: "103", kind: "cancellation", originalKey: "DOC-3", soldAt: new Date(`${FIXED_DAY}T15:05:00Z`) }),
    makeSale({ id: 5, number: "501", branchId: 2, soldAt: new Date(`${FIXED_DAY}T23:59:59Z`) }),
    makeSale({ id: 6, number: "502", branchId: 2, kind: "return", originalKey: "DOC-5", soldAt: new Date("2026-03-06T02:30:00Z") }),
  ];
}

/** How many records a page of the reader has: between pages other work gets its turn, as with a real cursor. */
const PAGE = 200;

/** A reader over sales in memory. Like the engine's, it reads in pages and notices the signal at each. */
export function readerOver(sales: Iterable<Sale>, signal: AbortSignal): MovementReader {
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
  const wanted = (sale: Sale, scope: MovementScope) => scope.branchIds.includes(sale.branchId) && scope.period.first <= sale.day && sale.day <= scope.period.last;
  return {
    sales: async function* (scope) {
      for await (const sale of all(sales)) if (wanted(sale, scope) && (scope.register === undefined || scope.register === sale.register)) yield sale;
    },
    saleLines: async function* (scope) {
      for await (const sale of all(sales)) {
        if (!wanted(sale, scope)) continue;
        for (const line of sale.lines) {
          const row: SaleLineRow = { ...line, saleId: sale.id, branchId: sale.branchId, kind: sale.kind, documentKey: sale.documentKey, number: sale.number, register: sale.register, soldAt: sale.soldAt, day: sale.day, customerDocument: sale.customerDocument, costCents: 800 };
          // As the engine does: what a connector said it can do without must not reach its file.
          for (const field of scope.without ?? []) Object.assign(row, { [field]: typeof row[field] === "number" ? 0 : "" });
          yield row;
        }
      }
    },
    products: () => all(PRODUCTS),
    categories: () => all([{ code: "11", parentCode: "1", name: "Isentos de prescrição" }]),
    suppliers: () => all([{ code: "1", name: "Distribuidora Planalto", legalName: "Distribuidora Planalto Ltda.", cnpj: completeCnpj("713008840001"), stateRegistration: "", street: "Rodovia das Flores", streetNumber: "10", district: "", city: "Campinas", state: "SP", postalCode: "13100000" }]),
    prices: (branchIds) => all(branchIds.flatMap(prices)),
    stock: (branchIds) => all(branchIds.flatMap(stock)),
  };
}
