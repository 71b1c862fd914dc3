import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { encode } from "next-auth/jwt";
import { NextRequest } from "next/server";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { openDatabase } from "@/db/client.ts";
import { useDatabase } from "@/db/current-database.ts";
import { apiKeys } from "@/db/schema/people.ts";
import { consumeAccessLink, createAccessPath } from "@/lib/auth/access-links.ts";
import { checkSignIn } from "@/lib/auth/check-sign-in.ts";
import { startSession } from "@/lib/auth/sessions.ts";
import { API_RIGHTS } from "@/lib/core/api-rights.ts";
import { type Actor, PERMISSIONS } from "@/lib/core/permissions.ts";
import { closeListen } from "@/lib/engine/listen.ts";
import { closeSender } from "@/lib/engine/queue.ts";
import { syncCatalogue } from "@/lib/engine/sync-catalogue.ts";
import { CONNECTORS } from "@/lib/registry.ts";
import { FIXTURE_PASSWORD } from "../support/people-fixture.ts";
import { createTestDatabase } from "../support/test-database.ts";
import { makeWalkClient, makeWalker, type WalkIds } from "../support/walk-fixture.ts";

const cookie = vi.hoisted(() => ({ value: "" }));
vi.mock("next/headers", () => ({
  headers: async () => new Headers(),
  cookies: async () => ({
    get: (name: string) => (name === "enlace.session" ? { value: cookie.value } : undefined),
  }),
}));

const AUTH_SECRET = "a secret of the tests and of nothing else";
const KEY = `enl_${randomBytes(32).toString("base64url")}`;
const database = await createTestDatabase();
const single = openDatabase(database.url, { max: 1 });
Object.assign(process.env, {
  AUTH_SECRET,
  ENLACE_KEYS: `test:${Buffer.alloc(32, 7).toString("base64")}`,
  DATABASE_URL: database.url,
  FILES_DIR: mkdtempSync(path.join(tmpdir(), "enlace-files-")),
  METRICS_TOKEN: "um-token-de-teste",
});
useDatabase(database);
await syncCatalogue(database.db, CONNECTORS);
let ids: WalkIds;
let person: Actor;

beforeAll(async () => {
  ids = await makeWalkClient(database, "smarket");
  person = await makeWalker(database, ids.organizationId, PERMISSIONS);
  const sid = await startSession(database.db, {
    personId: person.personId,
    version: 1,
    address: "",
    device: "",
    now: new Date(),
  });
  cookie.value = await encode({ token: { sid }, secret: AUTH_SECRET, salt: "enlace.session" });
  await database.db.insert(apiKeys).values({
    organizationId: ids.organizationId,
    name: "ERP",
    prefix: KEY.slice(0, 10),
    rights: [...API_RIGHTS],
    hash: createHash("sha256").update(KEY).digest("hex"),
  });
  useDatabase(single);
});
afterAll(async () => {
  await closeListen();
  await closeSender();
  await single.close();
  await database.close();
});

/** What stands for a segment in brackets, by the folder before it. */
const SEGMENTS: Record<string, (given: WalkIds) => string | number> = {
  files: ({ fileId }) => fileId,
  integrations: ({ integrationId }) => integrationId,
  imports: ({ importId }) => importId,
  applications: ({ applicationId }) => applicationId,
  tasks: ({ failedTaskId }) => failedTaskId,
  decisions: ({ flow }) => flow.decisionId,
  received: ({ flow }) => flow.eventId,
  reservations: ({ flow }) => flow.subjectId,
  export: () => "tokens",
  lists: () => "people",
  registers: () => "vendas",
  upload: ({ importId }) => importId,
  webhooks: () => "0123456789abcdef0",
  refused: () => 404,
  "[endpoint]": () => "uma-chave-qualquer",
};
/** The framework's own, which wants its server around it; what it calls stands in the last test. */
const LEFT_OUT = new Set(["auth/[...nextauth]"]);
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"] as const;
type Handler = (request: Request, context: { params: Promise<object> }) => Promise<Response>;

const folder = path.resolve("app/api");
const routes: { name: string; method: string; handle: Handler }[] = [];
for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
  if (path.basename(file) !== "route.ts") continue;
  const name = path.dirname(file);
  if (LEFT_OUT.has(name)) continue;
  const exported: Record<string, unknown> = await import(path.join(folder, file));
  for (const method of METHODS)
    if (typeof exported[method] === "function")
      routes.push({ name, method, handle: exported[method] as Handler });
}

function build(name: string, method: string) {
  const params: Record<string, string> = {};
  const parts = name.split("/").map((part, index, all) => {
    const slot = /^\[(\w+)\]$/.exec(part)?.[1];
    if (!slot) return part;
    const value = SEGMENTS[all[index - 1]!];
    if (!value) throw new Error(`say in SEGMENTS what stands for ${part} in ${name}`);
    return (params[slot] = String(value(ids)));
  });
  const query = `integracao=${ids.flow.integrationId}&filial=${ids.branchId}&after=0&offset=0`;
  const machine = name.startsWith("v1/");
  const request = new NextRequest(`http://localhost/api/${parts.join("/")}?${query}`, {
    method,
    headers: {
      ...(machine && { authorization: `Bearer ${KEY}` }),
      ...(name === "metrics" && { authorization: "Bearer um-token-de-teste" }),
      "x-file-name": "a.csv",
      "x-file-size": "2",
      "content-type": machine ? "application/json" : "application/octet-stream",
    },
    ...(method === "GET" || method === "HEAD" ? {} : { body: machine ? "[]" : "a\n" }),
  });
  return { request, context: { params: Promise.resolve(params) } };
}

/** All of a body, or the beginning of one that has no end. */
async function readSome(response: Response): Promise<void> {
  const endless = response.headers.get("content-type")?.startsWith("text/event-stream");
  const reader = response.body?.getReader();
  for (let pieces = 0; reader; pieces++) {
    const { done } = await reader.read();
    if (done) return;
    if (endless && pieces > 0) return reader.cancel();
  }
}

describe(`${routes.length} routes with a pool of one connection`, () => {
  test.each(routes.map((route) => [`${route.method} ${route.name}`, route] as const))(
    "%s needs no second",
    { timeout: 60_000 },
    async (_title, { name, method, handle }) => {
      const told = vi.spyOn(console, "error").mockReturnValue(undefined);
      const { request, context } = build(name, method);
      const response = await handle(request, context);
      // The fixture's files have no bytes: a body may break off, and none may wait.
      await readSome(response).catch(() => undefined);
      expect(told.mock.calls.flat().join("\n")).not.toMatch(/PoolInTransaction/);
      told.mockRestore();
      expect(response.status).toBeLessThan(500);
      expect(response.status).not.toBe(401);
    },
  );
});

test("signing in, and the first time by a link, need no second", { timeout: 60_000 }, async () => {
  const now = new Date();
  const attempt = { address: "203.0.113.7", device: "", now };
  for (const password of ["errada", FIXTURE_PASSWORD])
    await checkSignIn(single.db, { ...attempt, email: person.email, password });
  const link = await createAccessPath(single.db, person.personId, now);
  const used = await consumeAccessLink(single.db, {
    token: link.split("/").at(-1)!,
    password: "uma frase bem comprida",
    address: "",
    now,
    tell: async () => undefined,
  });
  expect(used.ok).toBe(true);
});
