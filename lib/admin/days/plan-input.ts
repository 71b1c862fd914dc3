import { z } from "zod";

/** As many integrations as one act plans. */
export const MAX_PLANNED_INTEGRATIONS = 200;

/** Which days are looked for: of which integrations, and narrowed to what. */
export const planInput = z.object({
  integrationIds: z
    .array(z.int().positive())
    .min(1, "Escolha ao menos uma integração.")
    .max(MAX_PLANNED_INTEGRATIONS),
  /** Empty = every operation with days. */
  operation: z.string().max(100).default(""),
  branchId: z.int().positive().nullable().default(null),
  /** Empty = the last 90 days, up to yesterday. */
  first: z.string().max(10).default(""),
  last: z.string().max(10).default(""),
  /** Days that changed after they were delivered too, where the partner makes the best of it. */
  changed: z.boolean().default(false),
  /** Days too that passed while a person had the integration switched off. */
  off: z.boolean().default(false),
});

export type PlanInput = z.output<typeof planInput>;
