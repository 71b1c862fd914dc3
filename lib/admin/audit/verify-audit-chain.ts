import { z } from "zod";
import { checkAuditChain } from "@/db/queries/people/audit.ts";
import { defineUseCase, Refusal } from "../define-use-case.ts";

/** Checks that no act was altered or removed since it was written. Needs the whole log, hence agents only. */
export const verifyAuditChain = defineUseCase({
  name: "verify-audit-chain",
  permission: "audit",
  input: z.object({}),
  async run({ actor, tx }) {
    if (actor.organizationId !== null)
      throw new Refusal({
        kind: "forbidden",
        message:
          "A verificação percorre o registro inteiro e é feita somente por agentes de suporte.",
      });
    return checkAuditChain(tx);
  },
});
