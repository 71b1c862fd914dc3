import { currentDatabase } from "@/db/current-database.ts";
import { currentMoment } from "@/db/queries/now.ts";
import { API_RIGHT_WORDS, type ApiRight } from "@/lib/core/api-rights.ts";
import { ApiRefusal } from "./answer-api.ts";
import { type ApiCaller, authenticateApiKey } from "./authenticate-api-key.ts";
import { limitRate } from "./limit-rate.ts";

/** Who calls, whether not too often, and whether the key has the right; without `right` any key will do. */
export async function admitCaller(request: Request, right?: ApiRight): Promise<ApiCaller> {
  const { db } = currentDatabase("api");
  const caller = await authenticateApiKey(
    db,
    request.headers.get("authorization"),
    await currentMoment(db),
  );
  if (!caller)
    throw new ApiRefusal(
      401,
      "unauthorized",
      "Chave de API ausente, inválida, vencida ou revogada.",
      { "www-authenticate": 'Bearer realm="enlace"' },
    );
  await limitRate(caller.keyId);
  if (right !== undefined && !caller.rights.includes(right))
    throw new ApiRefusal(
      403,
      "missing_right",
      `Esta chave não tem o direito “${API_RIGHT_WORDS[right].label}”. Solicite ao suporte uma chave com esse direito.`,
    );
  return caller;
}
