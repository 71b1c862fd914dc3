import { Readable } from "node:stream";
import { attachmentHeaders } from "@/lib/core/attachment-headers.ts";
import type { SignedInActor } from "@/lib/auth/sessions.ts";
import { whileAllowed } from "../while-allowed.ts";

/** A CSV of refusals, written while it is read, for as long as the person may see movements. */
export function answerCsv(
  request: Request,
  actor: SignedInActor,
  { fileName, body }: { fileName: string; body: AsyncIterable<string> },
): Response | Promise<Response> {
  return whileAllowed(
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
  );
}

async function* encode(text: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const piece of text) yield encoder.encode(piece);
}
