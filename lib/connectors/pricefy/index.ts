import { daysBack, everyInterval } from "@/lib/core/schedule.ts";
import { defineConnector } from "../define.ts";
import { checkRest } from "../profiles/rest-address.ts";
import { lotOperation, lotSettings } from "../profiles/rest-lote.ts";
import { FETCHED_TOKEN_SETTINGS, fetchedCredentials } from "../profiles/rest-token.ts";
import { PRICE_ENTITIES } from "./entities.ts";

export const pricefy = defineConnector({
  id: "pricefy",
  name: "Pricefy",
  summary: "Etiquetas e cartazes: recebe o preço normal e os seis tipos de oferta de cada loja.",
  // A tag on a ruler.
  icon: "M3 12l8-8h7v7l-8 8zM14.5 7.5h.01M3 20h18M6 20v-2M18 20v-3",
  contract: "generic",
  guide: {
    about:
      "A Pricefy imprime etiquetas e cartazes: recebe de cada loja o preço normal e as ofertas de/por, a partir de, fidelidade, leve e pague, desconto na unidade e compre e ganhe.",
    ask: [
      "Endereço da API e o token de acesso",
      "Em que cabeçalho o token segue, ou o caminho e o corpo da chamada que o devolve",
      "O caminho de cada um dos sete tipos de preço e os nomes dos campos, quando forem outros",
    ],
    how: [
      "No intervalo da integração, envia os preços e as ofertas que valem no dia, loja por loja.",
      "Preço acima do máximo ao consumidor (PMC), oferta igual ou acima do preço normal e ofertas que se sobrepõem são recusadas antes do envio, com o produto e o motivo.",
      "Produto sem preço ou inativo não é enviado.",
    ],
    assumed: [
      "O envio em lotes pelo perfil genérico REST-LOTE: o parceiro não publica o contrato. Os sete tipos e os nomes dos campos foram observados em um sistema que a Pricefy consulta.",
    ],
  },
  transport: "rest",
  settings: lotSettings(PRICE_ENTITIES, [], FETCHED_TOKEN_SETTINGS),
  check: (ctx) => checkRest(ctx, fetchedCredentials),
  operations: {
    prices: lotOperation({
      label: "Preços e ofertas",
      schedule: everyInterval(),
      period: daysBack(0),
      entities: PRICE_ENTITIES,
      credentials: fetchedCredentials,
    }),
  },
});
