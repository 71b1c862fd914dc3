import { z } from "zod";
import type { HttpTransport } from "@/lib/connectors/transports/types.ts";
import type { Login, SignedIn } from "@/lib/engine/flows/open-session.ts";
import { PartnerError } from "@/lib/core/errors.ts";
import { readShape } from "../wire/tolerant-shapes.ts";
import { readBody, send } from "./open-cv.ts";

const PATH = "/api/v3/auth/token";
/** What may mean a wrong password: it is never tried twice, since a locked account locks a person out. */
const REFUSED = [400, 401, 403, 422];
const ABSENT = [404, 405];
const shape = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().int().positive(),
});

/** Signs a person of the panel in: CV's v3 takes nothing but the token that this gives, for six hours. */
export async function signIn(
  http: HttpTransport,
  { label, baseUrl }: { label: string; baseUrl: string },
  { name, password }: Login,
): Promise<SignedIn> {
  const response = await send(http, {
    method: "POST",
    url: `${baseUrl
      .trim()
      .replace(/\/+$/, "")
      .replace(/\/api$/, "")}${PATH}`,
    headers: { accept: "application/json", "content-type": "application/json" },
    body: JSON.stringify({ email: name, senha: password, painel: "gestor" }),
    idempotent: true,
    accept: [...REFUSED, ...ABSENT],
  });
  if (REFUSED.includes(response.status))
    throw new PartnerError("auth", `CV ${label} recusou o e-mail e a senha da API v3.`);
  if (ABSENT.includes(response.status))
    throw new PartnerError(
      "settings",
      `CV ${label} não oferece a API v3 (${response.status}). Retire o e-mail e a senha dela em Tokens.`,
    );
  const read = readShape(shape, readBody(response, false), `CV ${label}, sessão da API v3`);
  return { token: read.access_token, seconds: read.expires_in };
}
