import { readImport } from "@/lib/admin/movements/read-import.ts";
import { answer, readId } from "../../../answer.ts";

/** One import, for following its progress. */
export async function GET(
  _request: Request,
  { params }: RouteContext<"/api/movements/imports/[id]">,
): Promise<Response> {
  const { id } = await params;
  return answer((actor) => readImport(actor, { importId: readId(id) }));
}
