import { downloadTaskFiles } from "@/lib/admin/files/download-files.ts";
import { answerProblem, answerWith, readId } from "../../../answer.ts";
import { whileAllowed } from "../../../while-allowed.ts";
import { streamZip } from "@/lib/admin/files/stream-zip.ts";

/** All the files a task made last, in one zip. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return answerWith(
    (actor) => downloadTaskFiles(actor, { taskId: readId(id) }),
    (download, actor) =>
      whileAllowed(request, actor, "download", async (signal) => {
        const zip = await streamZip(download, signal);
        return zip.ok ? zip.value : answerProblem(zip.problem);
      }),
  );
}
