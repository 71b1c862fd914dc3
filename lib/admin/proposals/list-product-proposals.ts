import { z } from "zod";
import {
  countOpenProposals,
  listProposals,
  type ProposalRow as Stored,
} from "@/db/queries/products/product-proposals.ts";
import type { GridPage } from "@/lib/core/grid.ts";
import { defineUseCase } from "../define-use-case.ts";
import { gridInput } from "../grid-input.ts";

/** A proposal as the list shows it; moments are ISO texts. */
export type ProposalRow = Omit<Stored, "decidedAt" | "receivedAt"> & {
  decidedAt: string | null;
  receivedAt: string;
};

const scope = { organizationId: z.int().positive().nullable().default(null) };

/** One page of "Propostas de cadastro". */
export const listProductProposals = defineUseCase({
  name: "list-product-proposals",
  permission: "movements",
  input: z.object({ ...scope, query: gridInput<"proposals">() }),
  async run({ actor, input, tx }): Promise<GridPage<ProposalRow>> {
    const page = await listProposals(tx, actor.organizationId ?? input.organizationId, input.query);
    return {
      rows: page.rows.map((row) => ({
        ...row,
        decidedAt: row.decidedAt?.toISOString() ?? null,
        receivedAt: row.receivedAt.toISOString(),
      })),
      total: page.total,
    };
  },
});

/** How many proposals wait for a person. */
export const countProductProposals = defineUseCase({
  name: "count-product-proposals",
  permission: "movements",
  input: z.object(scope),
  run: ({ actor, input, tx }) =>
    countOpenProposals(tx, actor.organizationId ?? input.organizationId),
});
