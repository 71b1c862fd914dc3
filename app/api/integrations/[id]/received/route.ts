import { listReceivedItems } from "@/lib/admin/received/list-received-items.ts";
import { parseGridQuery } from "@/lib/core/grid.ts";
import { answer, readId } from "../../../answer.ts";

/** One page of what a partner sent in. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return answer((actor) =>
    listReceivedItems(actor, {
      integrationId: readId(id),
      query: parseGridQuery(new URL(request.url).searchParams),
    }),
  );
}
