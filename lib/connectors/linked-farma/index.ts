import { dailyAt, daysBack } from "@/lib/core/schedule.ts";
import { defineConnector } from "../define.ts";
import { NEGATIVE_STOCK, productsEntity, stockEntity } from "../profiles/catalogue-entities.ts";
import { checkRest } from "../profiles/rest-address.ts";
import { lotOperation, lotSettings } from "../profiles/rest-lote.ts";
import { salesEntity } from "../profiles/sales-entity.ts";
import { hour, text, toggle } from "../settings.ts";
import { guide } from "./guide.ts";

const network = text("codigo_rede", "Código da rede", {
  help: "Código da rede de farmácias na Gruppy",
  maxLength: 60,
});
const store = text("codigo_loja", "Código da loja", {
  perBranch: true,
  help: "Um por filial, informado pela Gruppy",
  maxLength: 60,
});
const withDocument = toggle("enviar_cpf", "Enviar CPF do cliente", {
  defaultValue: "nao",
  help: "Sim: o CPF informado na venda segue quando o dígito confere. Só ligue se o contrato da rede prevê o tratamento desse dado",
});
const [salesHour, catalogueHour] = [
  hour("horario_vendas", "Horário das vendas", "03:30"),
  hour("horario_cadastro", "Horário dos produtos e do estoque", "04:30"),
];
const [sales, products, stock] = [
  salesEntity({ documentToggle: withDocument.key }),
  productsEntity(),
  stockEntity(),
];

export const linkedFarma = defineConnector({
  id: "linked-farma",
  name: "Linked Farma (Gruppy)",
  summary: "Plataforma de redes de farmácias: recebe vendas, produtos e estoque de cada loja.",
  // Two links of a chain around a cross.
  icon: "M9 8H7a4 4 0 0 0 0 8h2M15 8h2a4 4 0 0 1 0 8h-2M12 9.5v5M9.5 12h5",
  contract: "generic",
  guide,
  transport: "rest",
  settings: [
    ...lotSettings([sales, products, stock]),
    network,
    store,
    withDocument,
    NEGATIVE_STOCK,
    salesHour,
    catalogueHour,
  ],
  check: checkRest,
  operations: {
    sales: lotOperation({
      label: "Vendas",
      personal: "CPF de clientes, quando o envio está ligado",
      schedule: dailyAt(salesHour),
      period: daysBack(1),
      secondSending: { effect: "adds_difference", certainty: "assumed" },
      missed: "all",
      manualRun: { maxDays: 31 },
      ledger: true,
      entities: [sales],
      head: [network, store],
    }),
    catalogue: lotOperation({
      label: "Produtos e estoque",
      schedule: dailyAt(catalogueHour),
      period: daysBack(0),
      entities: [products, stock],
      head: [network, store],
    }),
  },
});
