import { measureDepth } from "@/lib/core/clean-text.ts";
import { ApiRefusal } from "./answer-api.ts";

/** The largest body of a call. */
export const MAX_BODY_BYTES = 5 * 1024 * 1024;
const MAX_DEPTH = 20;

/** Reads a JSON body, counting while it arrives: a body without an honest length is cut off at the limit. */
export async function readJsonBody(
  request: Request,
): Promise<{ value: unknown; bytes: Uint8Array }> {
  const type = (request.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json")
    throw new ApiRefusal(415, "unsupported_media_type", "Envie o corpo como application/json.");
  if (request.headers.get("content-encoding"))
    throw new ApiRefusal(415, "unsupported_media_type", "Envie o corpo sem compressão.");
  const tooLarge = () =>
    new ApiRefusal(413, "too_large", "O corpo passa de 5 MB. Envie menos registros por chamada.");
  if (Number(request.headers.get("content-length") ?? 0) > MAX_BODY_BYTES) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  const bytes = Buffer.concat(chunks);
  const invalid = () =>
    new ApiRefusal(400, "invalid_json", "O corpo não é um JSON válido em UTF-8.");
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw invalid();
  }
  if (measureDepth(text) > MAX_DEPTH)
    throw new ApiRefusal(400, "too_deep", "O JSON tem níveis demais.");
  try {
    return { value: JSON.parse(text) as unknown, bytes };
  } catch {
    throw invalid();
  }
}
