import { takenBy } from "@/lib/core/controlled.ts";
import { addDays, type Day } from "@/lib/core/period.ts";
import { addMovement, type BookLine, type DayBook } from "./day-book.ts";
import { boxes, type DemoShelf } from "./demo-book.ts";
import type { DemoProduct } from "./demo-catalogue.ts";
import { addPrescription } from "./demo-prescriptions.ts";
import { DISTRIBUTOR } from "./demo-purchases.ts";
import type { DemoBranch } from "./demo-sales.ts";
import { randomStream } from "./random-stream.ts";

/** The laboratory does the same every five days, whatever day a demo starts: each kind is among its last five. */
const ROUND = 5;
const roundDay = (day: Day) => Math.round(Date.parse(`${day}T00:00:00Z`) / 86_400_000) % ROUND;
/**
 * Grams of the raw material left on the evening of each day of a round: bought, dispensed twice,
 * the rest lost in the process.
 */
const LEFT = [3, 1.8, 1.8, 0.6, 0];

/** A lot of fluoxetine under a code of our own. */
const rawLot = (day: Day, quantity: number): BookLine => {
  const bought = addDays(day, -roundDay(day));
  return {
    productCode: "FLUOXETINA",
    therapeuticClass: "2",
    registration: "04120",
    lot: `FX${bought.slice(2).replaceAll("-", "")}`,
    expiresOn: addDays(bought, 700),
    quantity,
    unit: "1",
    supplierCnpj: DISTRIBUTOR.cnpj,
  };
};
/** So many capsules of so many grams each. */
const capsules = (amountEach: number, dosages: number) => ({
  quantity: takenBy(amountEach, dosages),
  unit: "1",
  amountEach,
  dosageUnit: "2",
  dosages,
});

/** Raw material on the evening of a day, to be counted with the shelf. */
export function countRawMaterial(
  book: DayBook,
  organizationId: number,
  branch: DemoBranch,
  day: Day,
): void {
  const left = LEFT[roundDay(day)] ?? 0;
  if (left > 0)
    addMovement(
      book,
      branch,
      organizationId,
      { key: `INV-MP-${day}`, kind: "inventory", substance: "ingredient", day },
      [rawLot(day, left)],
    );
}

/** What the branch's laboratory does on a day; nothing until a round begins after its book was opened. */
export function writeCompounding(
  book: DayBook,
  organizationId: number,
  branch: DemoBranch,
  day: Day,
  opened: Day,
  products: ReadonlyMap<string, DemoProduct>,
  shelf: DemoShelf,
): void {
  const at = roundDay(day);
  if (addDays(day, -at) <= opened) return;
  const random = randomStream(branch.id * 9_001 + Number(day.replaceAll("-", "")));
  const mark = day.slice(2).replaceAll("-", "");
  /** The laboratory's till is not among the demo's: its prescriptions name no receipt. */
  const prescribe = (key: string, kind: "1" | "2") => {
    addPrescription(book, organizationId, branch, day, { key, saleKey: "", kind }, random);
    return { key: `V-${key}`, kind: "sale" as const, day, prescriptionKey: key };
  };
  if (at === 0) {
    addMovement(
      book,
      branch,
      organizationId,
      {
        key: `NF-MP-${mark}`,
        kind: "entry",
        substance: "ingredient",
        day,
        invoiceNumber: `7${mark}`,
        invoiceOperation: "1",
        invoiceIssuedOn: day,
        originCnpj: DISTRIBUTOR.cnpj,
        destinationCnpj: branch.cnpj,
      },
      [rawLot(day, LEFT[0]!)],
    );
  }
  if (at === 1 || at === 3)
    addMovement(
      book,
      branch,
      organizationId,
      { ...prescribe(`M${mark}`, "1"), substance: "ingredient" },
      [{ ...rawLot(day, 0), ...capsules(0.02, 60) }],
    );
  if (at === 2)
    transform(book, organizationId, branch, day, products, shelf, () => prescribe(`T${mark}`, "2"));
  if (at === 4)
    addMovement(
      book,
      branch,
      organizationId,
      { key: `P-MP-${day}`, kind: "loss", substance: "ingredient", day, lossReason: "5" },
      [rawLot(day, LEFT[3]!)],
    );
}

/** A box of 30 tablets of 1 mg becomes 0.03 g: capsules of a dose that nobody sells, a little lost, the rest kept. */
function transform(
  book: DayBook,
  organizationId: number,
  branch: DemoBranch,
  day: Day,
  products: ReadonlyMap<string, DemoProduct>,
  shelf: DemoShelf,
  prescribe: () => { key: string; kind: "sale"; day: Day; prescriptionKey: string },
): void {
  const product = [...products.values()].find(({ description }) =>
    /^Alprazolam 1 MG .*X 30$/.test(description),
  );
  const lot = product && shelf.get(product.code)?.find(({ left }) => left > 0);
  if (!product || !lot) return;
  lot.left -= 1;
  const box = boxes({ product, lot: lot.lot, expiresOn: lot.expiresOn, quantity: 1 });
  addMovement(book, branch, organizationId, { key: `T-${day}`, kind: "transformation", day }, [
    { ...box, yieldQuantity: 0.03, yieldUnit: "1" },
  ]);
  addMovement(book, branch, organizationId, { ...prescribe(), substance: "transformed" }, [
    { ...box, ...capsules(0.00025, 100) },
  ]);
  addMovement(
    book,
    branch,
    organizationId,
    { key: `P-T-${day}`, kind: "loss", substance: "transformed", day, lossReason: "5" },
    [{ ...box, unit: "1", quantity: 0.002 }],
  );
}
