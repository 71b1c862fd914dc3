import { formatReais, spreadDifference } from "@/lib/core/money.ts";
import type { SaleLine } from "@/lib/core/movement.ts";
import { type Day, isDay } from "@/lib/core/period.ts";
import type { PurchaseLot } from "@/lib/core/purchase.ts";
import { DocumentRefusal, type Finding } from "../document.ts";
import { DOUBTFUL, type Doubtful, explainTotal } from "./explain-total.ts";
import { noDoubt, readLineTaxes, sumDoubtful } from "./line-taxes.ts";
import { centsAt, eanOf, quantityAt } from "./read-values.ts";
import { nodeAt, nodesAt, textAt, type XmlNode } from "./read-xml.ts";

/** A line of a note: what a sale line and a purchase line are made of. */
export interface NoteLine extends SaleLine {
  lots: PurchaseLot[];
}

/**
 * Lines and total of a note that the tax authority accepted: their sum is brought to its total, and
 * what no rule explains is kept as a warning.
 */
export function parseNoteLines(
  infNFe: XmlNode,
  key: string,
  warnings: Finding[],
): { lines: NoteLine[]; total: number } {
  const items = nodesAt(infNFe, "det");
  if (items.length === 0) throw new DocumentRefusal("no_lines", "O documento não tem itens.", key);
  const read = items.map((item, index) => parseLine(item, index + 1, key, warnings));
  const totals = nodeAt(infNFe, "total", "ICMSTot");
  const services = nodeAt(infNFe, "total", "ISSQNtot");
  const products = sum(read, ({ line }) => line.grossCents);
  const declared = centsAt(totals, key, "vProd") + centsAt(services, key, "vServ");
  if (products !== declared) refuseProducts(items, key, products, declared);

  const total = totalOf(infNFe, key);
  const sure = sum(read, ({ line }) => line.netCents);
  const choice = explainTotal(total, sure, sumDoubtful(read.map(({ doubtful }) => doubtful)));
  const lines = read.map(({ line, doubtful }) => addDoubtful(line, doubtful, choice));
  if (choice === null)
    warnings.push({
      documentKey: key,
      code: "total_differs",
      reason: `Os itens, descontos e acréscimos somam ${formatReais(sum(lines, (line) => line.netCents))}, mas o total autorizado é ${formatReais(total)}. O documento foi aceito com o total, e a diferença ficou no maior item. Confira-o na origem.`,
    });
  return { lines: foldEmptyLines(balanceLines(lines, total), key, warnings), total };
}

/** What is paid: with the taxes of the reform on top where the payments say so. */
function totalOf(infNFe: XmlNode, key: string): number {
  const plain = centsAt(infNFe, key, "total", "ICMSTot", "vNF");
  const whole = centsAt(infNFe, key, "total", "vNFTot");
  const payment = nodeAt(infNFe, "pag");
  const paid =
    sum(nodesAt(payment, "detPag"), (one) => centsAt(one, key, "vPag")) -
    centsAt(payment, key, "vTroco");
  return whole !== 0 && paid === whole ? whole : plain;
}

/** Lines that are not those of the total were changed: the line that shows it is named. */
function refuseProducts(
  items: readonly XmlNode[],
  key: string,
  products: number,
  declared: number,
): never {
  throw new DocumentRefusal(
    "lines_do_not_sum",
    `A soma dos itens (${formatReais(products)}) é diferente do total de produtos do documento (${formatReais(declared)}).${describeChanged(items, key)} Baixe o XML novamente na origem.`,
    key,
  );
}

function describeChanged(items: readonly XmlNode[], key: string): string {
  const off = items.findIndex((item) => {
    const product = nodeAt(item, "prod");
    const computed = Number(textAt(product, "qCom")) * Number(textAt(product, "vUnCom")) * 100;
    return Math.abs(computed - centsAt(product, key, "vProd")) > 1;
  });
  if (off >= 0) return ` No item ${off + 1}, quantidade × valor unitário não dá o valor.`;
  // Lines are numbered from 1 without gaps.
  const gap = items.findIndex(({ attributes }, at) => Number(attributes.nItem) !== at + 1);
  return gap < 0 ? "" : ` Falta o item ${gap + 1} ou ele está fora de ordem.`;
}

function addDoubtful(
  line: NoteLine,
  doubtful: Doubtful,
  choice: ReadonlySet<keyof Doubtful> | null,
): NoteLine {
  const counted = DOUBTFUL.filter((name) => choice?.has(name) && doubtful[name] !== 0);
  const added = sum(counted, (name) => doubtful[name]);
  return changeNet(line, added);
}

function changeNet(line: NoteLine, change: number): NoteLine {
  return {
    ...line,
    netCents: line.netCents + change,
    surchargeCents: line.surchargeCents + Math.max(0, change),
    discountCents: line.discountCents + Math.max(0, -change),
  };
}

/** A line of quantity 0 moves no goods: no partner gets it, and what it charges goes to the others. */
function foldEmptyLines(lines: NoteLine[], key: string, warnings: Finding[]): NoteLine[] {
  const kept = lines.filter(({ quantity }) => quantity > 0);
  if (kept.length === lines.length) return lines;
  if (kept.length === 0)
    throw new DocumentRefusal(
      "not_a_sale",
      "Todos os itens do documento têm quantidade 0: ele não movimenta produtos.",
      key,
    );
  for (const { lineNumber } of lines.filter(({ quantity }) => quantity === 0))
    warnings.push({
      documentKey: key,
      code: "empty_line",
      reason: `Item ${lineNumber}: a quantidade é 0. O documento foi aceito sem este item, e o valor dele ficou como acréscimo do maior item.`,
    });
  return balanceLines(
    kept,
    sum(lines, ({ netCents }) => netCents),
  );
}

function parseLine(
  item: XmlNode,
  lineNumber: number,
  key: string,
  warnings: Finding[],
): { line: NoteLine; doubtful: Doubtful } {
  const product = nodeAt(item, "prod");
  const cents = (name: string) => centsAt(product, key, name);
  // indTot 0: the line is told for information and is not part of the total.
  const counts = textAt(product, "indTot") !== "0";
  const taxes = readLineTaxes(item, key);
  const grossCents = counts ? cents("vProd") : 0;
  // Relief that the line deducts lowers its price as a discount does.
  const discountCents = counts ? cents("vDesc") + Math.max(0, -taxes.sure) : 0;
  const surchargeCents = counts
    ? cents("vOutro") + cents("vFrete") + cents("vSeg") + Math.max(0, taxes.sure)
    : 0;
  const registration = textAt(product, "med", "cProdANVISA");
  const line: NoteLine = {
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
    lots: readLots(product, lineNumber, key, warnings),
    costCents: null,
    onOffer: null,
    prescriptionKey: "",
  };
  return { line, doubtful: counts ? taxes.doubtful : noDoubt() };
}

/** A lot of quantity 0 holds nothing: it is told and left out. */
function readLots(
  product: XmlNode | undefined,
  lineNumber: number,
  key: string,
  warnings: Finding[],
): PurchaseLot[] {
  return nodesAt(product, "rastro").flatMap((trace) => {
    const lot = textAt(trace, "nLote").slice(0, 20);
    const quantity = quantityAt(trace, key, "qLote");
    if (quantity > 0)
      return [
        {
          lot,
          quantity,
          manufacturedOn: dayOrNull(textAt(trace, "dFab")),
          expiresOn: dayOrNull(textAt(trace, "dVal")),
        },
      ];
    warnings.push({
      documentKey: key,
      code: "empty_lot",
      reason: `Item ${lineNumber}: o lote ${lot} tem quantidade 0 e ficou de fora. O documento foi aceito.`,
    });
    return [];
  });
}

const dayOrNull = (text: string): Day | null => (isDay(text) ? text : null);

/**
 * Whatever the document charges without saying on which line goes to the largest one, so that lines
 * always sum to the total.
 */
function balanceLines(lines: NoteLine[], total: number): NoteLine[] {
  const nets = lines.map((line) => line.netCents);
  const balanced = spreadDifference(nets, total - nets.reduce((all, net) => all + net, 0));
  return lines.map((line, index) =>
    changeNet(line, (balanced[index] ?? line.netCents) - line.netCents),
  );
}

function sum<Item>(items: readonly Item[], value: (item: Item) => number): number {
  return items.reduce((all, item) => all + value(item), 0);
}
