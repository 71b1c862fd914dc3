import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterAll, expect, test } from "vitest";
import { listEndpoints } from "@/db/queries/events/webhook-endpoints.ts";
import { environments } from "@/db/schema/environments.ts";
import { integrationSettings, integrationVersions } from "@/db/schema/integrations.ts";
import { createIntegration, fakeConnector } from "@/e2e/support/engine-fixture.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { decryptSecret, encryptSecret } from "@/lib/secrets.ts";
import { environmentPlace, loginPlace } from "./flows/open-environments.ts";
import { ensureEndpoint, webhookPath } from "./flows/webhook-endpoints.ts";
import { renewSecrets } from "./renew-secrets.ts";

const database = await createTestDatabase();
afterAll(() => database.close());
const { db } = database;

const [old, fresh] = [
  { id: "k1", key: randomBytes(32) },
  { id: "k2", key: randomBytes(32) },
];

test("what an old key sealed opens with the new key alone, in use, in versions and in flows; no value changes", async () => {
  const { organizationId, integrationId } = await createIntegration(database, fakeConnector({}));
  const place = (key: string, branchId: number) => ({
    organizationId,
    integrationId,
    key,
    branchId,
  });
  const sealed = (key: string, branchId: number, by = [old]) =>
    encryptSecret(by, place(key, branchId), `valor de ${key} ${branchId}`);
  await db.insert(integrationSettings).values([
    { ...place("senha", 0), ciphertext: sealed("senha", 0) },
    { ...place("token:x", 7), ciphertext: sealed("token:x", 7) },
    { ...place("nova", 0), ciphertext: sealed("nova", 0, [fresh]) },
    { ...place("aberta", 0), value: "k1.não é segredo" },
  ]);
  await db.insert(integrationVersions).values({
    organizationId,
    integrationId,
    version: 900,
    authorName: "Ana",
    snapshot: {},
    changes: [],
    secrets: {
      "senha:0": sealed("senha", 0),
      "token:x:7": sealed("token:x", 7),
      "nova:0": sealed("nova", 0, [fresh]),
    },
  });

  const [environment] = await db
    .insert(environments)
    .values({
      organizationId,
      integrationId,
      code: "hub",
      kind: "cv",
      name: "Hub",
      baseUrl: "https://hub.example",
      secret: encryptSecret(
        [old],
        environmentPlace(organizationId, integrationId, "hub"),
        "token do Enlace",
      ),
      loginSecret: encryptSecret(
        [old],
        loginPlace(organizationId, integrationId, "hub", "login"),
        "senha do painel",
      ),
    })
    .returning();
  const endpoint = await ensureEndpoint(db, [old], {
    organizationId,
    integrationId,
    source: "hub",
  });
  const path = webhookPath([old], endpoint);

  const before = await db.select().from(integrationSettings);
  expect(await renewSecrets(db, [fresh, old], new AbortController().signal)).toEqual({
    settings: 2,
    versions: 1,
    flows: 3,
    unopened: 0,
  });
  expect(await renewSecrets(db, [fresh, old], new AbortController().signal)).toEqual({
    settings: 0,
    versions: 0,
    flows: 0,
    unopened: 0,
  });

  for (const row of await db.select().from(integrationSettings)) {
    if (row.ciphertext)
      expect(decryptSecret([fresh], row, row.ciphertext)).toBe(
        `valor de ${row.key} ${row.branchId}`,
      );
    else expect(row).toEqual(before.find(({ key }) => key === row.key));
  }
  const [renewed] = await db
    .select()
    .from(environments)
    .where(sql`id = ${environment!.id}`);
  expect(
    decryptSecret(
      [fresh],
      environmentPlace(organizationId, integrationId, "hub"),
      renewed!.secret!,
    ),
  ).toBe("token do Enlace");
  expect(
    decryptSecret(
      [fresh],
      loginPlace(organizationId, integrationId, "hub", "login"),
      renewed!.loginSecret!,
    ),
  ).toBe("senha do painel");
  expect(webhookPath([fresh], (await listEndpoints(db, organizationId, integrationId))[0]!)).toBe(
    path,
  );
  const [version] = await db
    .select()
    .from(integrationVersions)
    .where(sql`version = 900`);
  for (const [name, ciphertext] of Object.entries(version?.secrets as Record<string, string>)) {
    const [, key = "", branchId = ""] = /^(.*):(\d+)$/.exec(name) ?? [];
    expect(decryptSecret([fresh], place(key, Number(branchId)), ciphertext)).toBe(
      `valor de ${key} ${branchId}`,
    );
  }
});

test("rows that do not open are passed over wherever they stand, counted, and left as they are", async () => {
  const { organizationId, integrationId } = await createIntegration(database, fakeConnector({}));
  const gone = { id: "k0", key: randomBytes(32) };
  const other = { id: "k1", key: randomBytes(32) };
  const sealed = (name: string, by: typeof old) =>
    encryptSecret([by], { organizationId, integrationId, key: name, branchId: 0 }, `valor ${name}`);
  // By name: the lost and the altered stand before, between and after those that open.
  const by = { a: gone, b: old, c: other, d: old, e: gone };
  for (const [name, one] of Object.entries(by))
    await db
      .insert(integrationSettings)
      .values({ organizationId, integrationId, key: name, ciphertext: sealed(name, one) });
  await db.insert(environments).values(
    ["a", "b"].map((code) => ({
      organizationId,
      integrationId,
      code,
      kind: "cv" as const,
      name: code,
      baseUrl: "https://cv.example",
      secret: encryptSecret(
        [code === "a" ? gone : old],
        environmentPlace(organizationId, integrationId, code),
        "token",
      ),
    })),
  );
  await ensureEndpoint(db, [gone], { organizationId, integrationId, source: "a" });
  await ensureEndpoint(db, [old], { organizationId, integrationId, source: "b" });
  await db.insert(integrationVersions).values({
    organizationId,
    integrationId,
    version: 901,
    authorName: "Ana",
    snapshot: {},
    changes: [],
    secrets: { "a:0": sealed("a", gone), "b:0": sealed("b", old) },
  });

  expect(await renewSecrets(db, [fresh, old], new AbortController().signal)).toEqual({
    settings: 2,
    flows: 2,
    versions: 0,
    unopened: 3 + 1 + 1 + 1,
  });
  const rows = await db.execute<{ sealed: string }>(
    sql`select key || '=' || split_part(ciphertext, '.', 1) as sealed from integration_settings where integration_id = ${integrationId} order by key`,
  );
  expect(rows.map((row) => row.sealed)).toEqual(["a=k0", "b=k2", "c=k1", "d=k2", "e=k0"]);
  const [version] = await db.execute<{ a: string; b: string }>(
    sql`select split_part(secrets->>'a:0', '.', 1) as a, split_part(secrets->>'b:0', '.', 1) as b from integration_versions where version = 901`,
  );
  expect(version).toEqual({ a: "k0", b: "k2" });
});
