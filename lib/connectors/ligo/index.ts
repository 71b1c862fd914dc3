import { dailyAt, daysBack, everyInterval } from "@/lib/core/schedule.ts";
import { defineConnector } from "../define.ts";
import { checkRest } from "../profiles/rest-address.ts";
import { lotOperation, lotSettings } from "../profiles/rest-lote.ts";
import { hour, text } from "../settings.ts";
import { guide } from "./guide.ts";
import { availability, customers, lastPurchases, rememberCustomers } from "./entities.ts";

const store = text("id_loja", "Id da loja", {
  perBranch: true,
  help: "Um por filial, informado pela Ligo",
  maxLength: 60,
});
const [customersHour, purchasesHour] = [
  hour("horario_clientes", "Horário dos clientes", "05:00"),
  hour("horario_compras", "Horário das últimas compras", "05:30"),
];

export const ligo = defineConnector({
  id: "ligo",
  name: "Ligo",
  summary:
    "Contato com clientes: recebe quem consentiu, as últimas compras e o que há em cada loja.",
  // A telephone between two waves.
  icon: "M7 4h3l1.5 4-2 1.5a11 11 0 0 0 5 5l1.5-2 4 1.5v3a2 2 0 0 1-2 2A15 15 0 0 1 5 6a2 2 0 0 1 2-2zM15 4a5 5 0 0 1 5 5",
  contract: "generic",
  guide,
  transport: "rest",
  settings: [
    ...lotSettings([customers, lastPurchases, availability]),
    store,
    customersHour,
    purchasesHour,
  ],
  check: checkRest,
  operations: {
    customers: lotOperation({
      label: "Clientes",
      schedule: dailyAt(customersHour),
      period: daysBack(0),
      personal: "nome e contato de clientes",
      entities: [customers],
      head: [store],
      accepted: rememberCustomers,
    }),
    purchases: lotOperation({
      label: "Últimas compras",
      schedule: dailyAt(purchasesHour),
      period: daysBack(1),
      secondSending: { effect: "adds_difference", certainty: "assumed" },
      missed: "all",
      ledger: true,
      personal: "as compras de cada cliente",
      entities: [lastPurchases],
      head: [store],
    }),
    availability: lotOperation({
      label: "Disponibilidade",
      schedule: everyInterval(),
      period: daysBack(0),
      entities: [availability],
      head: [store],
    }),
  },
});
