import type { NextRequest } from "next/server";
import { listPriceApplications } from "@/lib/admin/prices/list-price-applications.ts";
import { readFocusedClient } from "@/lib/auth/focused-client.ts";
import { parseGridQuery } from "@/lib/core/grid.ts";
import { answer } from "../../answer.ts";

/** One page of what was applied. */
export function GET(request: NextRequest): Promise<Response> {
  return answer(async (actor) =>
    listPriceApplications(actor, {
      organizationId: await readFocusedClient(actor),
      query: parseGridQuery(request.nextUrl.searchParams),
    }),
  );
}
