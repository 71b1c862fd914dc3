import { listWatchedReservations } from "@/db/queries/flows/reservations-for-flow.ts";
import type { Pass } from "@/lib/engine/flows/define-flow-module.ts";
import { reviewDueReservations } from "./review-following.ts";
import { sweepContracts } from "./sweep-contracts.ts";
import { sweepWholeEnvironment } from "./sweep-environment.ts";
import { cvParts, eachPart, type Keep, type Looks, reviewAll, siengeOf } from "./sweep.ts";

/** Reservations of which a night looks at documents, contracts and commissions. */
const MOST_FOLLOWED = 500;

/**
 * Every night: everything, read whole. It finds what lists hid, what filters missed and what was
 * removed without a word. Of a day's quota it takes half at most; what does not fit comes the next night.
 */
export const fullPass: Pass = async (ctx) => {
  const scope = { organizationId: ctx.organization.id, integrationId: ctx.integrationId };
  const watched = await listWatchedReservations(ctx.db, scope);
  const looks: Looks = new Map();
  const keeps: Keep[] = [];
  let looked = 0;
  const end = await eachPart(ctx, [
    ...cvParts(ctx, watched, looks, sweepWholeEnvironment, keeps, (count) => (looked += count)),
    ...siengeOf(ctx).map((environment) => async () => {
      looked += await sweepContracts(ctx, environment, watched, looks, keeps);
    }),
    () => reviewDueReservations(ctx, MOST_FOLLOWED),
  ]);
  await reviewAll(ctx, watched, looks);
  for (const keep of keeps) await keep();
  end();
  return looked;
};
