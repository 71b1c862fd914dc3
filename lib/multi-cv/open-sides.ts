import { PartnerError } from "@/lib/core/errors.ts";
import type { StepContext } from "@/lib/engine/flows/define-flow.ts";
import type { Environment, FlowContext } from "@/lib/engine/flows/flow-context.ts";
import type { CvClient } from "./cv/open-cv.ts";
import { HUB, openCvLine } from "./open-lines.ts";
import { readCarried } from "./read-sides.ts";

/** One side of a carried reservation. */
export interface Side {
  side: "hub" | "terminal";
  cv: CvClient;
  environment: Environment;
  reservationId: number;
  /** `hub:7367`, `a:412`: names the side in what is kept, since ids of tenants collide. */
  place: string;
}

/** Both sides of a carried reservation. */
export interface Sides {
  hub: Side;
  terminal: Side;
}

/** Opens both sides by what is known of the reservation: whoever made it in the terminal. */
export async function openSides(ctx: StepContext): Promise<Sides> {
  const { environmentId, hubReservationId, terminalReservationId } = await readCarried(ctx);
  if (environmentId === null || terminalReservationId === null)
    throw new PartnerError(
      "rejected",
      "A reserva ainda não existe no terminal. Repita a etapa “Criar a reserva no terminal”.",
    );
  return buildSides(ctx, { environmentId, hubReservationId, terminalReservationId }, ctx);
}

/** Both sides of a reservation by its ids; a step's journal keeps the last answer. */
export function buildSides(
  ctx: Pick<FlowContext, "environments">,
  ids: { environmentId: number; hubReservationId: string; terminalReservationId: string },
  witness: Parameters<typeof openCvLine>[1] = {},
): Sides {
  const build = (side: Side["side"], environment: Environment, id: string): Side => ({
    side,
    cv: openCvLine(environment, witness),
    environment,
    reservationId: Number(id),
    place: `${environment.code}:${id}`,
  });
  return {
    hub: build("hub", ctx.environments.byCode(HUB), ids.hubReservationId),
    terminal: build(
      "terminal",
      ctx.environments.byId(ids.environmentId),
      ids.terminalReservationId,
    ),
  };
}

/** The ways that a leading side allows, from → to. */
export function listWays(
  { hub, terminal }: Sides,
  lead: "hub" | "terminal" | "both",
): Array<[from: Side, to: Side]> {
  return [
    ...(lead === "terminal" ? [] : [[hub, terminal] as [Side, Side]]),
    ...(lead === "hub" ? [] : [[terminal, hub] as [Side, Side]]),
  ];
}
