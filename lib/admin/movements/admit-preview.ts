import { z } from "zod";
import { defineUseCase } from "../define-use-case.ts";

/** Lets a person see how a file of theirs would be read; nothing of it is kept. */
export const admitPreview = defineUseCase({
  name: "admit-preview",
  permission: "movements",
  input: z.object({}),
  run: async () => ({}),
});
