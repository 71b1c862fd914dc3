import type { saleLines, sales } from "../schema/sales.ts";
import { addDays, type Day } from "@/lib/core/period.ts";
import { addMovement, type BookLine, type DayBook } from "./day-book.ts";
import type { DemoProduct } from "./demo-catalogue.ts";
import { pick } from "./demo-people.ts";
import { addPrescription } from "./demo-prescriptions.ts";
import { makeDemoPurchase } from "./demo-purchases.ts";
import type { DemoBranch } from "./demo-sales.ts";
import { randomStream } from "./random-stream.ts";

/** Boxes of a lot that a branch has; the oldest is sold first. */
export interface DemoLot {
  lot: string;
  left: number;
  expiresOn: Day;
}

/** What a branch has of each controlled product, by code. */
export type DemoShelf = Map<string, DemoLot[]>;

type SaleLine = typeof saleLines.$inferInsert;

/** A shelf is filled up to this many boxes when it falls under a fifth of it. */
const FULL = 40;
const unitOf = (product: DemoProduct) => (/ FR /.test(product.description) ? "2" : "1");
const left = (lots: readonly DemoLot[] | undefined) =>
  (lots ?? []).reduce((sum, lot) => sum + lot.left, 0);

interface DemoBoxes {
  product: DemoProduct;
  lot: string;
  expiresOn: Day;
  quantity: number;
  prolongedUse?: string;
}

/** A line of boxes of a medicine. */
export const boxes = ({
  product,
  lot,
  expiresOn,
  quantity,
  prolongedUse = "",
}: DemoBoxes): BookLine => ({
  productCode: product.code,
  therapeuticClass: product.therapeuticClass,
  registration: product.msRegistration,
  lot,
  expiresOn,
  quantity,
  unit: unitOf(product),
  prolongedUse,
});

/** The count that opens a branch's book: every controlled product has a full shelf. */
export function openShelf(
  book: DayBook,
  organizationId: number,
  branch: DemoBranch,
  day: Day,
  products: readonly DemoProduct[],
): DemoShelf {
  const controlled = products.filter(({ therapeuticClass }) => therapeuticClass !== "");
  const shelf: DemoShelf = new Map(
    controlled.map(({ code }) => [
      code,
      [{ lot: `${code}A`, left: FULL, expiresOn: addDays(day, 500) }],
    ]),
  );
  addMovement(
    book,
    branch,
    organizationId,
    { key: `INV-${day}`, kind: "inventory", day },
    controlled.map((product) =>
      boxes({ product, quantity: FULL, ...shelf.get(product.code)![0]! }),
    ),
  );
  return shelf;
}

/** A later count: what is on the shelf this evening. */
export function countShelf(
  book: DayBook,
  organizationId: number,
  branch: DemoBranch,
  day: Day,
  products: ReadonlyMap<string, DemoProduct>,
  shelf: DemoShelf,
): void {
  const lines = [...shelf].flatMap(([code, lots]) =>
    lots
      .filter((lot) => lot.left > 0)
      .map((lot) => boxes({ product: products.get(code)!, quantity: lot.left, ...lot })),
  );
  addMovement(book, branch, organizationId, { key: `INV-${day}`, kind: "inventory", day }, lines);
}

/** Buys, dispenses and loses what the branch's day brings with it; sale lines get their lot and prescription. */
export function writeDayBook(
  book: DayBook,
  organizationId: number,
  branch: DemoBranch,
  day: Day,
  sold: { sales: ReadonlyArray<typeof sales.$inferInsert>; lines: SaleLine[] },
  products: ReadonlyMap<string, DemoProduct>,
  shelf: DemoShelf,
): void {
  const random = randomStream(branch.id * 7_001 + Number(day.replaceAll("-", "")));
  const receipts = new Map(sold.sales.map((sale) => [sale.id, sale]));
  const dispensed = sold.lines.filter(
    (line) =>
      products.get(line.productCode)?.therapeuticClass &&
      receipts.get(line.saleId)?.kind === "sale",
  );
  restock(book, organizationId, branch, day, dispensed, products, shelf, random);
  for (const line of dispensed)
    dispense(
      book,
      organizationId,
      branch,
      day,
      line,
      receipts.get(line.saleId)!.documentKey,
      products.get(line.productCode)!,
      shelf,
      random,
    );
  // What a cancellation undoes went out of the same lot, on the same prescription.
  for (const line of sold.lines) {
    const receipt = receipts.get(line.saleId)!;
    if (receipt.kind !== "cancellation") continue;
    const undone = sold.sales.find(
      (sale) => sale.kind === "sale" && sale.documentKey === receipt.documentKey,
    );
    const first = sold.lines.find(
      (other) => other.saleId === undone?.id && other.lineNumber === line.lineNumber,
    );
    Object.assign(line, { lot: first?.lot ?? "", prescriptionKey: first?.prescriptionKey ?? "" });
  }
  if (random() < 0.03) lose(book, organizationId, branch, day, products, shelf, random);
}

function restock(
  book: DayBook,
  organizationId: number,
  branch: DemoBranch,
  day: Day,
  dispensed: readonly SaleLine[],
  products: ReadonlyMap<string, DemoProduct>,
  shelf: DemoShelf,
  random: () => number,
): void {
  const needed = new Map<string, number>();
  for (const { productCode, quantity } of dispensed)
    needed.set(productCode, (needed.get(productCode) ?? 0) + quantity);
  const monday = new Date(`${day}T12:00:00Z`).getUTCDay() === 1;
  const short = [...shelf].filter(
    ([code, lots]) => left(lots) < Math.max(needed.get(code) ?? 0, monday ? FULL / 5 : 0),
  );
  if (short.length === 0 && !monday) return;
  const bought = short.map(([code, lots]) => {
    const product = products.get(code)!;
    const lot: DemoLot = {
      lot: `${code}${day.slice(2).replaceAll("-", "")}`,
      left: FULL - left(lots) + (needed.get(code) ?? 0),
      expiresOn: addDays(day, 540),
    };
    lots.push(lot);
    return { product, quantity: lot.left, lot: lot.lot, expiresOn: lot.expiresOn, bonus: false };
  });
  const all = [...products.values()];
  const others = monday
    ? Array.from({ length: 8 }, () => ({
        product: pick(all, random()),
        quantity: 6 + Math.floor(random() * 30),
        lot: "",
        expiresOn: null,
        bonus: random() < 0.1,
      })).filter(({ product }) => product.therapeuticClass === "")
    : [];
  const invoice = makeDemoPurchase(
    book,
    organizationId,
    branch,
    day,
    [...bought, ...others],
    "purchase",
  );
  if (bought.length > 0) {
    addMovement(
      book,
      branch,
      organizationId,
      {
        key: `NF-${invoice.number}`,
        kind: "entry",
        day,
        invoiceNumber: invoice.number,
        invoiceOperation: "1",
        invoiceIssuedOn: day,
        originCnpj: invoice.supplierCnpj,
        destinationCnpj: branch.cnpj,
      },
      bought.map(boxes),
    );
  }
  if (monday && random() < 0.15 && others[0])
    makeDemoPurchase(
      book,
      organizationId,
      branch,
      day,
      [{ ...others[0], quantity: 1, bonus: false }],
      "return",
    );
}

function dispense(
  book: DayBook,
  organizationId: number,
  branch: DemoBranch,
  day: Day,
  line: SaleLine,
  saleKey: string,
  product: DemoProduct,
  shelf: DemoShelf,
  random: () => number,
): void {
  const key = `R${day.slice(2).replaceAll("-", "")}-${book.prescriptions.length + 1}`;
  const kind =
    product.therapeuticClass === "1" ? "5" : product.molecule.startsWith("Alprazolam") ? "2" : "1";
  addPrescription(book, organizationId, branch, day, { key, saleKey, kind }, random);
  const lines = [];
  for (const lot of shelf.get(product.code) ?? []) {
    const quantity = Math.min(
      lot.left,
      line.quantity - lines.reduce((sum, taken) => sum + taken.quantity, 0),
    );
    if (quantity <= 0) continue;
    lot.left -= quantity;
    lines.push({
      product,
      lot: lot.lot,
      expiresOn: lot.expiresOn,
      quantity,
      prolongedUse: kind === "5" ? "N" : "",
    });
  }
  Object.assign(line, { lot: lines[0]?.lot ?? "", prescriptionKey: key });
  addMovement(
    book,
    branch,
    organizationId,
    { key: `V-${key}`, kind: "sale", day, prescriptionKey: key },
    lines.map(boxes),
  );
}

function lose(
  book: DayBook,
  organizationId: number,
  branch: DemoBranch,
  day: Day,
  products: ReadonlyMap<string, DemoProduct>,
  shelf: DemoShelf,
  random: () => number,
): void {
  const [code, lots] = pick([...shelf], random());
  const lot = lots.find((one) => one.left > 0);
  if (!lot) return;
  lot.left -= 1;
  addMovement(
    book,
    branch,
    organizationId,
    { key: `P-${day}`, kind: "loss", day, lossReason: random() < 0.5 ? "2" : "3" },
    [boxes({ product: products.get(code)!, quantity: 1, lot: lot.lot, expiresOn: lot.expiresOn })],
  );
}
