import type { NextRequest } from "next/server";
import { listImports } from "@/lib/admin/movements/list-imports.ts";
import { readFocusedClient } from "@/lib/auth/focused-client.ts";
import { parseGridQuery } from "@/lib/core/grid.ts";
import { answer } from "../../answer.ts";

/** One page of the tab "Importações". */
export function GET(request: NextRequest): Promise<Response> {
  return answer(async (actor) =>
    listImports(actor, {
      query: parseGridQuery(request.nextUrl.searchParams),
      organizationId: await readFocusedClient(actor),
    }),
  );
}
