import { z } from "zod";
import { currentDatabase } from "@/db/current-database.ts";
import { saveSetupCheck } from "@/db/queries/flows/setup-checks.ts";
import { listEnvironments } from "@/db/queries/flows/multi-cv-scope.ts";
import { rehearseTransfer } from "@/lib/multi-cv/rehearse-transfer.ts";
import type { Rehearsal } from "@/lib/multi-cv/words/rehearsal.ts";
import { defineUseCase, Refusal } from "../define-use-case.ts";
import { type Prepared, prepareCalls } from "./open-lines-for-person.ts";
import { flowInput, requireFlow } from "./require-flow.ts";

/** "Ensaiar": plays a reservation's transfer without writing anywhere, and notes how it came out. */
export const prepareRehearsal = defineUseCase({
  name: "prepare-rehearsal",
  permission: "edit",
  input: z.object({
    ...flowInput,
    hubReservationId: z
      .string()
      .trim()
      .regex(/^\d{1,15}$/, "Informe o número da reserva no Hub: só números."),
  }),
  async run({ input, tx, audit }): Promise<Prepared<Rehearsal>> {
    const flow = await requireFlow(tx, input.integrationId);
    const hub = (await listEnvironments(tx, flow)).find(({ code }) => code === "hub");
    if (!hub)
      throw new Refusal({
        kind: "refused",
        message: "Cadastre o ambiente Hub antes de ensaiar uma transferência.",
      });
    await audit({
      organizationId: flow.organizationId,
      subjectType: "integration",
      subjectId: flow.integrationId,
      summary: `Ensaiou a transferência da reserva ${input.hubReservationId}`,
    });
    return prepareCalls(flow, async (_environments, ctx) => {
      const played = await rehearseTransfer(ctx, input.hubReservationId);
      const stopped = played.steps.find(({ state }) => state === "stopped");
      await saveSetupCheck(
        currentDatabase().db,
        flow,
        {
          environmentId: hub.id,
          environmentVersion: hub.version,
          what: "rehearsal",
          ok: played.ok,
          found: null,
          note: stopped
            ? `Reserva ${input.hubReservationId}, ${stopped.label}: ${stopped.note}`
            : `Reserva ${input.hubReservationId}`,
        },
        ctx.now(),
      );
      return played;
    });
  },
});
