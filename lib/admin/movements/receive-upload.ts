import { PartnerError } from "@/lib/core/errors.ts";
import type { Actor } from "@/lib/core/permissions.ts";
import { PART_BYTES, type UploadProgress } from "@/lib/core/upload-parts.ts";
import { newStorageKey, openFileStore } from "@/lib/engine/file-store.ts";
import { env } from "@/lib/env.ts";
import type { Outcome, Problem } from "../define-use-case.ts";
import { appendUpload } from "./append-upload.ts";
import { cancelImport } from "./cancel-import.ts";
import { readUpload } from "./read-upload.ts";
import { startUpload } from "./start-upload.ts";

class TooLarge extends Error {}

/**
 * Opens an upload and takes its first part. When that breaks off nobody knows the upload's number,
 * so it leaves an import that says so; from the second part on a broken line goes on.
 */
export async function receiveUpload(
  actor: Actor,
  input: { organizationId: number | null; name: string; size: number; dryRun?: boolean },
  body: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<Outcome<UploadProgress>> {
  const started = await startUpload(actor, input);
  if (!started.ok) return started;
  const { importId } = started.value;
  try {
    const taken = await receivePart(actor, { importId, offset: 0 }, body, signal);
    if (!taken.ok) await cancelImport(actor, { importId });
    return taken;
  } catch (error) {
    await cancelImport(actor, { importId });
    throw error;
  }
}

/** Streams one part into the store and makes it the file's next. A part that breaks off leaves nothing. */
export async function receivePart(
  actor: Actor,
  { importId, offset }: { importId: number; offset: number },
  body: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<Outcome<UploadProgress>> {
  const found = await readUpload(actor, { importId });
  if (!found.ok) return found;
  const { organizationId, received, done } = found.value;
  // The answer to the last part was lost on the way.
  if (done) return { ok: true, value: { importId, received, done } };
  // Before a byte of it is read; which of two at once comes first is decided where it is written.
  if (offset !== received)
    return {
      ok: false,
      problem: {
        kind: "conflict",
        message: "Esta parte do arquivo já chegou ou está fora de ordem.",
        offer: { received },
      },
    };
  const storageKey = newStorageKey(organizationId, "imports", importId);
  const store = await openFileStore(env());
  try {
    const { bytes } = await store.put(storageKey, limited(body), signal);
    const appended = await appendUpload(actor, { importId, offset, storageKey, bytes });
    if (!appended.ok) await store.remove(storageKey);
    return appended;
  } catch (error) {
    const problem = describeBroken(error, signal);
    if (!problem) throw error;
    return { ok: false, problem };
  }
}

function describeBroken(error: unknown, signal: AbortSignal): Problem | null {
  if (error instanceof TooLarge)
    return {
      kind: "refused",
      message: "Uma parte do arquivo é maior do que o combinado. Envie o arquivo novamente.",
    };
  if (error instanceof PartnerError) return { kind: "refused", message: error.detail };
  return signal.aborted
    ? { kind: "refused", message: "O envio foi interrompido. Envie o arquivo novamente." }
    : null;
}

async function* limited(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > PART_BYTES) throw new TooLarge();
    yield chunk;
  }
}
