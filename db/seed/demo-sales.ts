import { accessKeyCheckDigit, completeCnpj } from "@/lib/core/documents.ts";
import type { Day } from "@/lib/core/period.ts";
import type { saleLines, salePayments, sales as salesTable } from "../schema/sales.ts";
import type { DemoProduct } from "./demo-catalogue.ts";
import { pick } from "./demo-people.ts";
import { randomStream } from "./random-stream.ts";

export interface DemoBranch {
  id: number;
  cnpj: string;
  stateCode: string;
  state: string;
  /** Hours to add to local time to get UTC. */
  utcOffsetHours: number;
}

const METHODS = ["01", "03", "04", "17"] as const;
/** tBand of the fiscal layout: Visa, Mastercard, Elo. */
const BRANDS = ["01", "02", "06"];
/** An acquirer that does not exist. */
const ACQUIRER = completeCnpj("820155330001");
const CHANNELS = ["store", "store", "store", "store", "store", "delivery", "ecommerce"];
const PROGRAMS = ["", "", "", "", "", "", "", "pbm", "popular", "agreement"] as const;

/** The receipts of one branch on one day, ready for the sales tables; ids are given by `nextId`. */
export function makeDaySales(
  organizationId: number,
  branch: DemoBranch,
  day: Day,
  count: number,
  products: readonly DemoProduct[],
  customers: readonly string[],
  nextId: () => number,
) {
  const random = randomStream(branch.id * 100_003 + Number(day.replaceAll("-", "")));
  const weekend = [0, 6].includes(new Date(`${day}T12:00:00Z`).getUTCDay()) ? 0.7 : 1;
  const sales: Array<typeof salesTable.$inferInsert> = [];
  const lines: Array<typeof saleLines.$inferInsert> = [];
  const payments: Array<typeof salePayments.$inferInsert> = [];
  for (let index = 0; index < Math.round(count * weekend * (0.85 + random() * 0.3)); index++) {
    const saleId = nextId();
    const number = String(Number(day.slice(5).replace("-", "")) * 1000 + index + 1);
    const register = String(1 + Math.floor(random() * 3));
    const minutes = 8 * 60 + Math.floor(((index + random()) / (count * 1.2)) * 13 * 60);
    const soldAt = new Date(
      Date.parse(`${day}T00:00:00Z`) +
        (branch.utcOffsetHours * 60 + minutes) * 60_000 +
        Math.floor(random() * 60) * 1000,
    );
    const key43 = `${branch.stateCode}${day.slice(2, 4)}${day.slice(5, 7)}${branch.cnpj}65${register.padStart(3, "0")}${number.padStart(9, "0")}1${day.slice(8)}${String(index).padStart(6, "0")}`;
    const documentKey = `${key43}${accessKeyCheckDigit(key43)}`;
    let gross = 0;
    let discount = 0;
    const lineCount = 1 + Math.floor(random() * random() * 5);
    for (let line = 1; line <= lineCount; line++) {
      const product = products[Math.floor(random() * random() * products.length)];
      if (!product) continue;
      const quantity = random() < 0.8 ? 1 : 2 + Math.floor(random() * 2);
      const grossCents = product.priceCents * quantity;
      const discountCents = random() < 0.25 ? Math.round(grossCents * 0.1) : 0;
      gross += grossCents;
      discount += discountCents;
      lines.push({
        organizationId,
        saleId,
        lineNumber: line,
        productCode: product.code,
        ean: product.ean,
        description: product.description,
        ncm: product.ncm,
        cfop: "5405",
        quantity,
        unitPriceCents: product.priceCents,
        grossCents,
        discountCents,
        netCents: grossCents - discountCents,
        costCents: product.costCents,
        msRegistration: product.msRegistration,
        lot: "",
        onOffer: discountCents > 0,
        prescriptionKey: "",
      });
    }
    const method = METHODS[Math.floor(random() * METHODS.length)] ?? "01";
    const card = method === "03" || method === "04";
    payments.push({
      organizationId,
      saleId,
      position: 1,
      method,
      amountCents: gross - discount,
      cardBrand: card ? pick(BRANDS, random()) : "",
      acquirerCnpj: card ? ACQUIRER : "",
      authorization: card ? String(100_000 + Math.floor(random() * 900_000)) : "",
      nsu: card ? `${register}${String(index + 1).padStart(5, "0")}${day.slice(8)}` : "",
      installments: method === "03" && gross - discount > 10_000 ? 1 + Math.floor(random() * 3) : 1,
      terminal: card ? `T${register.padStart(4, "0")}` : "",
    });
    const customerDocument = random() < 0.35 ? pick(customers, random()) : "";
    const sale = {
      organizationId,
      branchId: branch.id,
      documentKey,
      model: "65",
      series: register,
      number,
      register,
      day,
      customerDocument,
      grossCents: gross,
      discountCents: discount,
      totalCents: gross - discount,
      channel: pick(CHANNELS, random()),
      sellerCode: String(1 + Math.floor(random() * 6)),
      program: customerDocument === "" ? ("" as const) : pick(PROGRAMS, random()),
    };
    sales.push({ ...sale, id: saleId, kind: "sale" as const, originalKey: "", soldAt });
    if (random() < 0.012) {
      const cancellationId = nextId();
      const own = lines.filter((line) => line.saleId === saleId);
      lines.push(...own.map((line) => ({ ...line, saleId: cancellationId })));
      payments.push({ ...payments[payments.length - 1]!, saleId: cancellationId });
      sales.push({
        ...sale,
        id: cancellationId,
        kind: "cancellation" as const,
        originalKey: documentKey,
        soldAt: new Date(soldAt.getTime() + 240_000),
      });
    }
  }
  return { sales, lines, payments };
}
