import { WebhookRefusal } from "./refuse-webhook.ts";

/** Messages only warn; a megabyte is a hundred times the longest seen. */
export const MAX_BODY_BYTES = 1024 * 1024;
/** Partners give us 2.5 s in all; who drips longer than this is no partner. */
const PATIENCE_MS = 5_000;

/** Reads the body whole, counting while it arrives: what is too large is never held, what drips is cut off. */
export async function readBody(request: Request, patienceMs = PATIENCE_MS): Promise<Uint8Array> {
  if (Number(request.headers.get("content-length") ?? 0) > MAX_BODY_BYTES)
    throw new WebhookRefusal(413, { connection: "close" });
  if (!request.body) return new Uint8Array();
  const reader = request.body.getReader();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new WebhookRefusal(408, { connection: "close" })), patienceMs);
  });
  late.catch(() => undefined);
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await Promise.race([reader.read(), late]);
      if (done) break;
      size += value.length;
      if (size > MAX_BODY_BYTES) throw new WebhookRefusal(413, { connection: "close" });
      chunks.push(value);
    }
  } catch (error) {
    void reader.cancel().catch(() => undefined);
    throw error;
  } finally {
    clearTimeout(timer);
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}
