import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, expect, test } from "vitest";
import { findAccepted, recordAccepted, sumAccepted } from "@/db/queries/tasks/ledger.ts";
import { makeIntegration } from "@/e2e/support/make-integration.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { newStorageKey, openFileStore } from "./file-store.ts";
import { runRetention } from "./retention.ts";

const database = await createTestDatabase();
const folder = mkdtempSync(path.join(tmpdir(), "enlace-retention-"));
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});
const { db } = database;
const now = new Date("2026-09-01T03:00:00Z");

test("old bytes go and their rows stay; what is young or waits for delivery is kept; twice is as once", async () => {
  const { organizationId, integrationId } = await makeIntegration(db);
  const store = await openFileStore({
    FILES_DIR: folder,
    S3_BUCKET: undefined,
    S3_REGION: "",
    S3_ENDPOINT: undefined,
    S3_ACCESS_KEY_ID: undefined,
    S3_SECRET_ACCESS_KEY: undefined,
  });
  const [task] = await db.execute<{ id: string }>(
    sql`insert into tasks (organization_id, integration_id, operation, period, origin, requested_name) values (${organizationId}, ${integrationId}, 'op', '[2026-01-01,2026-01-01]', 'person', 'Ana') returning id`,
  );
  const keys = new Map<string, string>();
  for (const [name, status, at] of [
    ["velho", "done", "2026-01-01"],
    ["falho", "failed", "2026-01-02"],
    ["pendente", "pending", "2026-01-01"],
    ["novo", "done", "2026-08-30"],
  ] as const) {
    const key = newStorageKey(organizationId, "tasks", Number(task?.id));
    keys.set(name, key);
    await store.put(
      key,
      (async function* () {
        yield name;
      })(),
    );
    await db.execute(sql`insert into files (organization_id, task_id, integration_id, generation, name, status, failure_reason, content_type, rows, bytes, sha256, storage_key, created_at)
      values (${organizationId}, ${task?.id}, ${integrationId}, 1, ${name}, ${status}, ${status === "failed" ? "recusado" : null}, 'text/csv', 1, 1, '', ${key}, ${at})`);
  }
  const upload = newStorageKey(organizationId, "imports", 1);
  await store.put(
    upload,
    (async function* () {
      yield "zip";
    })(),
  );
  await db.execute(
    sql`insert into imports (organization_id, source, name, status, storage_key, requested_name, created_at, finished_at) values (${organizationId}, 'zip', 'notas.zip', 'finished', ${upload}, 'Ana', '2026-01-01', '2026-01-01')`,
  );

  const run = () =>
    runRetention({
      db,
      store,
      env: {
        KEEP_FILES_DAYS: 180,
        KEEP_LOGS_DAYS: 90,
        KEEP_EVENTS_DAYS: 30,
        ENLACE_KEYS: [{ id: "k1", key: Buffer.alloc(32, 1) }],
      },
      now,
      signal: new AbortController().signal,
    });
  expect(await run()).toMatchObject({ files: 2, uploads: 1 });
  expect(await run()).toEqual({ files: 0, uploads: 0, partitions: 0 });
  const there = [...keys]
    .filter(([, key]) => existsSync(path.join(folder, key)))
    .map(([name]) => name);
  expect(there).toEqual(["pendente", "novo"]);
  const rows = await db.execute<{ name: string; removed: boolean }>(
    sql`select name, removed_at is not null as removed from files order by name`,
  );
  expect(rows.map(({ name, removed }) => [name, removed])).toEqual([
    ["falho", true],
    ["novo", false],
    ["pendente", false],
    ["velho", true],
  ]);
});

test("the ledger keeps what was first accepted, and sums it by till and kind", async () => {
  const { organizationId, integrationId, branchId } = await makeIntegration(db, "Rede do livro");
  const scope = { organizationId, integrationId, operation: "sales" };
  const entry = (
    key: string,
    amountCents: number,
    register = "1",
    kind: "sale" | "return" = "sale",
  ) => ({ key, amountCents, register, kind, branchId, day: "2026-05-01" });
  await recordAccepted(db, { ...scope, taskId: 1, fileId: 1 }, [
    entry("a", 100),
    entry("b", 250),
    entry("c", 40, "1", "return"),
    entry("d", 7, "2"),
  ]);
  await recordAccepted(db, { ...scope, taskId: 2, fileId: 2 }, [
    entry("a", 999_999),
    entry("e", 5, "2"),
  ]);
  expect(await findAccepted(db, scope, ["a", "e", "x"])).toEqual(new Set(["a", "e"]));
  expect(await findAccepted(db, { ...scope, operation: "closings" }, ["a"])).toEqual(new Set());
  expect(await sumAccepted(db, scope, branchId, "2026-05-01")).toEqual([
    { register: "1", kind: "return", count: 1, amountCents: 40 },
    { register: "1", kind: "sale", count: 2, amountCents: 350 },
    { register: "2", kind: "sale", count: 2, amountCents: 12 },
  ]);
  expect(await sumAccepted(db, scope, branchId, "2026-05-02")).toEqual([]);
  const many = Array.from({ length: 12_000 }, (_, index) => entry(`m${index}`, 1));
  await recordAccepted(db, { ...scope, taskId: 3, fileId: 3 }, many);
  expect(
    (
      await findAccepted(
        db,
        scope,
        many.map(({ key }) => key),
      )
    ).size,
  ).toBe(12_000);
});

test("what was accepted years ago of days long gone is forgotten, batch by batch, and nothing else", async () => {
  const { organizationId, integrationId, branchId } = await makeIntegration(db, "Rede antiga");
  const scope = { organizationId, integrationId, operation: "sales" };
  const accept = (key: string, day: string, at: string) =>
    db.execute(sql`insert into accepted_records (organization_id, integration_id, operation, record_key, branch_id, day, register, kind, amount_cents, task_id, file_id, accepted_at)
      select ${organizationId}, ${integrationId}, 'sales', ${key} || n, ${branchId}, ${day}::date, '1', 'sale', 1, 1, 1, ${at}::timestamptz from generate_series(1, ${key === "old" ? 10_001 : 1}) n`);
  await accept("old", "2023-08-30", "2023-08-31");
  await accept("edge", "2023-09-02", "2023-09-02");
  // Sent late: the day is old and the partner's word is not; and the other way round.
  await accept("late", "2020-01-01", "2026-08-01");
  await accept("early", "2026-01-01", "2020-01-01");
  await runRetention({
    db,
    store: await openFileStore({ FILES_DIR: folder, S3_REGION: "" }),
    env: {
      KEEP_FILES_DAYS: 1,
      KEEP_LOGS_DAYS: 1,
      KEEP_EVENTS_DAYS: 1,
      ENLACE_KEYS: [{ id: "k1", key: Buffer.alloc(32, 1) }],
    },
    now,
    signal: new AbortController().signal,
  });
  expect(await findAccepted(db, scope, ["old1", "old10001", "edge1", "late1", "early1"])).toEqual(
    new Set(["edge1", "late1", "early1"]),
  );
});

test("a cancellation waits for ever for a branch's own document, and for a stranger's a while", async () => {
  const { organizationId } = await makeIntegration(db, "Drogarias que Esperam");
  const [branch] = await db.execute<{ cnpj: string }>(
    sql`select cnpj from branches where organization_id = ${organizationId} limit 1`,
  );
  const keyOf = (cnpj: string, number: number) =>
    `352601${cnpj}55001${String(number).padStart(9, "0")}1000000010`;
  const put = async (key: string, cancelledAt: string, arrivedAt: string) => {
    const [row] = await db.execute<{ id: string }>(
      sql`insert into imports (organization_id, source, name, requested_name, created_at) values (${organizationId}, 'xml', 'e.xml', 'Ana', ${arrivedAt}) returning id`,
    );
    await db.execute(
      sql`insert into waiting_cancellations (organization_id, document_key, cancelled_at, import_id) values (${organizationId}, ${key}, ${cancelledAt}, ${row?.id})`,
    );
    return key;
  };
  const stranger = "77700011000139";
  await put(keyOf(stranger, 1), "2026-01-10", "2026-01-11");
  const kept = [
    await put(keyOf(branch?.cnpj ?? "", 2), "2026-01-10", "2026-01-11"),
    await put(keyOf(stranger, 3), "2026-08-10", "2026-08-11"),
    await put(keyOf(stranger, 4), "2026-01-10", "2026-08-30"),
    await put("1/PDV1-1001", "2026-01-10", "2026-01-11"),
  ];
  const store = { sweep: async () => undefined } as never;
  const env = {
    KEEP_FILES_DAYS: 9999,
    KEEP_LOGS_DAYS: 9999,
    KEEP_EVENTS_DAYS: 9999,
    ENLACE_KEYS: [{ id: "k1", key: Buffer.alloc(32, 1) }],
  };
  await runRetention({ db, store, env: env as never, now, signal: new AbortController().signal });
  const left = await db.execute<{ document_key: string }>(
    sql`select document_key from waiting_cancellations where organization_id = ${organizationId}`,
  );
  expect(left.map((row) => row.document_key).toSorted()).toEqual(kept.toSorted());
});
