import { z } from "zod";
import { closeProposal, writeProductField } from "@/db/queries/products/product-proposals.ts";
import { PRODUCT_FIELD_LABEL, PRODUCT_FIELDS } from "@/lib/core/product-field.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { defineUseCase } from "../define-use-case.ts";
import { requireIntegration } from "../tasks/read-operations.ts";

const MOST = 500;

const proposal = z.object({
  integrationId: z.int().positive(),
  productCode: z.string().max(100),
  field: z.enum(PRODUCT_FIELDS),
  proposed: z.string().max(1_000),
  /** What the product had when the person decided. */
  current: z.string().max(1_000),
});

/** A proposal as a person decides about it. */
export type DecidedProposal = z.input<typeof proposal>;

/**
 * Accepts or refuses proposals, field by field. One whose product or proposal changed since the person saw it
 * is left open and counted: nobody accepts what they did not read.
 */
export const decideProposals = defineUseCase({
  name: "decide-proposals",
  permission: "movements",
  input: z.object({ accept: z.boolean(), proposals: z.array(proposal).min(1).max(MOST) }),
  async run({ actor, input, tx, audit }): Promise<{ decided: number; changed: number }> {
    const byOrganization = new Map<
      number,
      Array<{ produto: string; campo: string; antes: string; depois: string }>
    >();
    let changed = 0;
    // In one order, so that two people who decide at once do not wait for each other in a circle.
    for (const one of input.proposals.toSorted((a, b) =>
      a.productCode < b.productCode
        ? -1
        : a.productCode > b.productCode
          ? 1
          : a.field < b.field
            ? -1
            : 1,
    )) {
      const { organizationId } = await requireIntegration(tx, one.integrationId);
      const done = await tx
        .transaction(async (step) => {
          const closed = await closeProposal(
            step,
            { ...one, organizationId },
            {
              status: input.accept ? "accepted" : "refused",
              previous: input.accept ? one.current : null,
              decidedBy: actor.personId,
              decidedName: actor.name,
            },
          );
          if (!closed) return false;
          if (input.accept && !(await writeProductField(step, { ...one, organizationId })))
            throw new StaleProposal();
          return true;
        })
        .catch((error: unknown) => {
          if (error instanceof StaleProposal) return false;
          throw error;
        });
      if (!done) changed += 1;
      else
        byOrganization.set(organizationId, [
          ...(byOrganization.get(organizationId) ?? []),
          {
            produto: one.productCode,
            campo: PRODUCT_FIELD_LABEL[one.field].label,
            antes: one.current,
            depois: one.proposed,
          },
        ]);
    }
    let decided = 0;
    for (const [organizationId, changes] of byOrganization) {
      decided += changes.length;
      await audit({
        organizationId,
        subjectType: "product-proposals",
        subjectId: changes.length,
        summary: formatCount(
          changes.length,
          `proposta de cadastro ${input.accept ? "aceita" : "recusada"}`,
          `propostas de cadastro ${input.accept ? "aceitas" : "recusadas"}`,
        ),
        changes,
      });
    }
    return { decided, changed };
  },
});

/** The product is no longer what the person saw: what was begun for it is taken back. */
class StaleProposal extends Error {}
