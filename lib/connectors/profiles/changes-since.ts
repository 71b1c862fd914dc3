import type { Operation, TaskContext } from "../define.ts";
import { integer, type SettingSpec } from "../settings.ts";
import type { Selection } from "./catalogue-entities.ts";

/** Rows of a transaction that began before the last load and ended after it would otherwise be missed. */
const OVERLAP_MS = 10 * 60_000;
const DAY_MS = 86_400_000;
const SENT_UNTIL = "enviado_ate";
const FULL_AT = "carga_completa_em";

/** How often everything goes again, whatever changed. */
export const FULL_LOAD_DAYS: SettingSpec = integer("dias_carga_completa", "Carga completa a cada (dias)", { defaultValue: "7", min: 1, max: 31, help: "Entre duas cargas completas seguem somente os registros alterados" });

async function isFullLoad({ state, settings, task }: TaskContext): Promise<boolean> {
  const last = await state.get(FULL_AT);
  return last === null || task.startedAt.getTime() - Date.parse(last) >= settings.integer(FULL_LOAD_DAYS.key) * DAY_MS;
}

/** What changed since the last load that the partner accepted in full; everything when a whole load is due. */
export const changedRows: Selection = async (ctx) => {
  const until = (await isFullLoad(ctx)) ? null : await ctx.state.get(SENT_UNTIL);
  if (until === null) return () => true;
  const from = Date.parse(until) - OVERLAP_MS;
  return ({ updatedAt }) => updatedAt.getTime() >= from;
};

/** Moves the cursor once a load was accepted: to when the task began, since what changed later was perhaps not read. */
export const rememberLoad: NonNullable<Operation["accepted"]> = async (ctx) => {
  const at = ctx.task.startedAt.toISOString();
  if (await isFullLoad(ctx)) await ctx.state.set(FULL_AT, at);
  await ctx.state.set(SENT_UNTIL, at);
};
