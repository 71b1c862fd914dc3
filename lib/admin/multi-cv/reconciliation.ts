import { z } from "zod";
import {
  listDivergences as readAll,
  pageDivergences,
  readReconciliation as readLast,
} from "@/db/queries/flows/divergences.ts";
import { findPendingTask } from "@/db/queries/tasks/tasks.ts";
import type { GridPage } from "@/lib/core/grid.ts";
import { dayInZone } from "@/lib/core/period.ts";
import { requestTask } from "@/lib/engine/request-task.ts";
import { defineUseCase, Refusal } from "../define-use-case.ts";
import { gridInput } from "../grid-input.ts";
import { flowInput, requireFlow } from "./require-flow.ts";

const OPERATION = "reconcile";

type Stored = Awaited<ReturnType<typeof readAll>>[number];

/** One thing that the systems disagree about. */
export interface DivergenceRow {
  id: number;
  kind: string;
  subjectId: number | null;
  hubId: string | null;
  terminal: string | null;
  terminalId: string | null;
  contractNumber: string | null;
  unit: string;
  says: { hub: string | null; terminal: string | null; sienge: string | null };
  note: string;
}

/** A stored divergence as a list shows it. */
export const toDivergenceRow = ({ divergence: row, environmentName }: Stored): DivergenceRow => ({
  id: row.id,
  kind: row.kind,
  subjectId: row.subjectId,
  hubId: row.hubReservationId,
  terminal: environmentName,
  terminalId: row.terminalReservationId,
  contractNumber: row.contractNumber,
  unit: row.unit,
  says: { hub: row.hub, terminal: row.terminal, sienge: row.sienge },
  note: row.note,
});

/** How the comparison of everything stands. */
export interface ReconciliationView {
  /** null = never made. */
  made: { at: string; looked: number; unread: string[]; taskId: number | null } | null;
  counts: { kind: string; total: number }[];
  /** The task that is at it now. */
  running: number | null;
}

/** When everything was compared last, what it found, and whether it is being compared now. */
export const readReconciliation = defineUseCase({
  name: "read-reconciliation",
  permission: "view",
  input: z.object(flowInput),
  async run({ input, tx }): Promise<ReconciliationView> {
    const flow = await requireFlow(tx, input.integrationId);
    const { made, counts } = await readLast(tx, flow);
    return {
      made: made && {
        at: made.madeAt.toISOString(),
        looked: made.looked,
        unread: made.unread,
        taskId: made.taskId,
      },
      counts,
      running: await findPendingTask(tx, flow, OPERATION),
    };
  },
});

/** One page of the last comparison's divergences. */
export const listDivergences = defineUseCase({
  name: "list-divergences",
  permission: "view",
  input: z.object({ ...flowInput, query: gridInput<"divergences">() }),
  async run({ input, tx }): Promise<GridPage<DivergenceRow>> {
    const page = await pageDivergences(tx, await requireFlow(tx, input.integrationId), input.query);
    return { rows: page.rows.map(toDivergenceRow), total: page.total };
  },
});

/** All of them for a file. */
export const exportDivergences = defineUseCase({
  name: "export-divergences",
  permission: "view",
  input: z.object(flowInput),
  async run({ input, tx, audit }): Promise<DivergenceRow[]> {
    const flow = await requireFlow(tx, input.integrationId);
    await audit({
      organizationId: flow.organizationId,
      subjectType: "integration",
      subjectId: flow.integrationId,
      summary: "Exportou as divergências da conciliação",
    });
    return (await readAll(tx, flow)).map(toDivergenceRow);
  },
});

/** "Conciliar agora": a task that compares everything and changes nothing. */
export const requestReconciliation = defineUseCase({
  name: "request-reconciliation",
  permission: "run",
  input: z.object(flowInput),
  async run({ actor, input, tx, audit, now }) {
    const flow = await requireFlow(tx, input.integrationId);
    const today = dayInZone(now, flow.timeZone);
    const requested = await requestTask(tx, {
      organizationId: flow.organizationId,
      integrationId: flow.integrationId,
      operation: OPERATION,
      period: { first: today, last: today },
      origin: "person",
      requestedBy: actor.personId,
      requestedName: actor.name,
    });
    if (!("taskId" in requested))
      throw new Refusal({
        kind: "conflict",
        message: `A conciliação já está em andamento na tarefa ${requested.conflictWith}.`,
      });
    await audit({
      organizationId: flow.organizationId,
      subjectType: "integration",
      subjectId: flow.integrationId,
      summary: "Solicitou uma conciliação",
    });
    return requested;
  },
});
