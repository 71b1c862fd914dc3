import { expect, test, vi } from "vitest";
import { PART_BYTES, type UploadProgress } from "@/lib/core/upload-parts.ts";
import { sendInParts, type SendRequest } from "./send-in-parts.ts";

const SIZE = 3 * PART_BYTES + 17;
const content = new Uint8Array(SIZE).map((_, index) => index % 251);
const file = new File([content], "ação.zip");
type Request = Parameters<SendRequest>[0];

/** A server that keeps what arrives; `line` says what becomes of each request. */
function serve(
  line: (request: Request, count: number) => "ok" | "broken" | "answer lost" | number = () => "ok",
) {
  const parts: Uint8Array[] = [];
  let size = -1;
  const received = () => parts.reduce((sum, part) => sum + part.length, 0);
  const progress = (): UploadProgress => ({
    importId: 7,
    received: received(),
    done: received() === size,
  });
  const seen: string[] = [];
  const send: SendRequest = async (request) => {
    const { method, url, headers, body } = request;
    seen.push(`${method} ${url}`);
    const fate = line(request, seen.length);
    if (fate === "broken") throw new Error("line");
    if (typeof fate === "number") return { status: fate, text: "" };
    if (method === "POST") size = Number(headers["x-file-size"]);
    const offset =
      method === "PUT" ? Number(new URL(url, "http://x").searchParams.get("offset")) : 0;
    if (body && offset !== received())
      return {
        status: 409,
        text: JSON.stringify({ problem: { kind: "conflict", message: "", offer: progress() } }),
      };
    if (body) parts.push(new Uint8Array(await body.arrayBuffer()));
    if (fate === "answer lost") throw new Error("line");
    const now = progress();
    return { status: now.done ? 201 : 200, text: JSON.stringify(now) };
  };
  return { send, seen, whole: () => Buffer.concat(parts) };
}

function run(server: { send: SendRequest }, control = new AbortController()) {
  const waits: number[] = [];
  const broken: boolean[] = [];
  const result = sendInParts(file, {
    organizationId: 5,
    send: server.send,
    wait: async (ms, signal) => {
      signal.throwIfAborted();
      waits.push(ms);
    },
    onProgress: () => undefined,
    onBroken: (now) => broken.push(now),
    onStarted: () => undefined,
    signal: control.signal,
  });
  return { result, waits, broken };
}

test("a file arrives in parts, in order and whole", async () => {
  const server = serve();
  const { result, broken } = run(server);
  expect(await result).toEqual({ ok: true });
  expect(server.whole().equals(content)).toBe(true);
  expect(server.seen).toEqual([
    "POST /api/movements/upload",
    `PUT /api/movements/upload/7?offset=${PART_BYTES}`,
    `PUT /api/movements/upload/7?offset=${2 * PART_BYTES}`,
    `PUT /api/movements/upload/7?offset=${3 * PART_BYTES}`,
  ]);
  expect(broken).toEqual([]);
});

test("a broken line goes on where it stopped", async () => {
  const server = serve((_request, count) => (count === 2 || count === 3 ? "broken" : "ok"));
  const { result, waits, broken } = run(server);
  expect(await result).toEqual({ ok: true });
  expect(server.whole().equals(content)).toBe(true);
  // Asked before the next try, and nothing that arrived is sent again.
  expect(server.seen.filter((request) => request.startsWith("POST"))).toHaveLength(1);
  expect(server.seen[3]).toBe("GET /api/movements/upload/7");
  expect(waits).toEqual([1000, 2000]);
  expect(broken).toEqual([true, false]);
});

test.each([2, 3, 4])("an answer that is lost repeats no part (request %i)", async (lost) => {
  const server = serve((_request, count) => (count === lost ? "answer lost" : "ok"));
  expect(await run(server).result).toEqual({ ok: true });
  expect(server.whole().equals(content)).toBe(true);
});

test("every second request may break, and the file is still whole", async () => {
  const server = serve((_request, count) => (count > 1 && count % 2 === 0 ? "answer lost" : "ok"));
  expect(await run(server).result).toEqual({ ok: true });
  expect(server.whole().equals(content)).toBe(true);
});

test.each([500, 502, 503, 408, 429])("a server that answers %i is asked again", async (status) => {
  const server = serve((_request, count) => (count === 2 ? status : "ok"));
  expect(await run(server).result).toEqual({ ok: true });
});

test("what a person can put right is told at once", async () => {
  const problem = { kind: "signed_out", message: "Sua sessão expirou." };
  const send = vi.fn<SendRequest>(async () => ({ status: 401, text: JSON.stringify({ problem }) }));
  expect(await run({ send }).result).toEqual({ ok: false, problem });
  expect(send).toHaveBeenCalledOnce();
});

test("a line that does not come back is given up after half an hour, and no sooner", async () => {
  const { result, waits } = run(serve(() => "broken"));
  await expect(result).rejects.toThrow();
  expect(waits.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThan(30 * 60_000);
});

test("a cancelled upload sends nothing more", async () => {
  const control = new AbortController();
  const server = serve((_request, count) => {
    if (count === 2) control.abort();
    return count === 2 ? "broken" : "ok";
  });
  await expect(run(server, control).result).rejects.toThrow();
  expect(server.seen).toHaveLength(2);
});
