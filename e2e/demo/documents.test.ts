import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { useDatabase } from "@/db/current-database.ts";
import { saveReceivedItems } from "@/db/queries/partners/received-items.ts";
import { writeApplication } from "@/db/queries/prices/price-applications.ts";
import { productPrices } from "@/db/schema/catalogue.ts";
import { importRefusals, imports } from "@/db/schema/imports.ts";
import { integrations } from "@/db/schema/integrations.ts";
import { apiKeys, organizations } from "@/db/schema/people.ts";
import { MAIN_CLIENT } from "@/db/seed/demo-organizations.ts";
import { writeDemoOrganizations } from "@/db/seed/write-demo-data.ts";
import { API_RIGHTS } from "@/lib/core/api-rights.ts";
import { CSV_MODEL } from "@/lib/core/csv-models.ts";
import { UNTOLD_PROMOTION } from "@/lib/core/partner-promotion.ts";
import { syncCatalogue } from "@/lib/engine/sync-catalogue.ts";
import type { Envelope } from "@/lib/inbox/api/answer-api.ts";
import { runImport } from "@/lib/inbox/run-import.ts";
import { CONNECTORS } from "@/lib/registry.ts";
import { createTestDatabase } from "../support/test-database.ts";

const KEY = `enl_${randomBytes(24).toString("base64url")}`;
const database = await createTestDatabase();
const { db } = database;
let organizationId: number;

beforeAll(async () => {
  useDatabase(database);
  await writeDemoOrganizations(db);
  await syncCatalogue(db, CONNECTORS);
  const [client] = await db.select().from(organizations).where(eq(organizations.name, MAIN_CLIENT));
  organizationId = client!.id;
  await db.insert(apiKeys).values({
    organizationId,
    name: "ERP",
    prefix: KEY.slice(0, 10),
    hash: createHash("sha256").update(KEY).digest("hex"),
    rights: [...API_RIGHTS],
  });
  await fillFeeds();
});
afterAll(() => database.close());

/** As many price changes as the demo's one application makes (a page of 12 in four branches), and promotions. */
async function fillFeeds(): Promise<void> {
  const [integration] = await db
    .insert(integrations)
    .values({
      organizationId,
      connectorId: "proffer",
      description: "Proffer",
      active: true,
      intervalMinutes: 60,
    })
    .returning();
  const integrationId = integration!.id;
  const prices = await db
    .select()
    .from(productPrices)
    .where(eq(productPrices.organizationId, organizationId))
    .limit(48);
  await db.transaction((tx) =>
    writeApplication(
      tx,
      {
        organizationId,
        zoneCode: "1",
        zoneName: "Centro",
        products: 12,
        prices: prices.length,
        personId: 1,
        personName: "Carlos Lima",
      },
      prices.map(({ branchId, productCode, priceCents }) => ({
        branchId,
        productCode,
        previousCents: priceCents,
        newCents: (priceCents ?? 100) - 1,
        integrationId,
        returnedOn: "2026-11-10",
      })),
    ),
  );
  await db.transaction((tx) =>
    saveReceivedItems(
      tx,
      { organizationId, integrationId, id: 1 },
      Array.from({ length: 6 }, (_, index) => ({
        kind: "promotion" as const,
        key: `P${index}`,
        title: `Oferta ${index}`,
        data: {},
        promotion: UNTOLD_PROMOTION,
      })),
    ),
  );
}

/** The fenced blocks of a document in one language. */
function blocksOf(file: string, language: string): string[] {
  const text = readFileSync(path.join("docs", file), "utf8");
  return [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)].flatMap(([, found, block = ""]) =>
    found === language ? [block] : [],
  );
}

/** The calls that a reader would make by pasting a block into a shell, `post` being the block's own word. */
function callsOf(
  block: string,
): Array<{ name: string; method: string; path: string; init: RequestInit }> {
  const calls = block.split(/\n(?=curl |post )/).filter((text) => !text.startsWith("post()"));
  return calls.map((text) => {
    const short = /^post ([\w/-]+) '([\s\S]*?)'/.exec(text);
    const address = short ? `/api/v1/${short[1]}` : /"\$HUB([^"]+)"/.exec(text)?.[1];
    const body = short?.[2] ?? /-d '([\s\S]*?)'/.exec(text)?.[1];
    const method = short ? "POST" : (/-X (\w+)/.exec(text)?.[1] ?? "GET");
    if (!address) throw new Error(`not understood: ${text}`);
    const given = short
      ? [
          ["Authorization", `Bearer ${KEY}`],
          ["Content-Type", "application/json"],
        ]
      : [...text.matchAll(/-H "([^:"]+): ([^"]+)"/g)].map(([, name, value]) => [
          name,
          value?.replace("$KEY", KEY),
        ]);
    return {
      name: `${method} ${address}`,
      method,
      path: address,
      init: {
        method,
        headers: Object.fromEntries(given) as Record<string, string>,
        ...(body !== undefined && { body }),
      },
    };
  });
}

const calls = blocksOf("api.md", "sh").flatMap(callsOf);

describe("docs/api.md", () => {
  test("has a call for every address that it names", () => {
    const text = readFileSync("docs/api.md", "utf8");
    const named = [...text.matchAll(/`POST (\/api\/v1\/[\w-]+)`/g)].map(([, address]) => address);
    const called = new Set(calls.map(({ path: address }) => address.split("?")[0]));
    expect(named.length).toBeGreaterThan(11);
    expect(named.filter((address) => !called.has(address!))).toEqual([]);
  });

  test.each(calls)(
    "$name is accepted as it stands there",
    async ({ method, path: address, init }) => {
      const url = new URL(address, "http://localhost");
      const route = (await import(path.resolve("app", `.${url.pathname}`, "route.ts"))) as Record<
        string,
        (request: Request) => Promise<Response>
      >;
      const response = await route[method]!(new Request(url, init));
      const answer = (await response.json()) as Envelope & { data: Record<string, unknown>[] };
      expect([response.status, answer.status, answer.msg]).toEqual([200, "ok", answer.msg]);
      for (const one of answer.data)
        if ("indice" in one) expect(one).toEqual({ ...one, situacao: "aceito" });
      expect(answer.data.some((one) => "avisos" in one)).toBe(false);
    },
  );
});

/** Imports a file as an upload would. */
async function importFile(name: string, bytes: Buffer) {
  const [made] = await db
    .insert(imports)
    .values({
      organizationId,
      source: "csv",
      name,
      storageKey: name,
      bytes: bytes.length,
      requestedName: "Teste",
    })
    .returning();
  const importId = made!.id;
  const store = {
    async *open() {
      yield bytes;
    },
    remove: async () => undefined,
  };
  await runImport({ organizationId, importId }, new AbortController().signal, {
    db,
    store,
    now: new Date("2026-11-20T12:00:00Z"),
  });
  const [row] = await db
    .select()
    .from(imports)
    .where(and(eq(imports.organizationId, organizationId), eq(imports.id, importId)));
  const findings = await db
    .select({ place: importRefusals.place, reason: importRefusals.reason })
    .from(importRefusals)
    .where(eq(importRefusals.importId, importId));
  return { status: row!.status, read: row!.read, accepted: row!.accepted, findings };
}

describe("a CSV", () => {
  const files = [
    ...blocksOf("csv.md", "csv").map((text, index) => ({
      name: `docs/csv.md, example ${index + 1}`,
      bytes: Buffer.from(text),
    })),
    ...Object.values(CSV_MODEL).map(({ href }) => ({
      name: href,
      bytes: readFileSync(path.join("public", href)),
    })),
  ];

  test.each(files)("$name is accepted whole by the demo's client", async ({ name, bytes }) => {
    const result = await importFile(name, bytes);
    expect(result).toMatchObject({ status: "finished", findings: [] });
    expect(result.accepted).toBe(result.read);
    expect(result.read).toBeGreaterThan(0);
  });
});
