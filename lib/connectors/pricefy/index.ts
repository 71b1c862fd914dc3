import { daysBack, everyInterval } from "@/lib/core/schedule.ts";
import { defineConnector } from "../define.ts";
import { checkRest } from "../profiles/rest-address.ts";
import { lotOperation, lotSettings } from "../profiles/rest-lote.ts";
import { FETCHED_TOKEN_SETTINGS, fetchedCredentials } from "../profiles/rest-token.ts";
import { guide } from "./guide.ts";
import { PRICE_ENTITIES } from "./entities.ts";

export const pricefy = defineConnector({
  id: "pricefy",
  name: "Pricefy",
  summary: "Etiquetas e cartazes: recebe o preço normal e os seis tipos de oferta de cada loja.",
  // A tag on a ruler.
  icon: "M3 12l8-8h7v7l-8 8zM14.5 7.5h.01M3 20h18M6 20v-2M18 20v-3",
  contract: "generic",
  guide,
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
