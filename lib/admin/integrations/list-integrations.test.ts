import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asPerson, type OpenDatabase } from "@/db/client.ts";
import { useDatabase } from "@/db/current-database.ts";
import { integrations } from "@/db/schema/integrations.ts";
import { tasks } from "@/db/schema/tasks.ts";
import { organizations } from "@/db/schema/people.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { type GridQuery, parseGridQuery } from "@/lib/core/grid.ts";
import type { Actor } from "@/lib/core/permissions.ts";
import { syncCatalogue } from "@/lib/engine/sync-catalogue.ts";
import { CONNECTORS } from "@/lib/registry.ts";
import { listIntegrations } from "./list-integrations.ts";
import { rememberCount } from "./remember-count.ts";
import { summarizeIntegrations } from "./summarize-integrations.ts";

const NAMES = [
  "Smarket – Ofertas",
  "Audit: Estoque (São Paulo)",
  "ScannTech 100% Clube",
  "Vendas_noturnas",
  "Ágil smart",
  "🚀 Foguete",
  "C:\\Pasta",
];
let database: OpenDatabase;
let agent: Actor;
let client: Actor;
let home = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  useDatabase(database);
  await syncCatalogue(database.db, CONNECTORS);
  const [first, second] = await database.db
    .insert(organizations)
    .values([{ name: "Drogaria Aurora" }, { name: "Farmácia do Vale" }])
    .returning();
  home = first?.id ?? 0;
  const away = second?.id ?? 0;
  await database.db.insert(integrations).values(
    NAMES.map((description, index) => ({
      organizationId: home,
      connectorId: index % 2 === 0 ? "smarket" : "audit",
      description,
      active: index !== 3,
      pausedReason: index === 3 ? "Credenciais recusadas." : null,
      intervalMinutes: 60,
    })),
  );
  await database.db.insert(integrations).values({
    organizationId: away,
    connectorId: "audit",
    description: "Smarket do Vale",
    active: false,
    intervalMinutes: 60,
  });
  const [smarket] = await database.db.select().from(integrations).orderBy(integrations.id).limit(1);
  const period = (day: number) => ({ first: `2026-01-${day}`, last: `2026-01-${day}` });
  await database.db.insert(tasks).values(
    Array.from({ length: 16 }, (_, index) => ({
      organizationId: home,
      integrationId: smarket?.id ?? 0,
      operation: "files",
      period: period(10 + index),
      origin: "person" as const,
      requestedName: "Ana",
      records: index,
      status: index === 15 ? ("failed" as const) : ("done" as const),
      failureReason: index === 15 ? "fora do ar" : null,
    })),
  );
  const person = {
    personId: 1,
    name: "Ana",
    email: "ana@enlace.test",
    profileId: 1,
    profileName: "Perfil",
    permissions: new Set(["view"] as const),
    timeZone: "America/Sao_Paulo",
  };
  agent = { ...person, organizationId: null };
  client = { ...person, organizationId: home };
});
afterAll(() => database.close());

async function list(url: string, who = agent, organizationId: number | null = null) {
  const outcome = await listIntegrations(who, {
    query: parseGridQuery(new URLSearchParams(url)),
    organizationId,
  });
  if (!outcome.ok) throw new Error(outcome.problem.message);
  return outcome.value;
}
const names = async (url: string, who = agent) =>
  (await list(url, who)).rows.map(({ description }) => description);

describe("the list of integrations", () => {
  it.each<[string, string[]]>([
    ["smarket", ["Smarket do Vale", "Smarket – Ofertas"]],
    ["SMAR", ["Smarket do Vale", "Ágil smart", "Smarket – Ofertas"]],
    ["sm", ["Smarket do Vale", "Ágil smart", "Smarket – Ofertas"]],
    ["agil", ["Ágil smart"]],
    ["ÁGIL  SMART", ["Ágil smart"]],
    ["sao", ["Audit: Estoque (São Paulo)"]],
    ["estoque (s", ["Audit: Estoque (São Paulo)"]],
    ["market", []],
    ["100%", ["ScannTech 100% Clube"]],
    ["%", []],
    ["_", []],
    ["c:\\p", ["C:\\Pasta"]],
    ["🚀", ["🚀 Foguete"]],
    ["foguete", ["🚀 Foguete"]],
    ["(", ["Audit: Estoque (São Paulo)"]],
    ["[a-z", []],
    ["'; drop table tasks; --", []],
  ])("finds by the beginning of the name or of a word: %s", async (search, found) => {
    expect(await names(new URLSearchParams({ busca: search }).toString())).toEqual(found);
  });

  it("filters by type, state, last status and client, orders and cuts pages", async () => {
    expect((await names("f.type=smarket")).length).toBe(4);
    expect(await names("f.state=paused")).toEqual(["Vendas_noturnas"]);
    expect(await names("f.state=inactive")).toEqual(["Smarket do Vale"]);
    expect(await names("f.lastTask=failed")).toEqual(["Smarket – Ofertas"]);
    expect((await names("f.lastTask=none&f.lastTask=failed")).length).toBe(8);
    expect((await names(`f.client=${home}`)).length).toBe(7);
    expect((await names("ordem=description"))[0]).toBe("Ágil smart");
    expect((await names("ordem=-description"))[0]).toBe("🚀 Foguete");
    expect((await names("ordem=-lastTask")).at(-1)).toBe("Smarket – Ofertas");
    expect(await list("pagina=9")).toEqual({ rows: [], total: 8 });
    expect((await list("por=25")).total).toBe(8);
    expect((await names("ordem=nada&f.type=outro&f.nada=1")).length).toBe(0);
  });

  it.each(["ordem=descricao&f.situacao=paused", "ordem=constructor&f.constructor=x"])(
    "an address with columns that the list does not have shows it whole: %s",
    async (address) => expect((await list(address)).total).toBe(8),
  );

  it("shows the last fourteen executions, oldest first, and the pause's reason", async () => {
    const row = (await list("busca=smarket+–")).rows[0];
    expect(row?.recent.map(({ records }) => records)).toEqual(
      Array.from({ length: 14 }, (_, index) => index + 2),
    );
    expect(row?.lastTask).toMatchObject({ status: "failed" });
    expect((await list("f.state=paused")).rows[0]).toMatchObject({
      state: "paused",
      pausedReason: "Credenciais recusadas.",
      maxDays: null,
    });
  });

  it("shows a client its own only, whatever the URL names", async () => {
    expect((await list("f.client=999", client)).total).toBe(7);
    expect((await list("", agent, home)).total).toBe(7);
    const summary = await summarizeIntegrations(client, {});
    expect(summary).toMatchObject({
      ok: true,
      value: { active: 6, failing: 1, paused: 1, organizations: [] },
    });
  });

  it("finds its page through an index, as either role", async () => {
    await database.db
      .execute(sql`insert into integrations (organization_id, connector_id, description, active, interval_minutes)
      select ${home}, 'audit', 'Carga ' || n, true, 60 from generate_series(1, 20000) n`);
    await database.db.execute(sql`analyze integrations`);
    for (const organizationId of [null, home]) {
      for (const clause of [sql`order by i.id desc`, sql`order by i.search_text, i.id`]) {
        const plan = await asPerson(database.db, organizationId, (tx) =>
          tx.execute<{ "QUERY PLAN": string }>(
            sql`explain select i.organization_id, i.id from integrations i ${clause} limit 10`,
          ),
        );
        expect(plan.map((row) => row["QUERY PLAN"]).join("\n")).toMatch(/Index (Only )?Scan/);
      }
    }
    // Twenty thousand rows are few enough to read them all; with that barred, the index must be able to serve.
    const search = await asPerson(database.db, null, async (tx) => {
      await tx.execute(sql`set local enable_seqscan = off`);
      return tx.execute<{ "QUERY PLAN": string }>(
        sql`explain select count(*) from integrations i where (i.search_text like 'carga 777' || '%' or i.search_text like '% ' || 'carga 777' || '%' or i.search_text ~ ('\\m' || 'carga 777'))`,
      );
    });
    expect(search.map((row) => row["QUERY PLAN"]).join("\n")).toMatch(
      /integrations_search_trigram/,
    );
  });

  it("counts small lists anew and large ones at most every ten seconds", async () => {
    let size = 9_999;
    const count = (now: number) =>
      rememberCount(
        "test",
        (value: number) => value,
        async () => size,
        now,
      );
    expect(await count(0)).toBe(9_999);
    size = 20_000;
    expect(await count(1)).toBe(20_000);
    size = 30_000;
    expect(await count(9_000)).toBe(20_000);
    expect(await count(10_002)).toBe(30_000);
  });

  it("refuses a query that no page makes", async () => {
    const query: GridQuery = { page: 0, pageSize: 10, search: "", sort: null, filters: {} };
    expect(await listIntegrations(agent, { query })).toMatchObject({
      ok: false,
      problem: { kind: "invalid" },
    });
  });
});
