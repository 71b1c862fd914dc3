import { dailyAt, daysBack } from "@/lib/core/schedule.ts";
import { defineConnector } from "../define.ts";
import { NEGATIVE_STOCK, productsEntity, stockEntity } from "../profiles/catalogue-entities.ts";
import { checkRest } from "../profiles/rest-address.ts";
import { lotOperation, lotSettings } from "../profiles/rest-lote.ts";
import { salesEntity } from "../profiles/sales-entity.ts";
import { hour, text } from "../settings.ts";
import { guide } from "./guide.ts";

const client = text("codigo_cliente", "Código do cliente", {
  help: "Código com que a Trivio identifica a rede; segue em cada lote",
  maxLength: 60,
});
const [salesHour, catalogueHour] = [
  hour("horario_vendas", "Horário das vendas", "03:00"),
  hour("horario_cadastro", "Horário dos produtos e do estoque", "04:00"),
];
const [sales, products, stock] = [salesEntity(), productsEntity(), stockEntity()];

export const trivio = defineConnector({
  id: "trivio",
  name: "Trivio",
  summary: "Recebe as vendas de cada loja, os produtos e o estoque, em lotes JSON.",
  // Three points on their way to one.
  icon: "M4 6h.01M4 12h.01M4 18h.01M7 6h4l4 6M7 12h8M7 18h4l4-6M15 12h2M20 12a1.5 1.5 0 1 1-3 0 1.5 1.5 0 0 1 3 0z",
  contract: "generic",
  guide,
  transport: "rest",
  settings: [
    ...lotSettings([sales, products, stock]),
    client,
    NEGATIVE_STOCK,
    salesHour,
    catalogueHour,
  ],
  check: checkRest,
  operations: {
    sales: lotOperation({
      label: "Vendas",
      schedule: dailyAt(salesHour),
      period: daysBack(1),
      secondSending: { effect: "adds_difference", certainty: "assumed" },
      missed: "all",
      manualRun: { maxDays: 31 },
      ledger: true,
      entities: [sales],
      head: [client],
    }),
    catalogue: lotOperation({
      label: "Produtos e estoque",
      schedule: dailyAt(catalogueHour),
      period: daysBack(0),
      entities: [products, stock],
      head: [client],
    }),
  },
});
