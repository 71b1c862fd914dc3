import type { NextRequest } from "next/server";
import { listProducts } from "@/lib/admin/movements/list-products.ts";
import { readFocusedClient } from "@/lib/auth/focused-client.ts";
import { parseGridQuery } from "@/lib/core/grid.ts";
import { answer } from "../../answer.ts";

/** One page of the tab "Produtos". */
export function GET(request: NextRequest): Promise<Response> {
  return answer(async (actor) =>
    listProducts(actor, {
      query: parseGridQuery(request.nextUrl.searchParams),
      organizationId: await readFocusedClient(actor),
    }),
  );
}
