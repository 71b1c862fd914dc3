import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { findBrake } from "@/db/queries/flows/flow-board.ts";
import { brakes } from "@/db/schema/flows.ts";
import { releaseHeld } from "@/lib/engine/flows/release-held.ts";
import { defineUseCase, notFound, Refusal } from "../define-use-case.ts";
import { rowId } from "../people/person-fields.ts";
import { formatCount } from "@/lib/core/format-count.ts";

/** "Liberar cancelamentos": what a burst brake stopped goes on, one by one. */
export const releaseBrake = defineUseCase({
  name: "release-brake",
  permission: "reprocess",
  input: z.object({ brakeId: rowId }),
  async run({ actor, input: { brakeId }, tx, audit, now }) {
    const brake = (await findBrake(tx, brakeId)) ?? notFound("Freio não encontrado.");
    const released = await tx
      .update(brakes)
      .set({ releasedAt: now, releasedBy: actor.name })
      .where(
        and(
          eq(brakes.organizationId, brake.organizationId),
          eq(brakes.id, brakeId),
          isNull(brakes.releasedAt),
        ),
      )
      .returning({ id: brakes.id });
    if (released.length === 0)
      throw new Refusal({
        kind: "conflict",
        message: "Outro usuário já liberou os cancelamentos.",
      });
    const count = await releaseHeld(tx, {
      organizationId: brake.organizationId,
      integrationId: brake.integrationId,
    });
    await audit({
      organizationId: brake.organizationId,
      subjectType: "integration",
      subjectId: brake.integrationId,
      summary: `Liberou ${formatCount(count, "cancelamento retido", "cancelamentos retidos")}`,
    });
    return { released: count };
  },
});
