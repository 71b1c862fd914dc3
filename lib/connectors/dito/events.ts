import { formatOffset, type LocalTime } from "@/lib/core/local-time.ts";
import { spreadDifference } from "@/lib/core/money.ts";
import type { Sale, SaleLine } from "@/lib/core/movement.ts";
import { findOwn } from "@/lib/core/find-own.ts";

/** One event, without what identifies the sender: that is added at the door, so that no file holds a credential. */
export interface DitoEvent {
  action: string;
  /** Number of the line the message id is made from; absent for the event of the whole receipt. */
  line?: number;
  revenue?: number;
  created_at: string;
  data: Record<string, string | number>;
}

/** tPag of the NF-e → what a person reads in Dito's segments. */
const PAYMENT: Readonly<Record<string, string>> = {
  "01": "dinheiro",
  "02": "cheque",
  "03": "cartao de credito",
  "04": "cartao de debito",
  "05": "crediario",
  "10": "vale alimentacao",
  "11": "vale refeicao",
  "15": "boleto",
  "17": "pix",
  "20": "pix",
};

interface Place {
  storeCode: string;
  storeName: string;
  local: LocalTime;
  /** Lines that count, by the brand's list of CFOPs. */
  lines: readonly SaleLine[];
}

const SUFFIX: Record<Sale["kind"], string> = {
  sale: "",
  return: "-devolucao",
  cancellation: "-cancelamento",
};

/**
 * What makes a receipt the same one: an access key is unique in the country, an ERP's own id only in its
 * store. What undoes a sale may carry the very key of it, so its kind is part of the id.
 */
export function transactionId(storeCode: string, sale: Pick<Sale, "kind" | "documentKey">): string {
  return (
    (/^\d{44}$/.test(sale.documentKey) ? sale.documentKey : `${storeCode}-${sale.documentKey}`) +
    SUFFIX[sale.kind]
  );
}

/** The sale that something undoes; an ERP that cancels a document in place names no other. */
export function originalOf(sale: Sale): Pick<Sale, "kind" | "documentKey"> {
  return { kind: "sale", documentKey: sale.originalKey || sale.documentKey };
}

const reais = (cents: number) => cents / 100;

/**
 * The events of one receipt. `comprou` carries what was paid; the lines explain it and sum to it to the
 * cent. Something undone is an event of its own with negative revenue, as Dito's own plugin sends it.
 */
export function toEvents(sale: Sale, { storeCode, storeName, local, lines }: Place): DitoEvent[] {
  const bought = sale.kind === "sale";
  const sum = lines.reduce((total, line) => total + line.netCents, 0);
  // With lines left out the receipt's own total says nothing about the rest.
  const difference = lines.length === sale.lines.length ? sale.totalCents - sum : 0;
  const nets = spreadDifference(
    lines.map((line) => line.netCents),
    difference,
  );
  const total = sum + difference;
  const created_at = `${local.day} ${local.time} ${formatOffset(local.offsetMinutes)}`;
  const shared = {
    transaction_id: transactionId(storeCode, sale),
    store_code: storeCode,
    store_name: storeName,
  };
  const undone: Record<string, string> = bought
    ? {}
    : { original_transaction_id: transactionId(storeCode, originalOf(sale)) };
  const head: DitoEvent = {
    action: bought ? "comprou" : "devolveu",
    revenue: reais(bought ? total : -total),
    created_at,
    data: {
      ...shared,
      ...undone,
      total: reais(total),
      discount: reais(lines.reduce((off, line) => off + line.discountCents, 0)),
      quantity: Number(lines.reduce((count, line) => count + line.quantity, 0).toFixed(4)),
      payment_method: [
        ...new Set(sale.payments.map(({ method }) => findOwn(PAYMENT, method) ?? "outros")),
      ].join(", "),
      channel: sale.channel,
      ...(sale.sellerCode ? { seller_code: sale.sellerCode } : {}),
    },
  };
  const explained = lines.map((line, index): DitoEvent => ({
    action: bought ? "comprou-produto" : "devolveu-produto",
    line: line.lineNumber,
    created_at,
    data: {
      ...shared,
      ...undone,
      product_id: line.productCode,
      product_ean: line.ean,
      product_name: line.description,
      quantity: line.quantity,
      product_price: reais(nets[index] ?? line.netCents),
    },
  }));
  return [head, ...explained];
}
