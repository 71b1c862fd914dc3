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
  guide: {
    about:
      "A Control Shop recebe os produtos, os preços e o estoque de cada loja. Para que ela os usa depende do serviço contratado: confirme com o parceiro.",
    ask: [
      "Endereço da API e o token de acesso",
      "O código de cada loja",
      "Os caminhos e os nomes dos campos, quando forem outros",
      "De quanto em quanto tempo ela quer receber as mudanças (de 15 a 60 minutos é o comum)",
    ],
    how: [
      "No intervalo da integração, envia o que mudou desde o último envio que foi aceito por inteiro.",
      "A cada 7 dias (ajustável), no primeiro envio do dia ou a partir do horário configurado, envia tudo novamente.",
      "Produto sem preço não é enviado; oferta igual ou acima do preço normal fica de fora do registro e é contada no log.",
      "Quando dois produtos têm o mesmo EAN, só o primeiro segue com ele.",
    ],
    assumed: [
      "O que é o serviço e o contrato inteiro: o parceiro não os publica, e o Enlace usa o perfil genérico REST-LOTE.",
    ],
  },
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
