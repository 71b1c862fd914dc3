import type { NextRequest } from "next/server";
import { listRefusals } from "@/lib/admin/movements/list-refusals.ts";
import { parseGridQuery } from "@/lib/core/grid.ts";
import { answer, readId } from "../../../../answer.ts";

/** One page of what an import did not take. */
export async function GET(
  request: NextRequest,
  { params }: RouteContext<"/api/movements/imports/[id]/refusals">,
): Promise<Response> {
  const { id } = await params;
  return answer((actor) =>
    listRefusals(actor, {
      importId: readId(id),
      query: parseGridQuery(request.nextUrl.searchParams),
    }),
  );
}
