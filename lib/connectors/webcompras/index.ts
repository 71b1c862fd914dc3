import { isCnpj } from "@/lib/core/documents.ts";
import { dailyAt, daysBack, everyInterval } from "@/lib/core/schedule.ts";
import { defineConnector } from "../define.ts";
import { checkRest } from "../profiles/rest-address.ts";
import { lotOperation, lotSettings } from "../profiles/rest-lote.ts";
import { choice, hour, integer, text } from "../settings.ts";
import { guide } from "./guide.ts";
import { needs } from "./needs.ts";
import { collectOrders, ordersResource } from "./orders.ts";

const buyer = text("cnpj_comprador", "CNPJ do comprador", {
  help: "CNPJ com que a rede está cadastrada no portal; segue em cada lote",
  refuse: (value) => (isCnpj(value) ? null : "O CNPJ do comprador não é válido."),
});
const needsHour = hour("horario_necessidades", "Horário das necessidades", "06:00");

export const webcompras = defineConnector({
  id: "webcompras",
  name: "WebCompras",
  article: "o",
  summary: "Portal de compras: envia o que falta em cada loja e recebe os pedidos cotados.",
  // A basket with an arrow into it.
  icon: "M4 10h16l-2 10H6zM12 3v10M9 10l3 3 3-3",
  contract: "generic",
  guide,
  transport: "rest",
  settings: [
    ...lotSettings([needs], [ordersResource]),
    buyer,
    choice("dias_media_venda", "Média de venda", {
      defaultValue: "30",
      options: [
        { value: "30", label: "Últimos 30 dias" },
        { value: "60", label: "Últimos 60 dias" },
        { value: "90", label: "Últimos 90 dias" },
      ],
      help: "De quantos dias é a média que define mínimo e máximo",
    }),
    integer("estoque_minimo_dias", "Estoque mínimo (dias)", {
      defaultValue: "7",
      max: 365,
      help: "Com este tanto ou menos, o produto entra na sugestão de compra",
    }),
    integer("estoque_maximo_dias", "Estoque máximo (dias)", {
      defaultValue: "30",
      min: 1,
      max: 365,
      help: "Até quanto a sugestão de compra completa o estoque",
    }),
    needsHour,
  ],
  check: checkRest,
  operations: {
    needs: lotOperation({
      label: "Necessidades de compra",
      schedule: dailyAt(needsHour),
      period: daysBack(1),
      entities: [needs],
      head: [buyer],
    }),
    orders: {
      label: "Pedidos cotados",
      schedule: everyInterval(),
      period: daysBack(0),
      collect: collectOrders,
    },
  },
});
