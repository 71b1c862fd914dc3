import { isTemporary, kindOf } from "@/lib/core/errors.ts";
import type { Delivered, Rejection, StoredFile, TaskContext } from "../define.ts";

/** Lines on their way at once: enough to hide the partner's answering time, few enough not to be a burden. */
const AT_ONCE = 4;
/** How long a place in a half-sent file is worth remembering: the engine gives up long before. */
const REMEMBER_MS = 7 * 86_400_000;

/** How far a file came. Positions only: what the partner said of a line may be long, or somebody's. */
interface Place {
  next: number;
  /** Lines before `next` that were refused; they are sent again, and say again why. */
  refused: number[];
}

/**
 * Delivers a file to a partner that takes one record a call: each line is sent by `send`, which returns
 * the refusal of that record or null. When the partner goes away in the middle, how far it came is
 * remembered, so that the next try begins there and not with what was acknowledged; only a process killed
 * at that very moment repeats, and every partner here knows a record by its id. Files of few hundred lines.
 */
export async function deliverLines(
  ctx: TaskContext,
  file: StoredFile,
  send: (line: string) => Promise<Rejection | null>,
): Promise<Delivered> {
  const lines = (await file.text()).split("\n").filter(Boolean);
  const key = `envio:${file.id}`;
  const before = readPlace(await ctx.state.get(key));
  const waiting = [...before.refused, ...[...lines.keys()].slice(before.next)];
  const refused = new Map<number, Rejection>();
  try {
    while (waiting.length > 0) {
      ctx.signal.throwIfAborted();
      const group = waiting.slice(0, AT_ONCE);
      const settled = await Promise.allSettled(group.map((index) => send(lines[index] ?? "")));
      for (const [place, one] of settled.entries()) {
        // Those after the first that failed are sent again with it: what became of them was not noted.
        if (one.status === "rejected") throw one.reason;
        if (one.value) refused.set(group[place] ?? 0, one.value);
        waiting.shift();
      }
    }
  } catch (error) {
    const next = waiting.find((index) => index >= before.next) ?? lines.length;
    const place: Place = {
      next,
      refused: [...refused.keys(), ...waiting.filter((index) => index < before.next)],
    };
    if (isTemporary(kindOf(error)) && next > 0)
      await ctx.state.set(key, JSON.stringify(place), {
        expiresAt: new Date(ctx.now().getTime() + REMEMBER_MS),
      });
    throw error;
  }
  if (before.next > 0) await ctx.state.set(key, null);
  return {
    status: "done",
    receipt: `${lines.length - refused.size} de ${lines.length}`,
    rejections: [...refused.values()],
  };
}

/** Written by this very file, so its shape is known. */
function readPlace(text: string | null): Place {
  return text === null ? { next: 0, refused: [] } : (JSON.parse(text) as Place);
}
