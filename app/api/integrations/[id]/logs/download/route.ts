import { Readable } from "node:stream";
import type { ReadableStream as WebStream } from "node:stream/web";
import { downloadLogs, writeLogText } from "@/lib/admin/logs/download-logs.ts";
import { answerWith, readId } from "../../../../answer.ts";
import { whileAllowed } from "../../../../while-allowed.ts";
import { attachmentHeaders } from "@/lib/core/attachment-headers.ts";
import { readLogFilter } from "../read-log-filter.ts";

/** The log as text: all of it, one task's part, or what a search finds; streamed. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const query = new URL(request.url).searchParams;
  return answerWith(
    (actor) => downloadLogs(actor, { ...readLogFilter(query), integrationId: readId(id) }),
    (download, actor) =>
      whileAllowed(request, actor, "logs", (signal) => {
        const body = Readable.from(writeLogText(download), { objectMode: false, signal });
        return new Response(
          Readable.toWeb(body) as WebStream<Uint8Array> as ReadableStream<Uint8Array>,
          { headers: attachmentHeaders(`${download.name}.txt`, "text/plain; charset=utf-8") },
        );
      }),
  );
}
