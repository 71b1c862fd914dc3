import { z } from "zod";
import { pageReservations, stretchReservations } from "@/db/queries/flows/reservation-list.ts";
import type { GridPage } from "@/lib/core/grid.ts";
import { defineUseCase } from "../define-use-case.ts";
import { gridInput } from "../grid-input.ts";
import { flowInput, requireFlow } from "./require-flow.ts";
import { type ReservationRow, toReservationRow } from "./reservation-row.ts";

const STRETCH = 1_000;

/** One page of "Reservas". */
export const listReservations = defineUseCase({
  name: "list-reservations",
  permission: "view",
  input: z.object({ ...flowInput, query: gridInput<"reservations">() }),
  async run({ input, tx }): Promise<GridPage<ReservationRow>> {
    const page = await pageReservations(
      tx,
      await requireFlow(tx, input.integrationId),
      input.query,
    );
    return { rows: page.rows.map(toReservationRow), total: page.total };
  },
});

/** The next stretch of the same list for a file; `next` null = that was the last. */
export const exportReservations = defineUseCase({
  name: "export-reservations",
  permission: "view",
  input: z.object({
    ...flowInput,
    query: gridInput<"reservations">(),
    belowId: z.int().positive().nullable(),
  }),
  async run({ input, tx, audit }): Promise<{ rows: ReservationRow[]; next: number | null }> {
    const flow = await requireFlow(tx, input.integrationId);
    const found = await stretchReservations(tx, flow, input.query, input.belowId, STRETCH);
    if (input.belowId === null)
      await audit({
        organizationId: flow.organizationId,
        subjectType: "integration",
        subjectId: flow.integrationId,
        summary: "Exportou a lista de reservas",
      });
    const rows = found.map(toReservationRow);
    return { rows, next: rows.length === STRETCH ? (rows.at(-1)?.id ?? null) : null };
  },
});
