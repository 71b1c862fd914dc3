import { z } from "zod";
import type { FileStore } from "../file-store.ts";

/** Where the ends of the chains are kept: whoever owns the database cannot write there. */
const HEADS_KEY = "audit/heads.zst";

const shape = z.object({
  at: z.iso.datetime(),
  heads: z.array(
    z.object({ chain: z.int().nonnegative(), number: z.int().positive(), seal: z.string() }),
  ),
});

/** The ends of all chains at one moment. */
export type KeptHeads = z.output<typeof shape>;

/** What was kept last; null when nothing was kept yet. */
export async function readAuditHeads(
  store: Pick<FileStore, "has" | "open">,
): Promise<KeptHeads | null> {
  if (!(await store.has(HEADS_KEY))) return null;
  const chunks: Uint8Array[] = [];
  for await (const chunk of store.open(HEADS_KEY)) chunks.push(chunk);
  return shape.parse(JSON.parse(Buffer.concat(chunks).toString("utf8")));
}

/** Keeps the ends of all chains in place of the ones kept before. */
export async function saveAuditHeads(
  store: Pick<FileStore, "put">,
  kept: KeptHeads,
): Promise<void> {
  await store.put(
    HEADS_KEY,
    (async function* () {
      yield JSON.stringify(kept);
    })(),
  );
}
