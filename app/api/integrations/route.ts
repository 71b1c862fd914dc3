import type { NextRequest } from "next/server";
import { listIntegrations } from "@/lib/admin/integrations/list-integrations.ts";
import { readFocusedClient } from "@/lib/auth/focused-client.ts";
import { parseGridQuery } from "@/lib/core/grid.ts";
import { answer } from "../answer.ts";

/** One page of the list "Integrações". */
export function GET(request: NextRequest): Promise<Response> {
  return answer(async (actor) =>
    listIntegrations(actor, {
      query: parseGridQuery(request.nextUrl.searchParams),
      organizationId: await readFocusedClient(actor),
    }),
  );
}
