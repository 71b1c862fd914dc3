import { Readable } from "node:stream";
import { downloadRefusals } from "@/lib/admin/movements/download-refusals.ts";
import { answerWith, readId } from "../../../../../answer.ts";
import { whileAllowed } from "../../../../../while-allowed.ts";
import { attachmentHeaders } from "@/lib/core/attachment-headers.ts";

/** All of them as CSV. */
export async function GET(
  request: Request,
  { params }: RouteContext<"/api/movements/imports/[id]/refusals/download">,
): Promise<Response> {
  const { id } = await params;
  return answerWith(
    (actor) => downloadRefusals(actor, { importId: readId(id) }),
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
