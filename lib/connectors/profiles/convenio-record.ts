import type { LocalTime } from "../../core/local-time.ts";
import { spreadDifference } from "../../core/money.ts";
import type { Sale, SalePayment } from "../../core/movement.ts";
import { cleanText, gtinOrNull, localMoment, quantityOf, reais } from "./wire-text.ts";

/** Who sells, as the operator knows it. */
export interface Seller {
  cnpj: string;
  /** The store's code at the operator. */
  accredited: string;
  agreement: string;
}

export const AUTHORIZATION_FIELDS = ["nsu", "cnpj", "codigo_credenciado", "convenio", "documento", "documento_original", "data_hora", "valor_total", "valor_convenio", "motivo", "itens", "itens.linha", "itens.codigo_produto", "itens.ean", "itens.quantidade", "itens.valor_bruto", "itens.valor_desconto", "itens.valor_liquido"] as const;

/** The payment that went through the operator: store credit before any other that has a number. */
export function authorizedPayment({ payments }: Pick<Sale, "payments">): SalePayment | null {
  const numbered = payments.filter(({ nsu }) => /^[\w-]{1,40}$/.test(nsu));
  return numbered.find(({ method }) => method === "05") ?? numbered[0] ?? null;
}

/** A sale that closes its authorisation, with the lines that are billed; they sum to the total. */
export function confirmation(sale: Sale, payment: SalePayment, local: LocalTime, seller: Seller) {
  const sum = sale.lines.reduce((total, line) => total + line.netCents, 0);
  const nets = spreadDifference(sale.lines.map((line) => line.netCents), sale.totalCents - sum);
  return {
    ...head(sale, payment, local, seller),
    valor_total: reais(sale.totalCents),
    itens: sale.lines.map((line, index) => {
      const net = nets[index] ?? line.netCents;
      const gross = Math.max(line.grossCents, net);
      return { linha: line.lineNumber, codigo_produto: cleanText(line.productCode), ean: gtinOrNull(line.ean), quantidade: quantityOf(line.quantity), valor_bruto: reais(gross), valor_desconto: reais(gross - net), valor_liquido: reais(net) };
    }),
  };
}

/** A cancellation, or goods that came back: the amount goes back to the member. */
export function cancellation(sale: Sale, payment: SalePayment, local: LocalTime, seller: Seller) {
  return { ...head(sale, payment, local, seller), documento_original: sale.originalKey, motivo: sale.kind === "return" ? "devolucao" : "cancelamento" };
}

function head(sale: Sale, payment: SalePayment, local: LocalTime, { cnpj, accredited, agreement }: Seller) {
  return { nsu: payment.nsu, cnpj, codigo_credenciado: accredited, convenio: agreement, documento: sale.documentKey, data_hora: localMoment(local), valor_convenio: reais(payment.amountCents) };
}
