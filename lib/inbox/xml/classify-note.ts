import { findOwn } from "@/lib/core/find-own.ts";
import { formatReais } from "@/lib/core/money.ts";
import type { SalePayment } from "@/lib/core/movement.ts";
import {
  DocumentRefusal,
  type Finding,
  type InboxContext,
  type InboxDocument,
  type PurchaseDocument,
  refuseUnknownBranch,
  type SaleDocument,
} from "../document.ts";
import type { Note } from "./parse-note.ts";

/** indPres → channel; what is sold in the shop, or before one's own door, stands for the rest. */
const CHANNEL: Readonly<Record<string, string>> = {
  "2": "ecommerce",
  "3": "phone",
  "4": "delivery",
  "9": "other",
};
/** CFOP groups of goods that go out without being sold: transfers (x.15x, x.408, x.409) and other exits (x.9xx). */
const TRANSFER = /^[56](15[1-6]|40[89]|55[27])$/;
const NOT_SOLD = /^[567]9\d\d$/;
/** The full invoice of a sale whose receipt was already issued: counting it would count the sale twice. */
const MIRRORS_RECEIPT = /^[56]929$/;
/** Own entry of goods that a customer brought back. */
const CUSTOMER_RETURN = /^[123](20[1-9]|41[01]|66[0-2]|503|553)$/;
/** Goods given without charge, as their supplier wrote it (5/6.910) or as they were entered (1/2.910). */
const BONUS = /^[1256]910$/;
const WITHOUT_PAYMENT = "90";

/** Whose document it is and what it means for that branch: a sale, a return, a purchase, or none of them. */
export function classifyNote(
  note: Note,
  context: InboxContext,
): { document: InboxDocument; warnings: Finding[] } {
  const issuer = context.branchIdByCnpj.get(note.issuerCnpj);
  const recipient =
    note.model === "55" ? context.branchIdByCnpj.get(note.recipientDocument) : undefined;
  if (note.model !== "55" && note.model !== "65")
    throw new DocumentRefusal(
      "unsupported_document",
      `O modelo ${note.model.slice(0, 4)} não é aceito: envie NFC-e (65) ou NF-e (55).`,
      note.key,
    );
  if (note.issuedAt.getTime() > context.now.getTime() + 36 * 3_600_000)
    throw new DocumentRefusal("future", "A data de emissão do documento está no futuro.", note.key);
  if (
    note.purpose === "2" ||
    note.purpose === "3" ||
    note.purpose === "5" ||
    note.purpose === "6"
  ) {
    throw new DocumentRefusal(
      "not_a_sale",
      "O documento é uma nota complementar, de ajuste, de crédito ou de débito e não movimenta produtos.",
      note.key,
    );
  }
  const warnings = note.warnings;
  const every = (pattern: RegExp) => note.lines.every((line) => pattern.test(line.cfop));

  if (issuer !== undefined && note.direction === "0") {
    if (note.purpose === "4" || every(CUSTOMER_RETURN))
      return { document: makeSale(note, issuer, "return"), warnings };
    return {
      document: makePurchase(note, issuer, note.recipientDocument, note.recipientName),
      warnings,
    };
  }
  if (issuer !== undefined && !(recipient !== undefined && every(TRANSFER))) {
    if (note.purpose === "4")
      return {
        document: makePurchase(note, issuer, note.recipientDocument, note.recipientName, "return"),
        warnings,
      };
    if (every(MIRRORS_RECEIPT))
      throw new DocumentRefusal(
        "mirrors_receipt",
        "A nota apenas repete um cupom já emitido (CFOP 5.929/6.929). Importe só o cupom, para que a venda não seja contada duas vezes.",
        note.key,
      );
    if (every(TRANSFER) || every(NOT_SOLD))
      throw new DocumentRefusal(
        "not_a_sale",
        `A operação da nota (CFOP ${note.lines[0]?.cfop.slice(0, 4)}) é uma transferência ou outra saída, não uma venda.`,
        note.key,
      );
    return { document: makeSale(note, issuer, "sale"), warnings };
  }
  if (recipient !== undefined) {
    if (note.purpose === "4") return { document: makeSale(note, recipient, "return"), warnings };
    return { document: makePurchase(note, recipient, note.issuerCnpj, note.issuerName), warnings };
  }
  return refuseUnknownBranch(note.key);
}

function makeSale(note: Note, branchId: number, kind: SaleDocument["kind"]): SaleDocument {
  const sum = (value: (line: Note["lines"][number]) => number) =>
    note.lines.reduce((all, line) => all + value(line), 0);
  return {
    type: "sale",
    kind,
    branchId,
    documentKey: note.key,
    originalKey: kind === "return" ? (note.referencedKeys[0] ?? "") : "",
    model: note.model,
    series: note.series,
    number: note.number,
    // Each till issues its NFC-e under a series of its own; that is the only trace of it in the document.
    register: String(Number(note.series) || 1),
    soldAt: note.issuedAt,
    customerDocument: note.recipientDocument,
    grossCents: sum((line) => line.grossCents),
    discountCents: sum((line) => line.discountCents),
    surchargeCents: sum((line) => line.surchargeCents),
    totalCents: note.total,
    channel: findOwn(CHANNEL, note.presence) ?? "store",
    sellerCode: "",
    program: null,
    lines: note.lines.map(({ lots: _lots, ...line }) => line),
    payments: balancePayments(note, kind),
  };
}

/**
 * Payments less the change given back sum to the total. "Sem pagamento" (90) stands for what nobody
 * paid; what was paid beyond the total is change that the note does not tell.
 */
function balancePayments(note: Note, kind: SaleDocument["kind"]): SalePayment[] {
  const payments = note.payments.map((payment) => ({
    ...payment,
    nsu: "",
    installments: 1,
    terminal: "",
  }));
  const paid = payments.reduce((all, payment) => all + payment.amountCents, 0);
  const unpaid = payments.every((payment) => payment.method === WITHOUT_PAYMENT);
  if (unpaid && paid === 0 && (note.model === "55" || note.total === 0 || payments.length > 0)) {
    return [withoutPayment(note.total)];
  }
  const missing = note.total - (paid - note.changeCents);
  if (missing !== 0) {
    if (kind === "return") return [withoutPayment(note.total)];
    note.warnings.push({
      documentKey: note.key,
      code: "payments_do_not_sum",
      reason: `Os pagamentos (${formatReais(paid)}, troco ${formatReais(note.changeCents)}) não somam o total do documento (${formatReais(note.total)}). O documento foi aceito; ${missing > 0 ? "o que falta ficou como sem pagamento" : "o que sobra foi contado como troco"}.`,
    });
    if (missing > 0) payments.push(withoutPayment(missing));
  }
  let change = note.changeCents + Math.max(0, -missing);
  // Change is given in cash, so cash payments give it back first.
  const order = payments.toSorted(
    (a, b) =>
      Number(b.method === "01") - Number(a.method === "01") || b.amountCents - a.amountCents,
  );
  for (const payment of order) {
    const taken = Math.min(change, payment.amountCents);
    payment.amountCents -= taken;
    change -= taken;
  }
  return payments.filter((payment) => payment.amountCents > 0 || payments.length === 1);
}

function withoutPayment(amountCents: number): SalePayment {
  return {
    method: WITHOUT_PAYMENT,
    amountCents,
    cardBrand: "",
    acquirerCnpj: "",
    authorization: "",
    nsu: "",
    installments: 1,
    terminal: "",
  };
}

function makePurchase(
  note: Note,
  branchId: number,
  supplierCnpj: string,
  supplierName: string,
  kind: PurchaseDocument["kind"] = "purchase",
): PurchaseDocument {
  return {
    type: "purchase",
    kind,
    branchId,
    documentKey: note.key,
    originalKey: kind === "return" ? (note.referencedKeys[0] ?? "") : "",
    number: note.number,
    series: note.series,
    supplierCnpj,
    supplierName,
    issuedAt: note.issuedAt,
    totalCents: note.total,
    lines: note.lines.map(
      ({
        grossCents: _gross,
        discountCents: _discount,
        surchargeCents: _surcharge,
        onOffer: _onOffer,
        prescriptionKey: _prescription,
        ...line
      }) => ({ ...line, bonus: BONUS.test(line.cfop) }),
    ),
  };
}
