import type { NextRequest } from "next/server";
import { listRegister } from "@/lib/admin/movements/list-register.ts";
import { readFocusedClient } from "@/lib/auth/focused-client.ts";
import { parseGridQuery } from "@/lib/core/grid.ts";
import { answer } from "../../../answer.ts";

/** One page of a list of the area "Movimentos"; a list that does not exist is refused by the use-case. */
export function GET(
  request: NextRequest,
  { params }: RouteContext<"/api/movements/registers/[list]">,
): Promise<Response> {
  return answer(async (actor) =>
    listRegister(actor, {
      list: (await params).list as never,
      query: parseGridQuery(request.nextUrl.searchParams),
      organizationId: await readFocusedClient(actor),
    }),
  );
}
