import { z } from "zod";
import { readAuditHeads } from "@/lib/engine/audit/audit-heads.ts";
import { readAuditKeys } from "@/lib/engine/audit/build-seal.ts";
import { checkAudit } from "@/lib/engine/audit/check-audit.ts";
import { describeChecked } from "@/lib/engine/audit/report-audit.ts";
import { openFileStore } from "@/lib/engine/file-store.ts";
import { env } from "@/lib/env.ts";
import { defineUseCase, Refusal } from "../define-use-case.ts";

/** What the look found: whether all is as it was written, and that in words. */
export interface AuditVerdict {
  sound: boolean;
  message: string;
}

/** Lets an agent check that no act was altered or removed since it was written. */
export const verifyAuditChain = defineUseCase({
  name: "verify-audit-chain",
  permission: "audit",
  input: z.object({}),
  async run({ actor, tx }): Promise<AuditVerdict> {
    if (actor.organizationId !== null)
      throw new Refusal({
        kind: "forbidden",
        message:
          "A verificação percorre todo o registro e só pode ser feita por agentes de suporte.",
      });
    const kept = await readAuditHeads(await openFileStore(env()));
    const checked = await checkAudit(tx, readAuditKeys(env()), kept?.heads ?? []);
    return { sound: checked.faults.length === 0, message: describeChecked(checked) };
  },
});
