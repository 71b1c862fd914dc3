import { z } from "zod";
import { LOG_LEVELS } from "@/lib/core/log-level.ts";

/** Which lines a search or a download is about; what is left out does not restrict. */
export const logFilterInput = z.object({
  integrationId: z.int().positive(),
  text: z.string().max(200).optional(),
  levels: z.array(z.enum(LOG_LEVELS)).max(LOG_LEVELS.length).optional(),
  taskId: z.int().positive().optional(),
});
