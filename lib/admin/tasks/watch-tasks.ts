import { z } from "zod";
import { defineUseCase } from "../define-use-case.ts";
import { requireIntegration } from "./read-operations.ts";

/** Whether the person may hear of changes to an integration's tasks. */
export const watchTasks = defineUseCase({
  name: "watch-tasks",
  permission: "view",
  input: z.object({ integrationId: z.int().positive() }),
  async run({ input, tx }) {
    const { integrationId } = await requireIntegration(tx, input.integrationId);
    return { integrationId };
  },
});
