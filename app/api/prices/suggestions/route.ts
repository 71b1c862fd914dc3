import type { NextRequest } from "next/server";
import { listPriceSuggestions } from "@/lib/admin/prices/list-price-suggestions.ts";
import { readFocusedClient } from "@/lib/auth/focused-client.ts";
import { parseGridQuery } from "@/lib/core/grid.ts";
import { answer } from "../../answer.ts";

/** One page of the suggestions of a zone and period. */
export function GET(request: NextRequest): Promise<Response> {
  const params = request.nextUrl.searchParams;
  return answer(async (actor) =>
    listPriceSuggestions(actor, {
      organizationId: await readFocusedClient(actor),
      zoneCode: params.get("zona") ?? "",
      first: params.get("de") ?? "",
      last: params.get("ate") ?? "",
      query: parseGridQuery(params),
    }),
  );
}
