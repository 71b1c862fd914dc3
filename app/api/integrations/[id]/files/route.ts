import { listIntegrationFiles } from "@/lib/admin/files/list-integration-files.ts";
import { parseGridQuery } from "@/lib/core/grid.ts";
import { answer, readId } from "../../../answer.ts";

/** One page of an integration's files across its tasks. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return answer((actor) =>
    listIntegrationFiles(actor, {
      integrationId: readId(id),
      query: parseGridQuery(new URL(request.url).searchParams),
    }),
  );
}
