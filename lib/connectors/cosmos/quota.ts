import { dayInZone } from "@/lib/core/period.ts";
import type { TaskContext } from "../define.ts";

const DAY_MS = 86_400_000;

export type QuotaKey = "limite_diario";

function accountOf(ctx: TaskContext<QuotaKey>) {
  const day = dayInZone(ctx.now(), ctx.organization.timeZone);
  return {
    key: `cota:${day}`,
    expiresAt: new Date(ctx.now().getTime() + 2 * DAY_MS),
    limit: ctx.settings.integer("limite_diario"),
  };
}

/** Questions left for today. */
export async function readQuota(ctx: TaskContext<QuotaKey>): Promise<number> {
  const { key, limit } = accountOf(ctx);
  return Math.max(0, limit - Number((await ctx.state.get(key)) ?? 0));
}

/**
 * Takes one of today's questions while more than `keep` are left; false when there is none to take. Counted
 * before the call goes out, by compare and set: two tasks at once never exceed the limit, and a crash costs
 * a question rather than giving one away.
 */
export async function claimQuestion(ctx: TaskContext<QuotaKey>, keep: number): Promise<boolean> {
  const { key, expiresAt, limit } = accountOf(ctx);
  for (;;) {
    const spent = await ctx.state.get(key);
    if (Number(spent ?? 0) >= limit - keep) return false;
    if (await ctx.state.compareAndSet(key, spent, String(Number(spent ?? 0) + 1), { expiresAt }))
      return true;
    ctx.signal.throwIfAborted();
  }
}

/** Cosmos itself says that the day is over: nothing more is asked until tomorrow. */
export async function closeQuota(ctx: TaskContext<QuotaKey>): Promise<void> {
  const { key, expiresAt, limit } = accountOf(ctx);
  await ctx.state.set(key, String(limit), { expiresAt });
}
