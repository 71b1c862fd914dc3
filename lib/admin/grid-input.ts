import { z } from "zod";
import { PAGE_SIZES } from "@/lib/core/grid.ts";
import type { ListFilters, ListName, SortedColumn } from "@/lib/core/list-columns.ts";

/**
 * A list's state as it reaches a use-case; `parseGridQuery` makes it from a URL. An address may
 * name any column: what the list does not have neither sorts nor filters.
 */
export const gridInput = <List extends ListName>() =>
  z.object({
    page: z.number().int().min(1).max(9_999_999),
    pageSize: z.int().refine((size) => PAGE_SIZES.some((one) => one === size)),
    search: z.string().max(200),
    sort: z
      .object({
        column: z.string().max(50) as unknown as z.ZodType<SortedColumn<List>, string>,
        descending: z.boolean(),
      })
      .nullable(),
    filters: filterInput<List>(),
  });

/** The filters of a list without the rest of its state. */
export const filterInput = <List extends ListName>() =>
  z.record(z.string().max(50), z.array(z.string().max(200)).max(200)) as unknown as z.ZodType<
    ListFilters<List>,
    Record<string, string[]>
  >;
