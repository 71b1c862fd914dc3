import { downloadFile } from "@/lib/admin/files/download-files.ts";
import { answerWith, readId } from "../../../answer.ts";
import { streamZip } from "@/lib/admin/files/stream-zip.ts";

/** One file, in a zip of its own. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return answerWith(
    (actor) => downloadFile(actor, { fileId: readId(id) }),
    (download) => streamZip(download, request.signal),
  );
}
