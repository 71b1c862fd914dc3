import {
  type Agent,
  type ClientRequest,
  type IncomingMessage,
  request as requestPlain,
} from "node:http";
import { request as requestSecure } from "node:https";
import { Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { AnswerTooLarge } from "./answer-too-large.ts";
import type { SafeAddress } from "./guard-address.ts";
import { readTlsIdentity } from "./read-tls-identity.ts";
import type { HttpRequest } from "./types.ts";

/** What came back, whatever its status. */
export interface RawResponse {
  status: number;
  headers: Headers;
  body: Uint8Array;
}

/** How far a request got, for whoever has to judge its failure. */
export interface Progress {
  /** The connection stood and bytes of the request may have left. */
  requestLeft: boolean;
}

interface Exchange {
  url: URL;
  request: HttpRequest;
  to: SafeAddress;
  /** Absent: a connection of its own. A reused one may be found closed after the request left. */
  agent: Agent | undefined;
  maxBytes: number;
  signal: AbortSignal;
  progress: Progress;
}

/**
 * One request on the wire: no redirects, TLS verified, connected to the address that was judged,
 * the answer cut at `maxBytes`.
 */
export async function sendRequest({
  url,
  request,
  to,
  agent,
  maxBytes,
  signal,
  progress,
}: Exchange): Promise<RawResponse> {
  const secure = url.protocol === "https:";
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const call = (secure ? requestSecure : requestPlain)(url, {
      method: request.method,
      headers: {
        "user-agent": "Enlace",
        accept: "*/*",
        "accept-encoding": "identity",
        ...lengthOf(request.body),
        ...request.headers,
      },
      agent: agent ?? false,
      signal,
      lookup: (_host, options, done) =>
        options.all ? done(null, [to]) : done(null, to.address, to.family),
      ...(secure ? readTlsIdentity(request.tls) : {}),
    });
    call.on("socket", (socket) => {
      const leaves = () => (progress.requestLeft = true);
      if (!socket.connecting) leaves();
      else socket.once(secure ? "secureConnect" : "connect", leaves);
    });
    call.once("response", resolve);
    call.once("error", reject);
    sendBody(call, request.body);
  });
  const headers = new Headers();
  for (let index = 0; index + 1 < answer.rawHeaders.length; index += 2)
    headers.append(answer.rawHeaders[index] ?? "", answer.rawHeaders[index + 1] ?? "");
  return {
    status: answer.statusCode ?? 0,
    headers,
    body: await readBody(answer, headers, maxBytes),
  };
}

function lengthOf(body: HttpRequest["body"]): Record<string, string> {
  if (body === undefined) return {};
  return {
    "content-length": String(
      typeof body === "string" || body instanceof Uint8Array ? Buffer.byteLength(body) : body.bytes,
    ),
  };
}

/** A source that fails tears the request down: the partner must not take half a body for a whole one. */
function sendBody(call: ClientRequest, body: HttpRequest["body"]): void {
  if (body === undefined || typeof body === "string" || body instanceof Uint8Array)
    return void call.end(body);
  const source = Readable.from(body.open(), { objectMode: false });
  source.once("error", (error) => call.destroy(error));
  // A partner may answer before it has read everything: then the rest is not read from the store either.
  call.once("close", () => source.destroy());
  source.pipe(call);
}

async function readBody(
  answer: IncomingMessage,
  headers: Headers,
  maxBytes: number,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of decompress(answer, headers.get("content-encoding"))) {
      size += (chunk as Uint8Array).length;
      if (size > maxBytes) throw new AnswerTooLarge(maxBytes);
      chunks.push(chunk as Uint8Array);
    }
  } finally {
    answer.destroy();
  }
  return Buffer.concat(chunks);
}

/** Some partners compress without being asked; the limit holds for what comes out. */
function decompress(answer: IncomingMessage, encoding: string | null): Readable {
  const through =
    encoding === "gzip" || encoding === "x-gzip"
      ? createGunzip()
      : encoding === "deflate"
        ? createInflate()
        : encoding === "br"
          ? createBrotliDecompress()
          : null;
  if (!through) return answer;
  answer.once("error", (error) => through.destroy(error));
  return answer.pipe(through);
}
