import { formatReais, spreadDifference } from "@/lib/core/money.ts";
import type { SaleLine } from "@/lib/core/movement.ts";
import { type Day, isDay } from "@/lib/core/period.ts";
import type { PurchaseLot } from "@/lib/core/purchase.ts";
import { DocumentRefusal, type Finding } from "../document.ts";
import { centsAt, eanOf, quantityAt } from "./read-values.ts";
import { nodeAt, nodesAt, textAt, type XmlNode } from "./read-xml.ts";

/** A line of a note: what a sale line and a purchase line are made of. */
export interface NoteLine extends SaleLine {
  lots: PurchaseLot[];
}

/** Lines and totals, checked against each other to the cent. `products` is the gross value of the lines. */
export function parseNoteLines(
  infNFe: XmlNode,
  key: string,
  warnings: Finding[],
): { lines: NoteLine[]; products: number; total: number } {
  const items = nodesAt(infNFe, "det");
  if (items.length === 0) throw new DocumentRefusal("no_lines", "O documento não tem itens.", key);
  const lines = items.map((item, index) => parseLine(item, index + 1, key, warnings));

  const totals = nodeAt(infNFe, "total", "ICMSTot");
  const services = nodeAt(infNFe, "total", "ISSQNtot");
  const amount = (name: string) => centsAt(totals, key, name);
  const total = amount("vNF");
  const products = sum(lines, (line) => line.grossCents);
  const declared = amount("vProd") + centsAt(services, key, "vServ");
  if (products !== declared) {
    throw new DocumentRefusal(
      "lines_do_not_sum",
      `A soma dos itens (${formatReais(products)}) é diferente do total de produtos do documento (${formatReais(declared)}).`,
      key,
    );
  }
  if (
    sum(items, (item) => centsAt(item, key, "prod", "vDesc")) !==
    amount("vDesc") + centsAt(services, key, "vDescIncond")
  ) {
    throw new DocumentRefusal(
      "lines_do_not_sum",
      `A soma dos descontos dos itens é diferente do desconto do documento (${formatReais(amount("vDesc"))}).`,
      key,
    );
  }
  const added = [
    "vST",
    "vFCPST",
    "vICMSMonoReten",
    "vFrete",
    "vSeg",
    "vOutro",
    "vII",
    "vIPI",
    "vIPIDevol",
  ].reduce((all, name) => all + amount(name), 0);
  const plain = declared + added - amount("vDesc") - centsAt(services, key, "vDescIncond");
  // An ICMS exemption lowers the total only when the issuer says so line by line; both forms are in use.
  if (total !== plain && total !== plain - amount("vICMSDeson")) {
    throw new DocumentRefusal(
      "lines_do_not_sum",
      `Os itens, descontos e acréscimos somam ${formatReais(plain)}, mas o total do documento é ${formatReais(total)}.`,
      key,
    );
  }
  return { lines: balanceLines(lines, total), products, total };
}

function parseLine(item: XmlNode, lineNumber: number, key: string, warnings: Finding[]): NoteLine {
  const product = nodeAt(item, "prod");
  const taxes = nodeAt(item, "imposto");
  const cents = (name: string) => centsAt(product, key, name);
  // indTot 0: the line is told for information and is not part of the total.
  const counts = textAt(product, "indTot") !== "0";
  const grossCents = counts ? cents("vProd") : 0;
  const discountCents = counts ? cents("vDesc") : 0;
  const taxCents =
    centsAt(taxes, key, "IPI", "IPITrib", "vIPI") +
    centsAt(taxes, key, "II", "vII") +
    centsAt(item, key, "impostoDevol", "IPI", "vIPIDevol") +
    retainedTax(taxes, key);
  const surchargeCents = counts ? cents("vOutro") + cents("vFrete") + cents("vSeg") + taxCents : 0;
  const registration = textAt(product, "med", "cProdANVISA");
  return {
    lineNumber,
    productCode: textAt(product, "cProd"),
    ean: eanOf(textAt(product, "cEAN"), lineNumber, key, warnings),
    description: textAt(product, "xProd"),
    ncm: textAt(product, "NCM"),
    cfop: textAt(product, "CFOP"),
    unit: textAt(product, "uCom") || "UN",
    quantity: quantityAt(product, key, "qCom"),
    unitPriceCents: counts ? cents("vUnCom") : 0,
    grossCents,
    discountCents,
    surchargeCents,
    netCents: grossCents - discountCents + surchargeCents,
    msRegistration: registration === "ISENTO" ? "" : registration,
    lot: textAt(product, "rastro", "nLote"),
    lots: nodesAt(product, "rastro").map((trace) => ({
      lot: textAt(trace, "nLote").slice(0, 20),
      quantity: quantityAt(trace, key, "qLote"),
      manufacturedOn: dayOrNull(textAt(trace, "dFab")),
      expiresOn: dayOrNull(textAt(trace, "dVal")),
    })),
    costCents: null,
    onOffer: false,
    prescriptionKey: "",
  };
}

const dayOrNull = (text: string): Day | null => (isDay(text) ? text : null);

/** Taxes collected ahead (ST and its fund) stand inside whichever ICMS group the line has. */
function retainedTax(taxes: XmlNode | undefined, key: string): number {
  const groups = nodeAt(taxes, "ICMS")?.children ?? [];
  return groups.reduce(
    (all, group) =>
      all +
      centsAt(group, key, "vICMSST") +
      centsAt(group, key, "vFCPST") +
      centsAt(group, key, "vICMSMonoReten"),
    0,
  );
}

/**
 * Whatever the document charges without saying on which line goes to the largest one, so that lines
 * always sum to the total.
 */
function balanceLines(lines: NoteLine[], total: number): NoteLine[] {
  const nets = lines.map((line) => line.netCents);
  const balanced = spreadDifference(nets, total - nets.reduce((all, net) => all + net, 0));
  return lines.map((line, index) => {
    const netCents = balanced[index] ?? line.netCents;
    const change = netCents - line.netCents;
    return {
      ...line,
      netCents,
      surchargeCents: line.surchargeCents + Math.max(0, change),
      discountCents: line.discountCents + Math.max(0, -change),
    };
  });
}

function sum<Item>(items: readonly Item[], value: (item: Item) => number): number {
  return items.reduce((all, item) => all + value(item), 0);
}
