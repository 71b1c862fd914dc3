import { PartnerError } from "@/lib/core/errors.ts";
import type { Actor } from "@/lib/core/permissions.ts";
import { openFileStore } from "@/lib/engine/file-store.ts";
import { env } from "@/lib/env.ts";
import type { Outcome } from "../define-use-case.ts";
import { cancelImport } from "./cancel-import.ts";
import { finishUpload } from "./finish-upload.ts";
import { startUpload } from "./start-upload.ts";

/** The largest file that may be sent. */
export const MAX_UPLOAD_BYTES = 2 * 1024 ** 3;

class TooLarge extends Error {}

/**
 * Streams an upload into the store and asks for it to be read. An upload that breaks off leaves an
 * import that says so, and no file.
 */
export async function receiveUpload(
  actor: Actor,
  input: { organizationId: number | null; name: string },
  body: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<Outcome<{ importId: number }>> {
  const started = await startUpload(actor, input);
  if (!started.ok) return started;
  const { importId, storageKey } = started.value;
  const store = await openFileStore(env());
  try {
    const { bytes } = await store.put(storageKey, limited(body), signal);
    const finished = await finishUpload(actor, { importId, storageKey, bytes });
    if (!finished.ok) await store.remove(storageKey);
    return finished;
  } catch (error) {
    await cancelImport(actor, { importId });
    if (error instanceof TooLarge)
      return {
        ok: false,
        problem: {
          kind: "refused",
          message: "O arquivo tem mais de 2 GB. Divida-o e envie em partes.",
        },
      };
    if (error instanceof PartnerError)
      return { ok: false, problem: { kind: "refused", message: error.detail } };
    if (signal.aborted)
      return { ok: false, problem: { kind: "refused", message: "O envio foi interrompido." } };
    throw error;
  }
}

async function* limited(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > MAX_UPLOAD_BYTES) throw new TooLarge();
    yield chunk;
  }
}
