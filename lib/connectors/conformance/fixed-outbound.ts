import { completeCnpj } from "@/lib/core/documents.ts";
import type { OutboundLine, OutboundOrder } from "@/lib/core/outbound-order.ts";
import { FIXED_DAY, gtin } from "./fixed-day.ts";

export function makeOutboundLine(fields: Partial<OutboundLine> = {}): OutboundLine {
  return {
    lineNumber: 1,
    productCode: "1001",
    ean: gtin(600_001),
    description: "Ácido fólico 5 mg | 30 comp.",
    packQuantity: 1,
    quantity: 24,
    ...fields,
  };
}

/** An order of a depot to one of its branches; every field may be named. */
export function makeOutboundOrder(fields: Partial<OutboundOrder> = {}): OutboundOrder {
  const id = fields.id ?? 1;
  return {
    id,
    branchId: 1,
    kind: "replenishment",
    documentKey: `PED-${id}`,
    number: String(8_000 + id),
    originalNumber: "",
    recipientCode: "2",
    recipientName: "Filial 2",
    recipientCnpj: completeCnpj("419023770002"),
    recipientEmail: "",
    issuedAt: new Date(`${FIXED_DAY}T16:00:00Z`),
    day: FIXED_DAY,
    lines: [makeOutboundLine()],
    ...fields,
  };
}

/** One order of each kind, of the first branch as the depot. */
export function fixedOutboundOrders(): OutboundOrder[] {
  return [
    makeOutboundOrder({
      id: 1,
      lines: [
        makeOutboundLine(),
        makeOutboundLine({
          lineNumber: 2,
          productCode: "1002",
          ean: "",
          description: "Protetor solar FPS 60; 50 g",
          packQuantity: 6,
          quantity: 12,
        }),
      ],
    }),
    makeOutboundOrder({
      id: 2,
      kind: "pre_invoice",
      originalNumber: "77",
      recipientEmail: "loja2@drogarias.example",
    }),
    makeOutboundOrder({ id: 3, kind: "quote" }),
    makeOutboundOrder({
      id: 4,
      kind: "supplier_return",
      recipientCode: "1",
      recipientName: "Distribuidora Planalto Ltda.",
      recipientCnpj: completeCnpj("713008840001"),
    }),
  ];
}
