import { isTemporary, kindOf } from "../../core/errors.ts";
import type { Delivered, Rejection, StoredFile, TaskContext } from "../define.ts";

/** Lines on their way at once: enough to hide the partner's answering time, few enough not to be a burden. */
const AT_ONCE = 4;
/** How long a place in a half-sent file is worth remembering: the engine gives up long before. */
const REMEMBER_MS = 7 * 86_400_000;

/**
 * Delivers a file to a partner that takes one record a call: each line is sent by `send`, which returns
 * the refusal of that record or null. When the partner goes away in the middle, how far it came is
 * remembered, so that the next try begins there and not with what was acknowledged; only a process killed
 * at that very moment repeats, and every partner here knows a record by its id.
 */
export async function deliverLines(ctx: TaskContext, file: StoredFile, send: (line: string) => Promise<Rejection | null>): Promise<Delivered> {
  const lines = (await file.text()).split("\n").filter(Boolean);
  const place = `envio:${file.id}`;
  const before = readPlace(await ctx.state.get(place));
  const rejections: Rejection[] = before.rejections;
  let next = before.next;
  try {
    while (next < lines.length) {
      ctx.signal.throwIfAborted();
      const group = lines.slice(next, next + AT_ONCE);
      const settled = await Promise.allSettled(group.map(send));
      const failed = settled.findIndex(({ status }) => status === "rejected");
      const done = failed < 0 ? settled : settled.slice(0, failed);
      for (const one of done) if (one.status === "fulfilled" && one.value) rejections.push(one.value);
      next += done.length;
      if (failed >= 0) throw (settled[failed] as PromiseRejectedResult).reason;
    }
  } catch (error) {
    if (isTemporary(kindOf(error)) && next > 0) await ctx.state.set(place, JSON.stringify({ next, rejections }), { expiresAt: new Date(ctx.now().getTime() + REMEMBER_MS) });
    throw error;
  }
  if (before.next > 0) await ctx.state.set(place, null);
  return { status: "done", receipt: `${lines.length - rejections.length} de ${lines.length}`, rejections };
}

/** Written by this very file, so its shape is known. */
function readPlace(text: string | null): { next: number; rejections: Rejection[] } {
  return text === null ? { next: 0, rejections: [] } : (JSON.parse(text) as { next: number; rejections: Rejection[] });
}
