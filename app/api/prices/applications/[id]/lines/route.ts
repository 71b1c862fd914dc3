import { listPriceApplicationLines } from "@/lib/admin/prices/list-price-applications.ts";
import { parseGridQuery } from "@/lib/core/grid.ts";
import { answer, readId } from "../../../../answer.ts";

/** One page of an application's prices. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  const { id } = await params;
  return answer((actor) =>
    listPriceApplicationLines(actor, {
      id: readId(id),
      query: parseGridQuery(new URL(request.url).searchParams),
    }),
  );
}
