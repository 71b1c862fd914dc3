import { readReceivedItem } from "@/lib/admin/received/list-received-items.ts";
import { answer, readId, readNumber } from "../../../../answer.ts";

/** One received item with all of its data. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const query = new URL(request.url).searchParams;
  return answer((actor) =>
    readReceivedItem(actor, {
      integrationId: readId(id),
      kind: query.get("kind") ?? "",
      key: query.get("key") ?? "",
      branchId: readNumber(query, "branch") ?? 0,
    }),
  );
}
