import { z } from "zod";
import { PAGE_SIZES } from "@/lib/core/grid.ts";

/** A list's state as it reaches a use-case; `parseGridQuery` makes it from a URL. */
export const gridInput = z.object({
  page: z.number().int().min(1).max(9_999_999),
  pageSize: z.int().refine((size) => PAGE_SIZES.some((one) => one === size)),
  search: z.string().max(200),
  sort: z.object({ column: z.string().max(50), descending: z.boolean() }).nullable(),
  filters: z.record(z.string().max(50), z.array(z.string().max(200)).max(200)),
});
