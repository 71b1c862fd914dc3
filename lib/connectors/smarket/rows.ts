import { cleanDocument, isGtin } from "@/lib/core/documents.ts";
import type { LocalTime } from "@/lib/core/local-time.ts";
import { type Cents, formatDecimal, formatQuantity } from "@/lib/core/money.ts";
import type {
  Branch,
  CategoryGoal,
  Product,
  ProductCategory,
  ProductPrice,
  ProductStock,
  SaleLineRow,
  Supplier,
} from "@/lib/core/movement.ts";
import { toPlainText } from "../formats/plain-text.ts";

const FORBIDDEN = /[.|/*;"]/;
const ALL_FORBIDDEN = /[.|/*;"]+/g;

/** The category that products without one are filed under: the partner refuses an empty one. */
export const NO_CATEGORY = {
  code: "0",
  parentCode: "",
  name: "SEM CATEGORIA",
} satisfies ProductCategory;

/**
 * Text as the partner takes it: no accents, none of `. | / * ;`, one line, no quotes. The plain
 * form comes first: that of `…` or `½` has such characters.
 */
export function cleanText(text: string): string {
  const plain = toPlainText(text);
  return FORBIDDEN.test(plain) ? toPlainText(plain.replace(ALL_FORBIDDEN, " ")) : plain;
}

/** Codes repeat from line to line: a file of millions of lines cleans each one once. */
export function codeCleaner(): (code: string) => string {
  const cleaned = new Map<string, string>();
  return (code) => {
    let clean = cleaned.get(code);
    if (clean === undefined) cleaned.set(code, (clean = cleanText(code)));
    return clean;
  };
}

const amount = (cents: Cents | null) => (cents === null ? "" : formatDecimal(cents));
/** Empty where nobody told it. */
const known = (quantity: number | null) => (quantity === null ? "" : formatQuantity(quantity));

/** A store. Its number is the organization's own code, which must be digits. */
export function branchRow(branch: Branch, segment: string): string[] {
  return [
    branch.code,
    segment,
    cleanText(branch.name),
    "0",
    cleanText(branch.name.split(" ")[0] ?? ""),
    branch.active ? "1" : "0",
    cleanText(branch.street),
    cleanText(branch.streetNumber),
    "",
    cleanText(branch.district),
    cleanText(branch.city),
    cleanText(branch.state),
    "BR",
    cleanDocument(branch.postalCode),
    cleanText(branch.name),
    cleanDocument(branch.cnpj),
  ];
}

export function categoryRow(category: ProductCategory): string[] {
  return [cleanText(category.code), cleanText(category.parentCode), cleanText(category.name)];
}

export function goalRow(goal: CategoryGoal): string[] {
  return [
    cleanText(goal.categoryCode),
    amount(goal.goalCents),
    cleanText(goal.competitiveness),
    cleanText(goal.media),
  ];
}

export function supplierRow(supplier: Supplier): string[] {
  return [
    cleanText(supplier.code),
    cleanText(supplier.name),
    cleanText(supplier.street),
    cleanText(supplier.streetNumber),
    "",
    cleanText(supplier.district),
    cleanText(supplier.city),
    cleanText(supplier.state),
    "BR",
    cleanDocument(supplier.postalCode),
    cleanText(supplier.legalName),
    cleanDocument(supplier.cnpj),
    cleanText(supplier.stateRegistration),
  ];
}

export function productRow(product: Product): string[] {
  const unit = cleanText(product.unit) || "UN";
  return [
    cleanText(product.code),
    cleanText(product.categoryCode) || NO_CATEGORY.code,
    "0",
    "0",
    cleanText(product.supplierCode),
    cleanText(product.description),
    unit,
    String(product.packQuantity),
    String(product.packQuantity),
    unit,
    unit,
  ];
}

/** One row an EAN; a product without a valid one is sent with 0. */
export function eanRows(product: Product): string[][] {
  const valid = product.eans.filter(isGtin);
  if (valid.length === 0) return [[cleanText(product.code), "0", "1"]];
  return valid.map((ean, index) => [cleanText(product.code), ean, index === 0 ? "1" : "0"]);
}

/** null when there is no price: the partner's rule is to leave the row out. */
export function priceRow(price: ProductPrice, store: string): string[] | null {
  if (price.priceCents === null) return null;
  return [
    cleanText(price.productCode),
    store,
    amount(price.priceCents),
    amount(price.promotionCents),
    amount(price.loyaltyCents),
    amount(price.wholesaleCents),
    amount(price.costCents),
    "",
    price.wholesaleQuantity === null ? "" : String(price.wholesaleQuantity),
    "1",
  ];
}

export function stockRow(stock: ProductStock, store: string): string[] {
  return [
    cleanText(stock.productCode),
    store,
    formatQuantity(stock.quantity),
    known(stock.pendingQuantity),
    known(stock.dailyAverage),
  ];
}

export function activeRow(price: ProductPrice, store: string): string[] {
  return [cleanText(price.productCode), store, price.active ? "1" : "0"];
}

/**
 * One line of a coupon. Cancellations and returns are lines with a negative quantity in a coupon of
 * their own. The unit discount is rounded to the cent: the partner has no column for the line's total.
 */
export function couponRow(
  line: SaleLineRow,
  store: string,
  local: LocalTime,
  cleanCode: (code: string) => string = cleanText,
): string[] {
  const quantity = line.kind === "sale" ? line.quantity : -line.quantity;
  const unitDiscount = line.quantity ? Math.round(line.discountCents / line.quantity) : 0;
  return [
    `${local.day} ${local.time}`,
    cleanCode(line.productCode),
    store,
    String(line.saleId),
    "0",
    formatQuantity(quantity),
    formatDecimal(line.unitPriceCents),
    amount(line.costCents),
    formatDecimal(unitDiscount),
    line.onOffer === null ? "" : line.onOffer ? "1" : "0",
  ];
}
