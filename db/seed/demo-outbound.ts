import type { outboundLines, outboundOrders } from "../schema/outbound-orders.ts";
import type { Day } from "@/lib/core/period.ts";
import type { DemoProduct } from "./demo-catalogue.ts";
import { branchCnpj, type DemoOrganization } from "./demo-organizations.ts";
import type { DemoBranch } from "./demo-sales.ts";
import { randomStream } from "./random-stream.ts";

const ORDERS_A_DAY = 3;

interface DemoOrders {
  orders: Array<typeof outboundOrders.$inferInsert & { id: number }>;
  lines: Array<typeof outboundLines.$inferInsert>;
}

/**
 * What the head office, which is also the depot, sends to its other branches on a day; every third
 * order is an invoice to come.
 */
export function makeDemoOrders(
  demo: DemoOrganization,
  organizationId: number,
  depot: DemoBranch,
  day: Day,
  catalogue: readonly DemoProduct[],
  nextId: () => number,
): DemoOrders {
  const random = randomStream(Number(day.replaceAll("-", "")) + organizationId);
  const made: DemoOrders = { orders: [], lines: [] };
  for (let index = 0; index < ORDERS_A_DAY; index++) {
    const ordinal = 1 + Math.floor(random() * (demo.branches.length - 1));
    const id = nextId();
    const number = `${day.slice(2).replaceAll("-", "")}${index + 1}`;
    made.orders.push({
      organizationId,
      id,
      branchId: depot.id,
      kind: index % 3 === 2 ? "pre_invoice" : "replenishment",
      documentKey: `PS-${number}`,
      number,
      originalNumber: "",
      recipientCode: String(ordinal + 1),
      recipientName: demo.branches[ordinal]?.[0] ?? "Filial",
      recipientCnpj: branchCnpj(demo.cnpjRoot, ordinal + 1),
      recipientEmail: "",
      issuedAt: new Date(
        Date.parse(`${day}T00:00:00Z`) + (depot.utcOffsetHours + 6 + index) * 3_600_000,
      ),
      day,
    });
    for (let line = 1; line <= 4; line++) {
      const product = catalogue[Math.floor(random() * catalogue.length)];
      if (product)
        made.lines.push({
          organizationId,
          orderId: id,
          lineNumber: line,
          productCode: product.code,
          ean: product.ean,
          description: product.description,
          packQuantity: 1,
          quantity: 6 * (1 + Math.floor(random() * 8)),
        });
    }
  }
  return made;
}
