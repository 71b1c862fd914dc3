import { isGtin } from "@/lib/core/documents.ts";
import { formatOffset, type LocalTime } from "@/lib/core/local-time.ts";
import { type Cents, spreadDifference } from "@/lib/core/money.ts";
import type { Sale, SaleLine } from "@/lib/core/movement.ts";
import type { Rejection } from "../define.ts";

/** Body of `register-purchase/v2`. */
export interface Purchase {
  sessionId: string;
  customer?: { customerId: string };
  ticket: {
    ticketId: string;
    storeId: string;
    posId: string;
    /** null when the ERP names nobody, as in the vendor's own calls. */
    employeeId: string | null;
    amount: number;
    date: string;
    blockUpdate: 0;
    items: Array<{
      itemId: string;
      ean: string;
      unitPrice: number;
      quantity: number;
      unitSize: "Unit";
      blockUpdate: 0;
    }>;
  };
}

interface Place {
  storeId: string;
  local: LocalTime;
  /** CPF; empty = the purchase goes without a customer. */
  customerId: string;
}

const isSendable = (line: SaleLine) => line.quantity > 0;

/**
 * What makes a purchase the same one at Propz: an access key is unique in the country, an ERP's own
 * id only in its store.
 */
export function ticketId(storeId: string, sale: Pick<Sale, "documentKey">): string {
  return /^\d{44}$/.test(sale.documentKey) ? sale.documentKey : `${storeId}-${sale.documentKey}`;
}

/** Why a sale cannot be sent as it is; null when it can. */
export function refusePurchase(sale: Sale): Omit<Rejection, "key"> | null {
  if (!sale.lines.some(isSendable))
    return { code: "SEM_ITENS", message: `O cupom ${sale.number} não tem itens com quantidade.` };
  if (sale.totalCents < 0)
    return {
      code: "TOTAL_NEGATIVO",
      message: `O cupom ${sale.number} tem total negativo. Corrija na origem e reprocesse.`,
    };
  return null;
}

/**
 * In-store codes and wrong ones mean nothing to the partner, and an empty one is refused: such a
 * product goes under its own code.
 */
function codeOf(line: SaleLine): string {
  return isGtin(line.ean) && !line.ean.startsWith("2") ? line.ean : line.productCode;
}

/**
 * Price of one unit so that price × quantity, in whole cents, is what the line was worth: six
 * places, because ten reais do not divide by three.
 */
function unitPrice(netCents: Cents, quantity: number): number {
  return Number((netCents / 100 / quantity).toFixed(6));
}

/** A sale as a purchase. The receipt's rounding goes to the largest line, so that the items sum to the amount. */
export function toPurchase(sale: Sale, { storeId, local, customerId }: Place): Purchase {
  const lines = sale.lines.filter(isSendable);
  const sum = lines.reduce((total, line) => total + line.netCents, 0);
  const nets = spreadDifference(
    lines.map((line) => line.netCents),
    sale.totalCents - sum,
  );
  const id = ticketId(storeId, sale);
  const offset = formatOffset(local.offsetMinutes);
  return {
    sessionId: id,
    ...(customerId ? { customer: { customerId } } : {}),
    ticket: {
      ticketId: id,
      storeId,
      posId: sale.register,
      employeeId: sale.sellerCode || null,
      amount: sale.totalCents / 100,
      date: `${local.day}T${local.time}${offset.slice(0, 3)}:${offset.slice(3)}`,
      blockUpdate: 0,
      items: lines.map((line, index) => ({
        itemId: String(index),
        ean: codeOf(line),
        unitPrice: unitPrice(nets[index] ?? line.netCents, line.quantity),
        quantity: line.quantity,
        unitSize: "Unit",
        blockUpdate: 0,
      })),
    },
  };
}
