import { Readable } from "node:stream";
import { downloadCorrections } from "@/lib/admin/movements/download-corrections.ts";
import { answerWith, readId } from "../../../../../answer.ts";
import { whileAllowed } from "../../../../../while-allowed.ts";
import { attachmentHeaders } from "@/lib/core/attachment-headers.ts";

/** The refused lines of a CSV, to be corrected and sent again. */
export async function GET(
  request: Request,
  { params }: RouteContext<"/api/movements/imports/[id]/refusals/lines">,
): Promise<Response> {
  const { id } = await params;
  return answerWith(
    (actor) => downloadCorrections(actor, { importId: readId(id) }),
    ({ fileName, body }, actor) =>
      whileAllowed(
        request,
        actor,
        "movements",
        (signal) =>
          new Response(
            Readable.toWeb(
              Readable.from(encode(body), { objectMode: false, signal }),
            ) as ReadableStream<Uint8Array>,
            { headers: attachmentHeaders(fileName, "text/csv; charset=utf-8") },
          ),
      ),
  );
}

async function* encode(text: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const piece of text) yield encoder.encode(piece);
}
