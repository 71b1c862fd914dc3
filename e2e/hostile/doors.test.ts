import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { NextRequest } from "next/server";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { useDatabase } from "@/db/current-database.ts";
import { findActor } from "@/lib/auth/current-actor.ts";
import type { UseCase } from "@/lib/admin/define-use-case.ts";
import { type Actor, PERMISSIONS } from "@/lib/core/permissions.ts";
import { closeListen } from "@/lib/engine/listen.ts";
import { closeSender } from "@/lib/engine/queue.ts";
import { syncCatalogue } from "@/lib/engine/sync-catalogue.ts";
import { CONNECTORS } from "@/lib/registry.ts";
import { createTestDatabase } from "../support/test-database.ts";
import { makeWalkClient, makeWalker, type WalkIds } from "../support/walk-fixture.ts";
import { WALK } from "../support/walk-table.ts";
import { changeLeaves, changeTexts, HOSTILE_VALUES, spoilFields } from "./hostile-json.ts";
import { HOSTILE_TEXTS, WORST_TEXTS } from "./hostile-texts.ts";
import { listActions, listColumnIds, listLists, listRoutes, type RouteDoor } from "./read-doors.ts";

vi.mock("@/lib/auth/current-actor.ts", () => ({
  findActor: vi.fn(),
  isStillAllowed: vi.fn(async () => true),
}));
vi.mock("@/lib/auth/focused-client.ts", () => ({ readFocusedClient: async () => null }));
vi.mock("@/lib/auth.ts", () => ({
  signIn: async () => undefined,
  signOut: async () => undefined,
  SignInThrottled: class extends Error {},
}));
vi.mock("next-auth", () => ({ AuthError: class extends Error {} }));
vi.mock("next/headers", () => ({
  headers: async () => new Headers({ host: "localhost" }),
  cookies: async () => ({ get: () => undefined, getAll: () => [] }),
}));

process.env.AUTH_SECRET ??= "a secret of the tests and of nothing else";
process.env.ENLACE_KEYS ??= `test:${Buffer.alloc(32, 7).toString("base64")}`;
process.env.FILES_DIR = mkdtempSync(path.join(tmpdir(), "enlace-hostile-"));
const database = await createTestDatabase({ max: 10 });
process.env.DATABASE_URL ??= database.url;
useDatabase(database);
await syncCatalogue(database.db, CONNECTORS);

const routes = listRoutes();
const actions = listActions();
const useCases = await findUseCases();
const covered = { routes: 0, lists: 0, actions: 0, useCases: 0, throws: 0 };
let ids: WalkIds;
let actor: Actor;

beforeAll(async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  ids = await makeWalkClient(database, "smarket");
  actor = await makeWalker(database, null, PERMISSIONS);
  vi.mocked(findActor).mockImplementation(async () => ({ ...actor, sessionHash: "x" }) as never);
});
afterAll(async () => {
  await closeListen();
  await closeSender();
  await database.close();
  vi.restoreAllMocks();
  console.info(
    `hostile text and JSON: ${covered.routes} routes, ${covered.lists} lists, ${covered.actions} actions and ${covered.useCases} use-cases, ${covered.throws} throws`,
  );
});

async function findUseCases(): Promise<Array<UseCase<unknown, unknown>>> {
  const folder = path.resolve(import.meta.dirname, "../../lib/admin");
  const found = new Map<string, UseCase<unknown, unknown>>();
  for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".ts") || file.endsWith(".test.ts")) continue;
    for (const value of Object.values((await import(path.join(folder, file))) as object))
      if (typeof value === "function" && "useCase" in value)
        found.set((value as UseCase<unknown, unknown>).useCase.name, value as never);
  }
  return [...found.values()];
}

type Handler = (
  request: NextRequest,
  context: { params: Promise<Record<string, string>> },
) => Promise<Response>;

/** Calls a route as Next would, reads what it answers, and says what is wrong with that; null when nothing is. */
async function callRoute(
  route: RouteDoor,
  method: string,
  params: Record<string, string>,
  query: URLSearchParams,
  body?: string,
): Promise<string | null> {
  const handlers = (await import(route.file)) as Record<string, Handler>;
  const leaving = new AbortController();
  covered.throws += 1;
  try {
    const request = new NextRequest(`http://localhost${route.address}?${query}`, {
      method,
      signal: leaving.signal,
      headers: {
        "content-type": "application/json",
        "x-file-name": encodeURIComponent((body ?? "nome").toWellFormed().slice(0, 500)),
        "x-organization": String(ids.organizationId),
      },
      ...(body === undefined ? {} : { body }),
    });
    const response = await handlers[method]!(request, { params: Promise.resolve(params) });
    // A stream that lasts is left as a browser leaves it.
    if (response.headers.get("content-type")?.startsWith("text/event-stream")) leaving.abort();
    else await response.arrayBuffer();
    return response.status >= 500 ? `${response.status}` : null;
  } catch (error) {
    return describeFault(error);
  }
}

function describeFault(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? `, caused by ${error.cause.message}` : "";
  return `${error.name}: ${error.message.slice(0, 200)}${cause}`;
}

/** Ids that are there, so that a question reaches what is behind them. */
function realPlaces(route: RouteDoor): Array<Record<string, string>> {
  if (route.places.includes("list") && route.address.startsWith("/api/lists"))
    return listLists().map((list) => ({ list }));
  if (route.places.includes("list"))
    return ["clientes", "compras", "receitas", "controlados", "zonas", "promocoes", "metas"].map(
      (list) => ({ list }),
    );
  if (route.places.includes("store"))
    return ["empreendimentos", "tokens", "conciliacao", "reservas"].map((store) => ({ store }));
  const [, area = ""] =
    /^\/api\/(?:movements\/|prices\/|multi-cv\/)?([\w-]+)/.exec(route.address) ?? [];
  const id =
    {
      integrations: ids.integrationId,
      tasks: ids.taskId,
      imports: ids.importId,
      applications: ids.applicationId,
    }[area] ?? 999_999;
  return [Object.fromEntries(route.places.map((place) => [place, String(id)]))];
}

function askEverything(route: RouteDoor, text: string): URLSearchParams {
  const query = new URLSearchParams();
  for (const name of ["busca", "ordem", "pagina", "por", ...route.questions])
    query.append(name, text);
  for (const column of listColumnIds()) query.append(`f.${column}`, text);
  query.set("ordem", "code");
  if (route.questions.includes("integracao"))
    query.set("integracao", String(ids.flow.integrationId));
  return query;
}

describe("routes", () => {
  test("the test reads them from the folder", () => {
    expect(routes.length).toBeGreaterThan(50);
    expect(routes.filter(({ methods }) => methods.length === 0)).toEqual([]);
    expect(listLists().length).toBeGreaterThan(10);
  });

  test.each(
    routes.flatMap((route) =>
      route.methods.map((method) => [method, route.address, route] as const),
    ),
  )("%s %s answers whatever it is asked", async (method, _address, route) => {
    const wrong: string[] = [];
    const note = (text: string, fault: string | null) =>
      fault && wrong.push(`${JSON.stringify(text.slice(0, 40))}: ${fault}`);
    const places = realPlaces(route);
    const body = (text: string) => (method === "GET" ? undefined : text);
    for (const text of HOSTILE_TEXTS) {
      const asked = askEverything(route, text);
      for (const params of places)
        note(text, await callRoute(route, method, params, asked, body(text)));
      if (route.places.length > 0) {
        const named = Object.fromEntries(route.places.map((place) => [place, text]));
        note(text, await callRoute(route, method, named, new URLSearchParams(), body(text)));
      }
    }
    covered.routes += 1;
    if (route.address.startsWith("/api/lists")) covered.lists = places.length;
    expect(wrong).toEqual([]);
  });
});

describe("actions", () => {
  const lists: unknown[][] = [
    [],
    ...HOSTILE_VALUES.map((value) => [value]),
    ...HOSTILE_VALUES.map((value) => [value, value, value]),
    ...WORST_TEXTS.map((text) => [{ id: text, name: text, text, payload: { id: text } }]),
  ];

  test.each(actions.map((action) => [action.name, action] as const))(
    "%s answers whatever it is given",
    async (name, { file }) => {
      const call = ((await import(file)) as Record<string, (...list: unknown[]) => unknown>)[name]!;
      const wrong: string[] = [];
      for (const list of lists) {
        covered.throws += 1;
        try {
          await call(...list);
        } catch (error) {
          wrong.push(`${String(JSON.stringify(list)).slice(0, 80)}: ${describeFault(error)}`);
        }
      }
      covered.actions += 1;
      expect(wrong).toEqual([]);
    },
  );
});

describe("use-cases", () => {
  test.each(useCases.map((useCase) => [useCase.useCase.name, useCase] as const))(
    "%s says what is wrong with its input",
    async (name, useCase) => {
      const right = WALK[name]!.input(ids);
      const inputs = [
        ...WORST_TEXTS.map((text) => changeTexts(right, () => text)),
        ...WORST_TEXTS.map((text) => changeTexts(right, (own) => own + text)),
        ...HOSTILE_VALUES.map((leaf) => changeLeaves(right, leaf)),
        ...spoilFields(right, HOSTILE_VALUES),
      ];
      const wrong: string[] = [];
      for (const input of inputs) {
        covered.throws += 1;
        try {
          await useCase(actor, input);
        } catch (error) {
          wrong.push(`${String(JSON.stringify(input)).slice(0, 160)}: ${describeFault(error)}`);
        }
      }
      covered.useCases += 1;
      expect(wrong).toEqual([]);
    },
  );
});
