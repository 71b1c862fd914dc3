import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { asPerson } from "@/db/client.ts";
import { listAuditHeads } from "@/db/queries/people/audit-seals.ts";
import { auditEvents } from "@/db/schema/people.ts";
import { makeOrganization } from "@/e2e/support/people-fixture.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { checkSignIn } from "@/lib/auth/check-sign-in.ts";
import type { Mail } from "../mail.ts";
import { openFileStore } from "../file-store.ts";
import { readAuditHeads } from "./audit-heads.ts";
import { checkAudit } from "./check-audit.ts";
import { reportAudit } from "./report-audit.ts";
import { sealAudit } from "./seal-audit.ts";
import { AuditBrokenError, recordHeads } from "./watch-audit.ts";

const keyOf = (id: string, byte: number) => ({ id, key: Buffer.alloc(32, byte) });
const KEYS = [keyOf("a1", 1)];
const database = await createTestDatabase({ max: 10 });
const { db } = database;
const folder = mkdtempSync(path.join(tmpdir(), "enlace-audit-"));
const storeIn = (name: string) =>
  openFileStore({
    FILES_DIR: path.join(folder, name),
    S3_BUCKET: undefined,
    S3_REGION: "",
    S3_ENDPOINT: undefined,
    S3_ACCESS_KEY_ID: undefined,
    S3_SECRET_ACCESS_KEY: undefined,
  });
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const now = new Date("2026-09-01T03:45:00Z");
let run = 0;
let store: Awaited<ReturnType<typeof storeIn>>;
let one = 0;
let two = 0;

const write = (organizationId: number | null, summary: string, personId: number | null = null) =>
  db.insert(auditEvents).values({
    organizationId,
    personId,
    personName: "Ana",
    action: "force-run",
    summary,
  });
/** What the owner of the database does, past every trigger. */
async function forge(statement: ReturnType<typeof sql>) {
  await db.transaction(async (tx) => {
    await tx.execute(sql`alter table audit_events disable trigger user`);
    await tx.execute(statement);
    await tx.execute(sql`alter table audit_events enable trigger user`);
  });
}
const look = async (keys = KEYS) =>
  checkAudit(db, keys, (await readAuditHeads(store))?.heads ?? []);

beforeEach(async () => {
  await forge(sql`delete from audit_events`);
  store = await storeIn(String(++run));
  one = await makeOrganization(database);
  two = await makeOrganization(database);
  for (let index = 1; index <= 30; index++) await write(one, `ato ${index}`, index % 3 || null);
  for (let index = 1; index <= 4; index++) await write(two, `outro ${index}`);
  await write(null, "de ninguém");
  await sealAudit(db, KEYS);
  await recordHeads(db, store, now);
});

describe("sealing", () => {
  test("every client has a chain of its own without gaps, and so has what belongs to none", async () => {
    expect(await look()).toEqual({ total: 35, unsealed: 0, faults: [] });
    const numbers = await db.execute(
      sql`select coalesce(organization_id, 0)::int as chain, array_agg(number::int order by number) as numbers from audit_events group by 1 order by 1`,
    );
    expect(numbers.map((row) => [row.chain, row.numbers])).toEqual([
      [0, [1]],
      [one, Array.from({ length: 30 }, (_, index) => index + 1)],
      [two, [1, 2, 3, 4]],
    ]);
  });

  test("what is written while others seal at once is sealed once", async () => {
    await Promise.all([
      ...Array.from({ length: 40 }, (_, index) => write(index % 2 ? one : two, `junto ${index}`)),
      ...Array.from({ length: 6 }, () => sealAudit(db, KEYS)),
    ]);
    await sealAudit(db, KEYS);
    expect(await look()).toEqual({ total: 75, unsealed: 0, faults: [] });
  });

  test("after an exchange of keys old seals verify as long as the old key is known", async () => {
    await write(one, "com a nova chave");
    const both = [keyOf("a2", 2), ...KEYS];
    await sealAudit(db, both);
    expect(await look(both)).toMatchObject({ total: 36, faults: [] });
    expect((await look([keyOf("a2", 2)])).faults[0]).toMatchObject({ kind: "unknown_key" });
    // A key of that name which is another one says nothing is right.
    expect((await look([keyOf("a2", 2), keyOf("a1", 9)])).faults[0]).toMatchObject({
      kind: "altered",
    });
  });

  test("nobody's sign-in waits for the end of another client's long work", async () => {
    let finish: () => void = () => undefined;
    const open = new Promise<void>((resolve) => (finish = resolve));
    let wrote: () => void = () => undefined;
    const written = new Promise<void>((resolve) => (wrote = resolve));
    const long = asPerson(
      db,
      one,
      async (tx) => {
        await tx.insert(auditEvents).values({
          organizationId: one,
          personId: 5,
          personName: "Ana",
          action: "force-runs",
        });
        wrote();
        await open;
      },
      5,
    );
    await written;
    const sign = await Promise.all(
      ["x@a.test", "y@b.test"].map((email) =>
        checkSignIn(db, { email, password: "errada", address: "10.0.0.1", device: "", now }),
      ),
    );
    await write(one, "da mesma casa");
    expect(await sealAudit(db, KEYS)).toBe(3);
    finish();
    await long;
    expect(await sealAudit(db, KEYS)).toBe(1);
    expect(sign.map(({ kind }) => kind)).toEqual(["refused", "refused"]);
    expect((await look()).faults).toEqual([]);
  });
});

describe("forgery by whoever owns the database", () => {
  const at = (number: number) => sql`organization_id = ${one} and number = ${number}`;

  test.each([
    [
      "the last twenty rows cut",
      () => sql`delete from audit_events where organization_id = ${one} and number > 10`,
      { number: 11, kind: "cut" },
    ],
    [
      "a whole client's rows cut",
      () => sql`delete from audit_events where organization_id = ${two}`,
      { number: 1, kind: "cut" },
    ],
    [
      "a row rewritten",
      () => sql`update audit_events set summary = 'nada' where ${at(5)}`,
      { number: 5, kind: "altered" },
    ],
    [
      "a row rewritten and resealed with another's seal",
      () =>
        sql`update audit_events set summary = 'nada', seal = (select seal from audit_events where ${at(6)}) where ${at(5)}`,
      { number: 5, kind: "altered" },
    ],
    [
      "a row taken out of the middle",
      () => sql`delete from audit_events where ${at(5)}`,
      { number: 5, kind: "missing" },
    ],
    [
      "two rows that change places",
      () =>
        sql`update audit_events set number = case when number = 5 then 1000006 else 1000005 end where organization_id = ${one} and number in (5, 6)`,
      { number: 5, kind: "missing" },
    ],
    [
      "a row moved to another client",
      () => sql`update audit_events set organization_id = ${two}, number = 5 where ${at(30)}`,
      { kind: "cut" },
    ],
    [
      "another moment",
      () => sql`update audit_events set at = at + interval '1 microsecond' where ${at(5)}`,
      { number: 5, kind: "altered" },
    ],
    [
      "null in place of nothing",
      () => sql`update audit_events set changes = 'null' where ${at(5)}`,
      { number: 5, kind: "altered" },
    ],
  ])("%s is found", async (_, statement, fault) => {
    await forge(statement());
    expect((await look()).faults).toContainEqual(expect.objectContaining(fault));
  });

  test("a value moved to the next column, past what is null, is found", async () => {
    await db.insert(auditEvents).values({
      organizationId: one,
      personName: "7",
      action: "a",
      subjectType: "b",
      subjectId: "",
      summary: "c|d",
    });
    await sealAudit(db, KEYS);
    expect((await look()).faults).toEqual([]);
    for (const change of [
      sql`person_id = 7, person_name = ''`,
      sql`subject_type = '', subject_id = 'b'`,
      sql`summary = 'c', changes = '"d"'`,
      sql`summary = 'c', address = 'd'`,
    ]) {
      await forge(sql`create table saved as select * from audit_events where number = 31`);
      await forge(sql`update audit_events set ${change} where number = 31`);
      expect((await look()).faults).toMatchObject([{ number: 31, kind: "altered" }]);
      await forge(sql`delete from audit_events where number = 31`);
      await forge(sql`insert into audit_events select * from saved`);
      await forge(sql`drop table saved`);
    }
    expect((await look()).faults).toEqual([]);
  });

  test("rows cut and as many written anew do not hide that others stood there", async () => {
    await forge(sql`delete from audit_events where organization_id = ${one} and number > 10`);
    for (let index = 0; index < 25; index++) await write(one, `inocente ${index}`);
    await sealAudit(db, KEYS);
    expect((await look()).faults).toMatchObject([{ organizationId: one, number: 30, kind: "cut" }]);
    // The proof is not overwritten.
    await expect(recordHeads(db, store, now)).rejects.toBeInstanceOf(AuditBrokenError);
    expect((await look()).faults).toHaveLength(1);
  });

  test("a row made unsealed again, to be sealed with other words, is found", async () => {
    await forge(
      sql`update audit_events set summary = 'inocente', number = null, seal = null where ${at(5)}`,
    );
    await sealAudit(db, KEYS);
    expect((await look()).faults).toMatchObject([{ number: 5, kind: "missing" }]);
  });
});

describe("the nightly look", () => {
  const engineWith = (mails: Mail[]) => ({
    database,
    store,
    now: () => now,
    publicUrl: "https://enlace.test",
    mail: async (mail: Mail) => void mails.push(mail),
  });
  const env = { ENLACE_KEYS: KEYS, AUDIT_KEYS: undefined, AUDIT_MAIL: "guarda@rede.test" };

  test("leaves a row, keeps the ends of the chains and sends them to whoever asked", async () => {
    const [mails, faults]: [Mail[], unknown[]] = [[], []];
    await write(one, "depois");
    await sealAudit(db, KEYS);
    await reportAudit(engineWith(mails), env, (error) => faults.push(error));
    expect(faults).toEqual([]);
    const heads = await listAuditHeads(db);
    expect((await readAuditHeads(store))?.heads).toEqual(heads);
    expect(mails[0]).toMatchObject({ to: "guarda@rede.test" });
    for (const { seal } of heads) expect(mails[0]?.text).toContain(seal);
    const [row] = await db.execute(
      sql`select summary from audit_events where action = 'check-audit'`,
    );
    expect(row?.summary).toContain("36 ações conferidas");
  });

  test("says what is wrong in the log, in the process's log and by mail", async () => {
    const [mails, faults]: [Mail[], unknown[]] = [[], []];
    await forge(sql`delete from audit_events where organization_id = ${two}`);
    await reportAudit(engineWith(mails), env, (error) => faults.push(error));
    expect(faults).toMatchObject([{ name: "AuditBrokenError", code: "cut" }]);
    expect(mails[0]?.subject).toContain("foi alterado");
    const [row] = await db.execute(
      sql`select summary from audit_events where action = 'check-audit'`,
    );
    expect(row?.summary).toContain("foi cortado");
  });
});
