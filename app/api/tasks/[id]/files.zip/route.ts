import { downloadTaskFiles } from "@/lib/admin/files/download-files.ts";
import { answerWith, readId } from "../../../answer.ts";
import { streamZip } from "@/lib/admin/files/stream-zip.ts";

/** All the files a task made last, in one zip. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return answerWith(
    (actor) => downloadTaskFiles(actor, { taskId: readId(id) }),
    (download) => streamZip(download, request.signal),
  );
}
