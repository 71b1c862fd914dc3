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
  if (depthOf(text) > MAX_DEPTH) throw new ApiRefusal(400, "too_deep", "O JSON tem níveis demais.");
  try {
    return { value: JSON.parse(text) as unknown, bytes };
  } catch {
    throw invalid();
  }
}

/** How deep the brackets go, outside of strings: told before parsing, which would take the depth on the stack. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (inString) {
      if (code === 0x5c) index += 1;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x7b || code === 0x5b) deepest = Math.max(deepest, (depth += 1));
    else if (code === 0x7d || code === 0x5d) depth -= 1;
  }
  return deepest;
}
