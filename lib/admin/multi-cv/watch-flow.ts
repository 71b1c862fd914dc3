import { z } from "zod";
import { defineUseCase } from "../define-use-case.ts";
import { flowInput, requireFlow } from "./require-flow.ts";

/** Whether the person may hear of changes to an integration's reservations. */
export const watchFlow = defineUseCase({
  name: "watch-flow",
  permission: "view",
  input: z.object(flowInput),
  async run({ input, tx }) {
    const { integrationId } = await requireFlow(tx, input.integrationId);
    return { integrationId };
  },
});
