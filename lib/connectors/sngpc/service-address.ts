import { PartnerError } from "@/lib/core/errors.ts";
import type { ConnectorContext } from "../define.ts";

/** Addresses that Anvisa published; there is none for tests of the new service. */
const PUBLISHED: Record<string, string> = {
  "rest producao": "https://sngpc-api.anvisa.gov.br",
  "soap producao": "http://sngpc.anvisa.gov.br/webservice/sngpc.asmx",
  "soap homologacao": "http://homologacao.anvisa.gov.br/sngpc/webservice/sngpc.asmx",
};

export type AddressKey = "transporte" | "ambiente" | "url_rest" | "url_soap";

/** Where the chosen transport and environment are: the address of the settings, or the published one. */
export function endpointOf(ctx: ConnectorContext<AddressKey>): string {
  const transport = ctx.settings.text("transporte");
  const key = transport === "soap" ? "url_soap" : "url_rest";
  const address =
    ctx.settings.text(key) || PUBLISHED[`${transport} ${ctx.settings.text("ambiente")}`];
  if (!address)
    throw new PartnerError(
      "settings",
      "A Anvisa não publicou o endereço de homologação do serviço REST. Informe-o em Configurações ou use o transporte SOAP.",
      { settings: [key] },
    );
  return address.replace(/\/+$/, "");
}
