import { forbidden } from "next/navigation";
import type { Outcome } from "@/lib/admin/define-use-case.ts";
import { type GridQuery, parseGridQuery } from "@/lib/core/grid.ts";

/** What Next hands a page as the address's parameters. */
export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

/** The parameters as the browser wrote them. */
export async function toParams(searchParams: SearchParams): Promise<URLSearchParams> {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(await searchParams)) {
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== undefined) params.append(name, one);
  }
  return params;
}

/** A list's state out of a page's address. */
export async function readListState(searchParams: SearchParams): Promise<GridQuery> {
  return parseGridQuery(await toParams(searchParams));
}

/** The value of a reading; a refusal shows the page that says that the profile does not allow it. */
export function valueOrForbidden<Value>(outcome: Outcome<Value>): Value {
  return outcome.ok ? outcome.value : forbidden();
}
