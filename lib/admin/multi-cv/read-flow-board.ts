import { z } from "zod";
import {
  countCarriedToday,
  countLanes,
  type LaneCount,
  listEngagedBrakes,
} from "@/db/queries/flows/flow-board.ts";
import { countOpenDecisions, listEnvironments } from "@/db/queries/flows/multi-cv-scope.ts";
import type { environments } from "@/db/schema/environments.ts";
import type { Board, BoardLane, BoardPlace, BoardTerminal } from "./flow-board.ts";
import { defineUseCase } from "../define-use-case.ts";
import { hostOf } from "./host-of.ts";
import { readQuotas } from "./read-quotas.ts";
import { flowInput, requireFlow } from "./require-flow.ts";

type Environment = typeof environments.$inferSelect;

/** "Quadro": how many reservations stand where, and how well each system answers. */
export const readFlowBoard = defineUseCase({
  name: "read-flow-board",
  permission: "view",
  input: z.object(flowInput),
  async run({ input, tx, now }): Promise<Board> {
    const flow = await requireFlow(tx, input.integrationId);
    const all = await listEnvironments(tx, flow);
    const lanes = await countLanes(tx, flow);
    const [brake] = await listEngagedBrakes(tx, flow);
    const quota = await readQuotas(tx, all, now, flow.timeZone);
    const place = (row: Environment | undefined, name: string): BoardPlace =>
      toPlace(row, name, row ? (quota.get(row.id) ?? null) : null);
    const terminals = all.filter(({ kind, code }) => kind === "cv" && code !== "hub");
    const erp = all.filter(({ kind }) => kind === "sienge");
    return {
      hub: place(
        all.find(({ code }) => code === "hub"),
        "Hub",
      ),
      terminals: (terminals.length > 0 ? terminals : [undefined]).map((row): BoardTerminal => {
        const lane = (leg: LaneCount["leg"]) =>
          gather(lanes.filter((one) => one.environmentId === (row?.id ?? -1) && one.leg === leg));
        return {
          code: row?.code ?? null,
          place: place(row, "Terminal"),
          copying: lane("copying"),
          contracting: lane("contracting"),
          answering: lane("answering"),
          returning: lane("returning"),
        };
      }),
      erp: (erp.length > 0 ? erp : [undefined]).map((row) => place(row, "Sienge")),
      unplaced: gather(lanes.filter(({ environmentId }) => environmentId === null)),
      finishedToday: await countCarriedToday(tx, flow, flow.timeZone),
      decisions: await countOpenDecisions(tx, flow),
      brake: brake
        ? {
            id: brake.id,
            reason: brake.reason,
            heldSince: brake.engagedAt.toISOString(),
            held: brake.count,
          }
        : null,
      madeAt: now.toISOString(),
    };
  },
});

/** Several counts of one lane as one. */
export function gather(counts: readonly LaneCount[]): BoardLane {
  const of = (state: LaneCount["state"]) =>
    counts.filter((one) => one.state === state).reduce((sum, one) => sum + one.count, 0);
  const moments = counts
    .flatMap(({ oldestAt }) => (oldestAt ? [oldestAt.toISOString()] : []))
    .toSorted();
  return {
    waiting: of("waiting"),
    running: of("running"),
    stuck: of("stuck"),
    held: of("held"),
    oldestAt: moments[0] ?? null,
  };
}

function toPlace(
  row: Environment | undefined,
  name: string,
  quota: BoardPlace["quota"],
): BoardPlace {
  return {
    id: row?.id ?? null,
    name: row?.name ?? name,
    host: row ? hostOf(row) : "",
    paused: row?.pausedAt != null,
    lastOkAt: row?.lastOkAt?.toISOString() ?? null,
    lastErrorAt: row?.lastErrorAt?.toISOString() ?? null,
    lastError: row?.pausedReason ?? row?.lastError ?? null,
    validUntil: row?.validUntil ?? null,
    quota,
  };
}
