import type { LocalTime } from "@/lib/core/local-time.ts";
import { type Cents, spreadDifference } from "@/lib/core/money.ts";
import type { Sale, SalePayment } from "@/lib/core/movement.ts";
import { cleanText, cpfOrNull, gtinOrNull, localMoment, quantityOf, reais } from "./wire-text.ts";

/** Who sells, as the operator knows it. */
export interface Seller {
  cnpj: string;
  /** The store's code at the operator. */
  accredited: string;
  agreement: string;
  /** Whether the contract lets the member's CPF travel. */
  withDocument: boolean;
}

export const AUTHORIZATION_FIELDS = [
  "nsu",
  "cnpj",
  "codigo_credenciado",
  "convenio",
  "documento",
  "documento_original",
  "data_hora",
  "cpf_conveniado",
  "valor_total",
  "valor_convenio",
  "motivo",
  "itens",
  "itens.linha",
  "itens.codigo_produto",
  "itens.ean",
  "itens.quantidade",
  "itens.valor_bruto",
  "itens.valor_desconto",
  "itens.valor_liquido",
  "itens.valor_convenio",
] as const;

/** The payment that went through the operator: store credit before any other that has a number. */
export function authorizedPayment({ payments }: Pick<Sale, "payments">): SalePayment | null {
  const numbered = payments.filter(({ nsu }) => /^[\w-]{1,40}$/.test(nsu));
  return numbered.find(({ method }) => method === "05") ?? numbered[0] ?? null;
}

/**
 * What a cancellation or return gives back: under its own number, or under that of the sale it
 * undoes where the source wrote none. Goods that came back give back no more than they cost.
 */
export function undonePayment(sale: Sale, original: SalePayment | undefined): SalePayment | null {
  const own = authorizedPayment(sale);
  if (own || !original) return own;
  return sale.kind === "return"
    ? { ...original, amountCents: Math.min(sale.totalCents, original.amountCents) }
    : original;
}

/**
 * The agreement's part of each line, in proportion to what it is worth: the parts sum to the whole to the
 * cent, and none is above its line.
 */
export function shareAmong(worths: readonly Cents[], whole: Cents): Cents[] {
  const total = worths.reduce((sum, worth) => sum + worth, 0);
  if (total <= 0) return worths.map(() => 0);
  const exact = worths.map((worth) => (worth * whole) / total);
  const shares = exact.map(Math.floor);
  let left = whole - shares.reduce((sum, share) => sum + share, 0);
  const byRest = [...exact.keys()].sort(
    (a, b) => ((exact[b] ?? 0) % 1) - ((exact[a] ?? 0) % 1) || a - b,
  );
  for (const index of byRest) {
    if (left <= 0) break;
    shares[index] = (shares[index] ?? 0) + 1;
    left -= 1;
  }
  return shares;
}

/** A sale that closes its authorisation, with the lines that are billed; they sum to the total. */
export function confirmation(sale: Sale, payment: SalePayment, local: LocalTime, seller: Seller) {
  const sum = sale.lines.reduce((total, line) => total + line.netCents, 0);
  const nets = spreadDifference(
    sale.lines.map((line) => line.netCents),
    sale.totalCents - sum,
  );
  const shares = shareAmong(nets, payment.amountCents);
  return {
    ...head(sale, payment, local, seller),
    valor_total: reais(sale.totalCents),
    itens: sale.lines.map((line, index) => {
      const net = nets[index] ?? line.netCents;
      const gross = Math.max(line.grossCents, net);
      return {
        linha: line.lineNumber,
        codigo_produto: cleanText(line.productCode),
        ean: gtinOrNull(line.ean),
        quantidade: quantityOf(line.quantity),
        valor_bruto: reais(gross),
        valor_desconto: reais(gross - net),
        valor_liquido: reais(net),
        valor_convenio: reais(shares[index] ?? 0),
      };
    }),
  };
}

/** A cancellation, or goods that came back: the amount goes back to the member. */
export function cancellation(sale: Sale, payment: SalePayment, local: LocalTime, seller: Seller) {
  return {
    ...head(sale, payment, local, seller),
    documento_original: sale.originalKey,
    motivo: sale.kind === "return" ? "devolucao" : "cancelamento",
  };
}

function head(
  sale: Sale,
  payment: SalePayment,
  local: LocalTime,
  { cnpj, accredited, agreement, withDocument }: Seller,
) {
  const cpf = withDocument ? cpfOrNull(sale.customerDocument) : null;
  return {
    nsu: payment.nsu,
    cnpj,
    codigo_credenciado: accredited,
    convenio: agreement,
    documento: sale.documentKey,
    data_hora: localMoment(local),
    ...(cpf === null ? {} : { cpf_conveniado: cpf }),
    valor_convenio: reais(payment.amountCents),
  };
}
