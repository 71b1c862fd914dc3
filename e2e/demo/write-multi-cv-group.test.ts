import { sql } from "drizzle-orm";
import { afterAll, expect, test } from "vitest";
import { useDatabase } from "@/db/current-database.ts";
import { createTestDatabase } from "../support/test-database.ts";
import { closeSender } from "@/lib/engine/queue.ts";
import { syncCatalogue } from "@/lib/engine/sync-catalogue.ts";
import { CONNECTORS } from "@/lib/registry.ts";
import { writeMultiCvGroup } from "./write-multi-cv-group.ts";

process.env.AUTH_SECRET ??= "a secret of the tests and of nothing else";
process.env.ENLACE_KEYS ??= `test:${Buffer.alloc(32, 7).toString("base64")}`;
const database = await createTestDatabase();
process.env.DATABASE_URL ??= database.url;
useDatabase(database);
const { db } = database;
await syncCatalogue(db, CONNECTORS);
afterAll(async () => {
  await closeSender();
  await database.close();
});

const cv = { url: "http://127.0.0.1:9", email: "hub@cv.test", token: "um token" };
const sandbox = {
  cv: { hub: cv, a: cv, b: cv, c: cv },
  sienge: { url: "http://127.0.0.1:9", tenant: "grupo", user: "api", password: "uma senha" },
};
const write = () =>
  writeMultiCvGroup(
    db,
    sandbox as unknown as Parameters<typeof writeMultiCvGroup>[1],
    { id: 1, name: "Ana Suporte", email: "suporte@enlace.test" },
    "demonstracao",
  );
const count = async () => {
  const [row] = await db.execute(
    sql`select (select count(*)::int from organizations) as groups, (select count(*)::int from integrations) as integrations, (select count(*)::int from environments) as environments, (select count(*)::int from developments) as developments`,
  );
  return row;
};

test("a story that was cut off anywhere is made whole by the next start", async () => {
  await write();
  const whole = await count();
  for (const cut of [
    `delete from developments where hub_development_id = (select max(hub_development_id) from developments)`,
    `delete from developments`,
    `delete from environments where code = 'hub'`,
    `delete from developments; delete from environments where code in ('b', 'c')`,
    `delete from developments; delete from environments`,
    `delete from developments; delete from environments; delete from integrations`,
  ]) {
    await database.sql.unsafe(cut);
    await write();
    expect(await count()).toEqual(whole);
  }
  await write();
  expect(await count()).toEqual(whole);
});
