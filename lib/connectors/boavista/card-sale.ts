import { formatOffset, type LocalTime } from "@/lib/core/local-time.ts";
import type { Cents } from "@/lib/core/money.ts";
import type { Sale, SalePayment } from "@/lib/core/movement.ts";
import type { Rejection } from "../define.ts";
import { findOwn } from "@/lib/core/find-own.ts";

/** tPag of the NF-e → what is reconciled; what is missing here goes along only with an NSU of its own. */
const PRODUCT: Readonly<Record<string, "credito" | "debito" | "voucher" | "pix">> = {
  "03": "credito",
  "04": "debito",
  "10": "voucher",
  "11": "voucher",
  "12": "voucher",
  "13": "voucher",
  "17": "pix",
  "20": "pix",
};
/** Without the acquirer's numbers such a payment cannot be found in any statement. */
const BY_CARD = new Set(["credito", "debito", "voucher"]);

/** tBand of the NF-e. */
const BRAND: Readonly<Record<string, string>> = {
  "01": "visa",
  "02": "mastercard",
  "03": "amex",
  "04": "sorocred",
  "05": "diners",
  "06": "elo",
  "07": "hipercard",
  "08": "aura",
  "09": "cabal",
};

/** What becomes of a payment: sent, refused with a sentence, or none of the partner's business. */
export type Judged = { send: true } | { send: false; refusal: Omit<Rejection, "key"> | null };

/** Whether a payment can be reconciled. Cash and whatever has no number of an acquirer is left aside. */
export function judgePayment(sale: Pick<Sale, "number">, payment: SalePayment): Judged {
  const product = findOwn(PRODUCT, payment.method);
  const card = product !== undefined && BY_CARD.has(product);
  if (!card && payment.nsu === "") return { send: false, refusal: null };
  const refuse = (code: string, message: string): Judged => ({
    send: false,
    refusal: { code, message: `Cupom ${sale.number}: ${message}` },
  });
  if (payment.nsu === "")
    return refuse(
      "SEM_NSU",
      "a venda no cartão não tem NSU (falha do TEF). Informe-o na origem e reprocesse.",
    );
  if (card && payment.authorization === "")
    return refuse(
      "SEM_AUTORIZACAO",
      `o NSU ${payment.nsu} não tem código de autorização. Informe-o na origem e reprocesse.`,
    );
  if (payment.amountCents <= 0) return refuse("SEM_VALOR", `o NSU ${payment.nsu} não tem valor.`);
  if (payment.installments < 1 || payment.installments > 99)
    return refuse("PARCELAS", `o NSU ${payment.nsu} tem ${payment.installments} parcelas.`);
  if (payment.amountCents < payment.installments)
    return refuse("PARCELAS", `o NSU ${payment.nsu} tem mais parcelas do que centavos.`);
  return { send: true };
}

/** Instalments of whole cents that sum to the amount; the first takes what does not divide. */
export function splitInstallments(amountCents: Cents, count: number): Cents[] {
  const each = Math.floor(amountCents / count);
  return Array.from({ length: count }, (_, index) =>
    index === 0 ? amountCents - each * (count - 1) : each,
  );
}

/**
 * What makes a payment the same one at the partner: the receipt and the payment's place on it. A
 * cancellation names the sale it undoes.
 */
export function keyOfPayment(sale: Sale, position: number): string {
  return `${sale.kind === "cancellation" ? sale.originalKey || sale.documentKey : sale.documentKey}-${position}`;
}

export const CARD_SALE_FIELDS = [
  "chave",
  "cnpj",
  "codigo_estabelecimento",
  "data_hora",
  "nsu",
  "autorizacao",
  "adquirente_cnpj",
  "bandeira",
  "produto",
  "parcelas",
  "parcelas.numero",
  "parcelas.valor",
  "valor_bruto",
  "terminal",
  "caixa",
  "cupom",
  "cancelada",
] as const;

/** One line of a lot. Nothing in it speaks of the customer. */
export function toCardSale(
  sale: Sale,
  payment: SalePayment,
  position: number,
  store: { cnpj: string; code: string; local: LocalTime },
) {
  const offset = formatOffset(store.local.offsetMinutes);
  const cents = splitInstallments(payment.amountCents, payment.installments);
  return {
    chave: keyOfPayment(sale, position),
    cnpj: store.cnpj,
    codigo_estabelecimento: store.code,
    data_hora: `${store.local.day}T${store.local.time}${offset.slice(0, 3)}:${offset.slice(3)}`,
    nsu: payment.nsu,
    autorizacao: payment.authorization,
    adquirente_cnpj: payment.acquirerCnpj,
    bandeira: findOwn(BRAND, payment.cardBrand) ?? (payment.cardBrand === "" ? "" : "outra"),
    produto: findOwn(PRODUCT, payment.method) ?? "outro",
    parcelas: cents.map((amount, index) => ({ numero: index + 1, valor: amount / 100 })),
    valor_bruto: payment.amountCents / 100,
    terminal: payment.terminal,
    caixa: sale.register,
    cupom: sale.number,
    cancelada: sale.kind === "cancellation",
  };
}
