import { daysBack, everyInterval } from "@/lib/core/schedule.ts";
import { defineConnector } from "../define.ts";
import {
  NEGATIVE_STOCK,
  pricesEntity,
  productsEntity,
  stockEntity,
} from "../profiles/catalogue-entities.ts";
import {
  changedRows,
  FULL_LOAD_DAYS,
  FULL_LOAD_HOUR,
  rememberLoad,
} from "../profiles/changes-since.ts";
import { checkRest } from "../profiles/rest-address.ts";
import { lotOperation, lotSettings } from "../profiles/rest-lote.ts";
import { text } from "../settings.ts";
import { guide } from "./guide.ts";

const store = text("codigo_loja", "Código da loja", {
  perBranch: true,
  help: "Um por filial, informado pela Control Shop",
  maxLength: 60,
});
const entities = [
  productsEntity({ select: changedRows, uniqueEan: true }),
  pricesEntity({ select: changedRows }),
  stockEntity({ select: changedRows }),
];

export const controlShop = defineConnector({
  id: "control-shop",
  name: "Control Shop",
  summary:
    "Recebe produtos, preços e estoque de cada loja: o que mudou a cada intervalo e tudo uma vez por semana.",
  // A window with a tick: what the shop controls.
  icon: "M4 4h16v16H4zM4 9h16M8 15l2.5 2.5L16 12",
  contract: "generic",
  guide,
  transport: "rest",
  settings: [...lotSettings(entities), store, NEGATIVE_STOCK, FULL_LOAD_DAYS, FULL_LOAD_HOUR],
  check: checkRest,
  operations: {
    catalogue: lotOperation({
      label: "Produtos, preços e estoque",
      schedule: everyInterval(),
      period: daysBack(0),
      entities,
      head: [store],
      accepted: rememberLoad,
    }),
  },
});
