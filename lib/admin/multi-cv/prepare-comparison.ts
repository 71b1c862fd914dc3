import { z } from "zod";
import { findReservation } from "@/db/queries/flows/reservation-list.ts";
import { type Comparison, compareReservation } from "@/lib/multi-cv/compare-reservation.ts";
import { defineUseCase, notFound } from "../define-use-case.ts";
import { rowId } from "../people/person-fields.ts";
import { type Prepared, prepareCalls } from "./open-lines-for-person.ts";
import { requireFlow } from "./require-flow.ts";

/** "Comparar agora": a reservation read in the three systems and set side by side. */
export const prepareComparison = defineUseCase({
  name: "prepare-comparison",
  permission: "view",
  input: z.object({ id: rowId }),
  async run({ input: { id }, tx }): Promise<Prepared<Comparison>> {
    const { subject, reservation } =
      (await findReservation(tx, id)) ?? notFound("Reserva não encontrada.");
    return prepareCalls(await requireFlow(tx, subject.integrationId), (_environments, ctx) =>
      compareReservation(ctx, reservation),
    );
  },
});
