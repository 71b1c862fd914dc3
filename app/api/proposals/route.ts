import type { NextRequest } from "next/server";
import { listProductProposals } from "@/lib/admin/proposals/list-product-proposals.ts";
import { readFocusedClient } from "@/lib/auth/focused-client.ts";
import { parseGridQuery } from "@/lib/core/grid.ts";
import { answer } from "../answer.ts";

/** One page of proposals for products. */
export function GET(request: NextRequest): Promise<Response> {
  return answer(async (actor) =>
    listProductProposals(actor, {
      organizationId: await readFocusedClient(actor),
      query: parseGridQuery(request.nextUrl.searchParams),
    }),
  );
}
