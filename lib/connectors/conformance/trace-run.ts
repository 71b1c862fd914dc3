import { createHash } from "node:crypto";
import { kindOf, PartnerError } from "@/lib/core/errors.ts";
import type { Sale } from "@/lib/core/movement.ts";
import type { Connector } from "../define.ts";
import type { FileSession, HttpRequest } from "../transports/types.ts";
import { answerAsGeneric, GIVEN_FILE, isGeneric, type Renamed } from "./answer-as-generic.ts";
import { openBench } from "./make-context.ts";
import { enrich, richerSales } from "./richer-day.ts";
import type { RememberedState } from "./state-in-memory.ts";

interface TraceOptions {
  settings: Record<string, string>;
  sales?: Sale[];
  /** The same registration ran once, some days ago: whether it asks or loads again is a setting. */
  ranBefore?: boolean;
  /** What the partner calls a field of what it gives. */
  renamed?: Renamed;
}

const DAY_MS = 86_400_000;

const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/**
 * Everything that leaves the hub, and everything that is kept or refused, when all operations of a
 * registration run once. A partner without a contract of its own answers from memory, any other by
 * its stand-in.
 */
export async function traceRun(connector: Connector, options: TraceOptions): Promise<string> {
  const remembered: RememberedState = new Map();
  if (options.ranBefore) await runOnce(connector, options, remembered, 3);
  const trace = JSON.stringify(await runOnce(connector, options, remembered, 0));
  // Stand-ins draw their numbers by chance.
  return trace.replaceAll(UUID, "uuid");
}

async function runOnce(
  connector: Connector,
  { settings, sales = richerSales(), renamed }: TraceOptions,
  remembered: RememberedState,
  daysAgo: number,
): Promise<unknown> {
  const seen: unknown[] = [];
  const bench = openBench(connector, { settings, sales, remembered });
  const before = (moment: Date) => new Date(moment.getTime() - daysAgo * DAY_MS);
  const now = before(bench.ctx.now());
  bench.ctx.now = () => now;
  bench.ctx.task.startedAt = before(bench.ctx.task.startedAt);
  bench.ctx.movements = enrich(bench.ctx.movements);
  const askStandIn = bench.ctx.http;
  bench.ctx.http = async (request) => {
    const { method, url, headers, timeoutSeconds, tls } = request;
    seen.push([method, url, headers, await readBody(request), timeoutSeconds, tls]);
    if (isGeneric(connector)) return answerAsGeneric(connector, request, renamed);
    if (new URL(url).hostname !== "127.0.0.1")
      throw new PartnerError("unavailable", "Só o parceiro modelo responde.");
    return askStandIn(request);
  };
  bench.ctx.sftp = bench.ctx.ftp = (address, work) => {
    seen.push(address);
    return work(recordingSession(seen));
  };
  const note = async (work: () => Promise<unknown>) =>
    seen.push(
      await work().catch((error: unknown) => [
        kindOf(error),
        error instanceof PartnerError ? error.detail : String(error),
      ]),
    );
  await note(async () => connector.check(bench.ctx));
  for (const [name, operation] of Object.entries(connector.operations)) {
    await note(async () => {
      if (operation.collect) return bench.collect(name);
      for (const file of await bench.prepare(name)) {
        seen.push([file.name, file.contentType, file.rows]);
        const { receipt = null } = await bench.deliver(name, file);
        seen.push(await operation.confirm?.(bench.ctx, { ...file, receipt }));
      }
      return operation.accepted?.(bench.ctx);
    });
  }
  return [seen, bench.refused, [...remembered]];
}

/** Text as it is; anything else by its bytes. */
async function readBody({ body }: HttpRequest): Promise<string | undefined> {
  if (body === undefined || typeof body === "string") return body;
  const chunks: Uint8Array[] = [];
  if (body instanceof Uint8Array) chunks.push(body);
  else for await (const chunk of body.open()) chunks.push(chunk);
  return createHash("sha256").update(Buffer.concat(chunks)).digest("hex");
}

function recordingSession(seen: unknown[]): FileSession {
  return {
    put: async (path, content) => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of content) chunks.push(chunk);
      seen.push([path, Buffer.concat(chunks).toString("base64")]);
    },
    list: async (directory) => {
      seen.push(directory);
      return [{ name: GIVEN_FILE.name, bytes: GIVEN_FILE.content.length }];
    },
    get: async () => Buffer.from(GIVEN_FILE.content),
    size: async () => null,
    remove: async () => undefined,
  };
}
