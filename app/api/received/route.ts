import type { NextRequest } from "next/server";
import { listAllReceived } from "@/lib/admin/received/list-all-received.ts";
import { readFocusedClient } from "@/lib/auth/focused-client.ts";
import { parseGridQuery } from "@/lib/core/grid.ts";
import { answer } from "../answer.ts";

/** One page of what partners sent in, over all integrations. */
export function GET(request: NextRequest): Promise<Response> {
  return answer(async (actor) =>
    listAllReceived(actor, {
      organizationId: await readFocusedClient(actor),
      query: parseGridQuery(request.nextUrl.searchParams),
    }),
  );
}
