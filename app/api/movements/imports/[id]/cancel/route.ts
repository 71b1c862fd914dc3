import { cancelImport } from "@/lib/admin/movements/cancel-import.ts";
import { answer, readId } from "../../../../answer.ts";

/** Stops an import that has not ended. */
export async function POST(
  _request: Request,
  { params }: RouteContext<"/api/movements/imports/[id]/cancel">,
): Promise<Response> {
  const { id } = await params;
  return answer((actor) => cancelImport(actor, { importId: readId(id) }));
}
