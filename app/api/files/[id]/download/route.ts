import { downloadFile } from "@/lib/admin/files/download-files.ts";
import { answerProblem, answerWith, readId } from "../../../answer.ts";
import { whileAllowed } from "../../../while-allowed.ts";
import { streamZip } from "@/lib/admin/files/stream-zip.ts";

/** One file, in a zip of its own. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return answerWith(
    (actor) => downloadFile(actor, { fileId: readId(id) }),
    (download, actor) =>
      whileAllowed(request, actor, "download", async (signal) => {
        const zip = await streamZip(download, signal);
        return zip.ok ? zip.value : answerProblem(zip.problem);
      }),
  );
}
