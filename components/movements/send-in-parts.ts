import type { Problem } from "@/lib/admin/define-use-case.ts";
import { PART_BYTES, type UploadProgress } from "@/lib/core/upload-parts.ts";

/** One request; rejects when the line broke, whether or not anything arrived. */
export type SendRequest = (request: {
  method: "GET" | "POST" | "PUT";
  url: string;
  headers: Record<string, string>;
  body: Blob | null;
  /** Bytes of this body that have left. */
  onProgress: (sent: number) => void;
  signal: AbortSignal;
}) => Promise<{ status: number; text: string }>;

type SendResult = { ok: true } | { ok: false; problem: Problem | null };

interface SendOptions {
  organizationId: number | null;
  /** Checks the file and writes nothing of it. */
  dryRun?: boolean;
  send: SendRequest;
  /** Waits, or until the browser says that the line is back; rejects when the signal aborts. */
  wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Bytes of the file that are there or have left. */
  onProgress: (sent: number) => void;
  /** Told when the line breaks (true) and when it carries again. */
  onBroken: (broken: boolean) => void;
  /** The number under which it can be cancelled, once there is one. */
  onStarted: (importId: number) => void;
  signal: AbortSignal;
}

/** A shop's line that is away comes back: half an hour of patience from the last part that arrived. */
const WAITS_MS = [1_000, 2_000, 5_000, 10_000, 20_000, ...Array<number>(60).fill(30_000)];
const ADDRESS = "/api/movements/upload";

/**
 * Sends a file part by part. A line that breaks costs the part at hand: what arrived is asked for,
 * and the next part begins there.
 */
export async function sendInParts(file: File, options: SendOptions): Promise<SendResult> {
  const { send, signal } = options;
  let importId: number | null = null;
  let received = 0;
  for (let failures = 0; ;) {
    try {
      if (failures > 0 && importId !== null) {
        const stand = await askStand(importId, options);
        if (!("received" in stand)) return stand;
        // The last part had arrived, and only its answer was lost.
        if (stand.done) return { ok: true };
        received = stand.received;
      }
      const begin = received;
      const answer = await send({
        ...addressOf(file, importId, received, options),
        body: file.slice(received, received + PART_BYTES),
        onProgress: (sent) => options.onProgress(Math.min(file.size, begin + sent)),
        signal,
      });
      if (isTemporary(answer.status)) throw new Error(`status ${answer.status}`);
      if (answer.status >= 400) {
        const problem = readProblem(answer.text);
        const stand = readReceived(problem);
        // The answer to an earlier try was lost: the server is further than we knew.
        if (answer.status !== 409 || stand === null || importId === null || stand === received)
          return { ok: false, problem };
        received = stand;
        continue;
      }
      const progress = JSON.parse(answer.text) as UploadProgress;
      if (importId === null) options.onStarted(progress.importId);
      ({ importId, received } = progress);
      if (failures > 0) options.onBroken(false);
      failures = 0;
      options.onProgress(received);
      if (progress.done) return { ok: true };
    } catch (error) {
      if (signal.aborted) throw error;
      const pause = WAITS_MS[failures];
      if (pause === undefined) throw error;
      if (failures === 0) options.onBroken(true);
      failures += 1;
      await options.wait(pause, signal);
    }
  }
}

function addressOf(
  file: File,
  importId: number | null,
  received: number,
  { organizationId, dryRun }: Pick<SendOptions, "organizationId" | "dryRun">,
): { method: "POST" | "PUT"; url: string; headers: Record<string, string> } {
  const headers = { "content-type": "application/octet-stream" };
  if (importId !== null)
    return { method: "PUT", url: `${ADDRESS}/${importId}?offset=${received}`, headers };
  return {
    method: "POST",
    url: ADDRESS,
    headers: {
      ...headers,
      "x-file-name": encodeURIComponent(file.name),
      "x-file-size": String(file.size),
      ...(organizationId === null ? {} : { "x-organization": String(organizationId) }),
      ...(dryRun && { "x-dry-run": "1" }),
    },
  };
}

async function askStand(
  importId: number,
  { send, signal }: SendOptions,
): Promise<UploadProgress | (SendResult & { ok: false })> {
  const answer = await send({
    method: "GET",
    url: `${ADDRESS}/${importId}`,
    headers: {},
    body: null,
    onProgress: () => undefined,
    signal,
  });
  if (isTemporary(answer.status)) throw new Error(`status ${answer.status}`);
  return answer.status < 300
    ? (JSON.parse(answer.text) as UploadProgress)
    : { ok: false, problem: readProblem(answer.text) };
}

/** A proxy or a server that restarts; what a person can put right is no matter of time. */
const isTemporary = (status: number) => status >= 500 || status === 408 || status === 429;

function readProblem(text: string): Problem | null {
  try {
    return (JSON.parse(text) as { problem?: Problem }).problem ?? null;
  } catch {
    return null;
  }
}

function readReceived(problem: Problem | null): number | null {
  const offer = problem?.offer as { received?: unknown } | undefined;
  return typeof offer?.received === "number" ? offer.received : null;
}
