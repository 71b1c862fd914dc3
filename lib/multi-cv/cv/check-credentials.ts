import { PartnerError } from "@/lib/core/errors.ts";
import type { CvClient } from "./open-cv.ts";

/**
 * CV answers 404 to wrong credentials as well as to what it does not have. After a 404 this asks for what
 * every tenant has; throws `auth` when that too is "not found".
 */
export async function checkCredentials(cv: CvClient): Promise<void> {
  const answer = await cv.call({
    method: "GET",
    path: "/api/v1/configuracoes/workflows/reservas",
    missing: [404],
  });
  if (answer === null)
    throw new PartnerError(
      "auth",
      `CV ${cv.label} não reconhece o e-mail e o token (404). Gere um novo token e informe-o em Tokens.`,
    );
}
