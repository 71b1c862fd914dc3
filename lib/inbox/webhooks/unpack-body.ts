import { promisify } from "node:util";
import { gunzip, inflate } from "node:zlib";
import { MAX_BODY_BYTES } from "./read-body.ts";
import { WebhookRefusal } from "./refuse-webhook.ts";

const UNPACK = {
  gzip: promisify(gunzip),
  "x-gzip": promisify(gunzip),
  deflate: promisify(inflate),
};

/** Takes compression off a body; what grows past the limit of a body is cut off while it grows. */
export async function unpackBody(raw: Uint8Array, encoding: string | null): Promise<Uint8Array> {
  const name = (encoding ?? "").trim().toLowerCase();
  if (name === "" || name === "identity") return raw;
  if (!Object.hasOwn(UNPACK, name))
    throw new WebhookRefusal(415, { "accept-encoding": "gzip, deflate" });
  try {
    return await UNPACK[name as keyof typeof UNPACK](raw, { maxOutputLength: MAX_BODY_BYTES });
  } catch (error) {
    const tooLarge =
      error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
    throw new WebhookRefusal(tooLarge ? 413 : 400);
  }
}
