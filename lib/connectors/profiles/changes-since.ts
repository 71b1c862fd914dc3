import { createHash } from "node:crypto";
import { localClock } from "@/lib/core/local-time.ts";
import { addDays } from "@/lib/core/period.ts";
import type { TaskContext } from "../define.ts";
import { hour, integer } from "../settings.ts";
import type { Selection } from "./catalogue-entities.ts";

/** Rows of a transaction that began before the last load and ended after it would otherwise be missed. */
const OVERLAP_MS = 10 * 60_000;
const SENT_UNTIL = "enviado_ate";
const FULL_AT = "carga_completa_em";
const FULL_OF = "carga_completa_filiais";

/** How often everything goes again, whatever changed. */
export const FULL_LOAD_DAYS = integer("dias_carga_completa", "Carga completa a cada (dias)", {
  defaultValue: "7",
  min: 1,
  max: 31,
  help: "Entre duas cargas completas seguem somente os registros alterados",
});

/**
 * From when on that day: without it a whole load would come a little later each week, until it fell
 * into opening hours.
 */
export const FULL_LOAD_HOUR = {
  ...hour("horario_carga_completa", "Horário da carga completa", "00:00"),
  help: "HH:MM, no fuso horário do cliente: no dia da carga completa, ela segue no primeiro envio a partir deste horário",
};

type LoadKey = typeof FULL_LOAD_DAYS.key | typeof FULL_LOAD_HOUR.key;

/** The branches of a load, as a short text. */
const branchesOf = ({ branches }: TaskContext): string =>
  createHash("sha256")
    .update(
      branches
        .map(({ id }) => id)
        .toSorted((a, b) => a - b)
        .join(),
    )
    .digest("hex");

/**
 * Counted in days of the calendar; once due it stays so until a load is accepted in full. Also once when
 * the branches are others than those of the last whole load: a new one has got nothing yet.
 */
async function isFullLoad(ctx: TaskContext<LoadKey>): Promise<boolean> {
  const { state, settings, task, organization } = ctx;
  const last = await state.get(FULL_AT);
  if (last === null || (await state.get(FULL_OF)) !== branchesOf(ctx)) return true;
  const clock = localClock(organization.timeZone);
  const due = `${addDays(clock(new Date(last)).day, settings.integer(FULL_LOAD_DAYS.key))} ${settings.text(FULL_LOAD_HOUR.key)}`;
  const { day, time } = clock(task.startedAt);
  return `${day} ${time}` >= due;
}

/** What changed since the last load that the partner accepted in full; everything when a whole load is due. */
export const changedRows: Selection<LoadKey> = async (ctx) => {
  const until = (await isFullLoad(ctx)) ? null : await ctx.state.get(SENT_UNTIL);
  if (until === null) return () => true;
  const from = Date.parse(until) - OVERLAP_MS;
  return ({ updatedAt }) => updatedAt.getTime() >= from;
};

/** Moves the cursor once a load was accepted: to when the task began, since what changed later was perhaps not read. */
export const rememberLoad = async (ctx: TaskContext<LoadKey>): Promise<void> => {
  const at = ctx.task.startedAt.toISOString();
  if (await isFullLoad(ctx)) {
    await ctx.state.set(FULL_AT, at);
    await ctx.state.set(FULL_OF, branchesOf(ctx));
  }
  await ctx.state.set(SENT_UNTIL, at);
};
