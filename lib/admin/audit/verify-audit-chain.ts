import { z } from "zod";
import { checkAuditChain } from "@/db/queries/people/audit.ts";
import { defineUseCase, Refusal } from "../define-use-case.ts";

/**
 * Lets an agent check that no act was altered or removed since it was written.
 * `checkAuditChain` in `db/queries` reads the whole log for it.
 */
export const verifyAuditChain = defineUseCase({
  name: "verify-audit-chain",
  permission: "audit",
  input: z.object({}),
  async run({ actor, tx }) {
    if (actor.organizationId !== null)
      throw new Refusal({
        kind: "forbidden",
        message:
          "A verificação percorre todo o registro e só pode ser feita por agentes de suporte.",
      });
    return checkAuditChain(tx);
  },
});
