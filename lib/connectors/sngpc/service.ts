import type { ConnectorContext } from "../define.ts";
import { restService } from "./call-rest.ts";
import { soapService } from "./call-soap.ts";
import type { SngpcService } from "./service-calls.ts";

/** The transport that the registration chose. */
export function serviceOf(ctx: ConnectorContext<"transporte">): SngpcService {
  return ctx.settings.text("transporte") === "soap" ? soapService : restService;
}
