import { z } from "zod";
import { developments } from "@/db/schema/environments.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { defineUseCase, Refusal } from "../define-use-case.ts";
import { proposeDevelopments } from "./propose-developments.ts";
import { flowInput, requireFlow } from "./require-flow.ts";

/** Registers the proposed developments that a person saw. One that is proposed no more is left out. */
export const createProposedDevelopments = defineUseCase({
  name: "create-proposed-developments",
  permission: "edit",
  input: z.object({
    ...flowInput,
    hubDevelopmentIds: z.array(z.string().min(1).max(20)).min(1).max(2_000),
  }),
  async run({ input, tx, audit }) {
    const flow = await requireFlow(tx, input.integrationId);
    const wanted = new Set(input.hubDevelopmentIds);
    const { organizationId, integrationId } = flow;
    const found = (await proposeDevelopments(tx, flow)).proposals.filter(({ hubDevelopmentId }) =>
      wanted.has(hubDevelopmentId),
    );
    const made =
      found.length === 0
        ? []
        : await tx
            .insert(developments)
            .values(found.map((one) => ({ ...one, organizationId, integrationId })))
            // Somebody registered it a moment before: theirs stands.
            .onConflictDoNothing()
            .returning({ name: developments.hubName });
    if (made.length === 0)
      throw new Refusal({
        kind: "conflict",
        message:
          "Estes empreendimentos já foram cadastrados ou não são mais sugeridos. Atualize a página.",
      });
    await audit({
      organizationId,
      subjectType: "integration",
      subjectId: integrationId,
      summary: `Cadastrou ${formatCount(made.length, "empreendimento sugerido", "empreendimentos sugeridos")}`,
      changes: { names: made.map(({ name }) => name) },
    });
    return { made: made.length };
  },
});
