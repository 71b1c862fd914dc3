import type { z } from "zod";
import { findState, setState } from "@/db/queries/integrations/connector-state.ts";
import type { WatchedReservation } from "@/db/queries/flows/reservations-for-flow.ts";
import { dayInZone } from "@/lib/core/period.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import type { Environment, FlowContext } from "@/lib/engine/flows/flow-context.ts";
import { loadMaps } from "./load-maps.ts";
import { openCvLine } from "./open-lines.ts";
import { type Followed, readChanges, type Seen, sweepMark } from "./read-changes.ts";
import { NIGHT_LISTS, type NightMark, nightMark, readEverything } from "./read-everything.ts";
import { mayGoOn, readQuotaShare, SAVE_FROM, STOP_FROM } from "./read-quota-share.ts";
import { asKind } from "./review-reservation.ts";

interface SweepOptions {
  side: "hub" | "terminal";
  /** Those of the environment that the hub follows. */
  watched: readonly WatchedReservation[];
}

/** What was seen; `keep` moves the mark, once the consequences of what was seen are drawn. */
export interface Swept {
  seen: Seen;
  keep(): Promise<void>;
}

/** How an environment's reservations are looked at: what may have changed, or everything. */
export type SweepWay = (
  ctx: FlowContext,
  environment: Environment,
  options: SweepOptions,
) => Promise<Swept>;

/** Looks at what may have changed in an environment since the last sweep of it. */
export const sweepEnvironment: SweepWay = async (ctx, environment, options) => {
  const { share } = await readQuotaShare(ctx, environment);
  if (share >= STOP_FROM) {
    warnOfQuota(ctx, environment);
    return { seen: new Map(), keep: async () => undefined };
  }
  const key = `sweep:${environment.id}`;
  const mark = (await findMark(ctx, key, sweepMark)) ?? sweepMark.parse({});
  const read = await readChanges(openCvLine(environment), await loadMaps(ctx, environment), {
    followed: followIn(options),
    mark,
    today: dayInZone(ctx.now(), ctx.organization.timeZone),
    thrifty: share >= SAVE_FROM,
  });
  return { seen: read.seen, keep: () => saveMark(ctx, key, read.mark) };
};

/** Looks at all of an environment, as far as half of the day's quota goes; the next night goes on from there. */
export const sweepWholeEnvironment: SweepWay = async (ctx, environment, options) => {
  const key = `full:${environment.id}`;
  const followed = followIn(options);
  const read = await readEverything(openCvLine(environment), await loadMaps(ctx, environment), {
    followed,
    mark: await findMark(ctx, key, nightMark),
    mayGoOn: () => mayGoOn(ctx, environment),
  });
  if (read.mark)
    ctx.log(
      "warn",
      `${environment.name}: a conferência completa usou a parte que lhe cabe da cota do dia. ${describeRest(read.mark, followed.length)}; a próxima conferência continua a partir daí.`,
    );
  return { seen: read.seen, keep: () => saveMark(ctx, key, read.mark) };
};

function describeRest({ list, page, rest }: NightMark, of: number): string {
  return list < NIGHT_LISTS
    ? `Ela parou na lista ${list + 1} de ${NIGHT_LISTS}, página ${page}`
    : `${rest.length === 1 ? "Falta" : "Faltam"} ${formatCount(rest.length, "reserva", "reservas")} de ${of.toLocaleString("pt-BR")}`;
}

/** Tells that a sweep asks nothing of an environment any more today. */
export function warnOfQuota(ctx: FlowContext, { name }: Pick<Environment, "name">): void {
  ctx.log(
    "warn",
    `A cota de chamadas do dia de ${name} está quase no fim. A varredura continua no próximo dia ou com os webhooks.`,
  );
}

/** The mark kept under a key; null where there is none. */
export async function findMark<Shape extends z.ZodType>(
  ctx: FlowContext,
  key: string,
  shape: Shape,
): Promise<z.output<Shape> | null> {
  const text = (await findState(ctx.db, scopeOf(ctx), [key])).get(key);
  return text === undefined ? null : shape.parse(JSON.parse(text));
}

/** Keeps a mark in place of the one before; null forgets it. */
export const saveMark = (ctx: FlowContext, key: string, mark: object | null): Promise<void> =>
  setState(ctx.db, scopeOf(ctx), key, mark === null ? null : JSON.stringify(mark), null);

const scopeOf = (ctx: FlowContext) => ({
  organizationId: ctx.organization.id,
  integrationId: ctx.integrationId,
  now: ctx.now(),
});

function followIn({ side, watched }: SweepOptions): Followed[] {
  return watched.flatMap(({ reservation, subject }) => {
    const [id, last] =
      side === "hub"
        ? [reservation.hubReservationId, reservation.hubSituation]
        : [reservation.terminalReservationId, reservation.terminalSituation];
    return id === null ? [] : [{ subjectId: subject.id, id, last: asKind(last) }];
  });
}
