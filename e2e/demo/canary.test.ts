import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { and, eq, gte, inArray, lt, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { OpenDatabase } from "@/db/client.ts";
import { useDatabase } from "@/db/current-database.ts";
import { integrations, schedules } from "@/db/schema/integrations.ts";
import { customers, prescriptions } from "@/db/schema/partner-movements.ts";
import { tasks } from "@/db/schema/tasks.ts";
import { STAND_INS } from "../sandbox/stand-ins.ts";
import { type Sandbox, startSandbox } from "../sandbox/start-sandbox.ts";
import { CONNECTOR_USES } from "../sandbox/connector-uses.ts";
import { createTestDatabase } from "../support/test-database.ts";
import { listIntegrationFiles } from "@/lib/admin/files/list-integration-files.ts";
import { listVersions } from "@/lib/admin/integrations/list-versions.ts";
import { readIntegration } from "@/lib/admin/integrations/read-integration.ts";
import { addDays, dayInZone } from "@/lib/core/period.ts";
import { type Actor, PERMISSIONS } from "@/lib/core/permissions.ts";
import { type RunningEngine, startEngine } from "@/lib/engine/start-engine.ts";
import { closeListen } from "@/lib/engine/listen.ts";
import { closeSender } from "@/lib/engine/queue.ts";
import { readEnv } from "@/lib/env.ts";
import { CONNECTORS } from "@/lib/registry.ts";
import { findDemoSupport, seedDemo } from "./seed-demo.ts";

/**
 * Every type of the demo, by the real engine, against partners that first refuse everything and quote the whole request
 * back, and then take it. Afterwards everything that is kept or shown is searched for the passwords and for the people.
 */

/** Where movements live, and what they tell about people with them. */
const MOVEMENTS =
  /^(sales|sale_lines|sale_payments|customers|prescriptions|controlled_\w+|purchases|purchase_lines|products|product_\w+|outbound_\w+|promotions|suppliers|category_goals|price_zone\w*)$/;
/** No operation of the demo reads farther back, but for what was asked for by hand. */
const READ_DAYS = 9;
/**
 * Partners whose contract puts a person's document or their own token into the address of a call:
 * they get it there, and nobody else reads that.
 */
const PERSON_IN_ADDRESS: readonly string[] = ["calls to propz", "calls to dito"];
const TOKEN_IN_ADDRESS: readonly string[] = ["calls to propz"];

let database: OpenDatabase;
let sandbox: Sandbox;
let engine: RunningEngine;
const files = mkdtempSync(path.join(tmpdir(), "enlace-canary-"));
const printed: string[] = [];

beforeAll(async () => {
  for (const method of ["log", "info", "warn", "error", "debug"] as const)
    vi.spyOn(console, method).mockImplementation(
      (...parts: unknown[]) =>
        void printed.push(
          parts
            .map((part) =>
              part instanceof Error
                ? `${part.stack ?? part.message} ${String(part.cause)}`
                : String(part),
            )
            .join(" "),
        ),
    );
  database = await createTestDatabase({ max: 10 });
  sandbox = await startSandbox({ answerDelay: 20 });
  Object.assign(process.env, {
    DATABASE_URL: database.url,
    AUTH_SECRET: "s".repeat(32),
    ENLACE_KEYS: `t:${Buffer.alloc(32, 9).toString("base64")}`,
    FILES_DIR: files,
    ENGINE_WORKERS: "6",
    ALLOWED_PRIVATE_HOSTS: "127.0.0.1,localhost",
    SMTP_HOST: sandbox.mail.host,
    SMTP_PORT: String(sandbox.mail.port),
    SMTP_TLS: "off",
    SMTP_USER: sandbox.mail.user,
    SMTP_PASSWORD: sandbox.mail.password,
    SMTP_FROM: "Enlace <avisos@enlace.test>",
  });
  useDatabase(database);
  await seedDemo(database, { sandbox, now: new Date() });
  engine = await startEngine({
    registry: CONNECTORS,
    database,
    env: readEnv(process.env),
    retry: { temporary: [1], internal: [1], jitter: 0 },
    report: (error) => console.error(error),
  });
});
afterAll(async () => {
  await engine?.stop();
  await closeListen();
  await closeSender();
  await sandbox?.stop();
  await database?.close();
  vi.restoreAllMocks();
});

/** The types of partners; the reservation flow joins several systems and has tests of its own. */
const types = CONNECTORS.filter(({ id }) => id in CONNECTOR_USES);

/** Lets every operation run once more, now, and waits until all have ended. */
async function runAll(): Promise<void> {
  const { db } = database;
  const own = db
    .select({ id: integrations.id })
    .from(integrations)
    .where(
      and(
        eq(integrations.active, true),
        inArray(
          integrations.connectorId,
          types.map(({ id }) => id),
        ),
      ),
    );
  await db.update(schedules).set({ nextRunAt: new Date("2200-01-01T00:00:00Z") });
  await db
    .update(schedules)
    .set({ nextRunAt: new Date(Date.now() - 1_000) })
    .where(inArray(schedules.integrationId, own));
  await vi.waitFor(
    async () => {
      // Of an operation that still runs the clock skips a turn.
      const [due] = await db
        .select({ count: sql<number>`count(*)::int` })
        .from(schedules)
        .where(lt(schedules.nextRunAt, new Date()));
      const [pending] = await db
        .select({ count: sql<number>`count(*)::int` })
        .from(tasks)
        .where(eq(tasks.status, "pending"));
      expect([due?.count, pending?.count]).toEqual([0, 0]);
    },
    { timeout: 120_000, interval: 200 },
  );
}

async function setFault(status: number): Promise<void> {
  for (const id of Object.keys(STAND_INS))
    if (sandbox.partners[id]!.faults.supported.includes("echo"))
      await sandbox.setFault(id, { kind: "echo", status });
}

/** All that is kept outside the movements, as texts, by where it is. */
async function dump(): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const tables = await database.db.execute<{ schema: string; name: string }>(
    sql`select n.nspname as schema, c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r' and n.nspname in ('public', 'pgboss')`,
  );
  for (const { schema, name } of tables) {
    if (schema === "public" && MOVEMENTS.test(name)) continue;
    const rows = await database.db.execute<{ row: string }>(
      sql`select t::text as row from ${sql.identifier(schema)}.${sql.identifier(name)} t`,
    );
    found.set(`${schema}.${name}`, rows.map(({ row }) => row).join("\n"));
  }
  found.set("printed", printed.join("\n"));
  found.set("file names", readdirSync(files, { recursive: true }).join("\n"));
  found.set(
    "mail",
    sandbox
      .received("mail")
      .map(({ name }) => `${name}\n${sandbox.readFile("mail", name)?.toString() ?? ""}`)
      .join("\n"),
  );
  for (const id of Object.keys(STAND_INS))
    found.set(
      `calls to ${id}`,
      sandbox
        .received(id)
        .map(({ name }) => name)
        .join("\n"),
    );
  return found;
}

/** What a support agent's browser gets of every integration. */
async function browse(): Promise<string> {
  const support = await findDemoSupport(database.db);
  const actor: Actor = {
    personId: support.id,
    name: support.name,
    email: support.email,
    profileId: support.profileId,
    profileName: "Agente de suporte",
    permissions: new Set(PERMISSIONS),
    organizationId: null,
    timeZone: "America/Sao_Paulo",
  };
  const shown: unknown[] = [];
  for (const { id } of await database.db.select({ id: integrations.id }).from(integrations)) {
    shown.push(
      await readIntegration(actor, { id }),
      await listVersions(actor, { integrationId: id } as never),
      await listIntegrationFiles(actor, { integrationId: id, search: {} } as never),
    );
  }
  return JSON.stringify(shown);
}

/** A secret as it stands and as addresses, headers and JSON give it. */
function formsOf(secret: string): string[] {
  const inner = [0, 1, 2].map((offset) =>
    Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)])
      .toString("base64")
      .slice(offset === 0 ? 0 : 4)
      .replace(/=+$/, "")
      .slice(0, -2),
  );
  return [
    ...new Set([
      secret,
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
      [...secret].reverse().join(""),
      ...inner,
    ]),
  ].filter((form) => form.length >= 8);
}

function secretsInUse(): Set<string> {
  const secrets = new Set<string>([
    sandbox.mail.password,
    "senha-trocada-pelo-parceiro",
    "chave-trocada-pelo-parceiro",
  ]);
  for (const { id, settings } of types) {
    const values = CONNECTOR_USES[id]!.settings(sandbox);
    for (const { key, kind } of settings)
      if (kind === "secret" && (values[key] ?? "").length >= 4) secrets.add(values[key]!);
  }
  // What is sent in place of the secret opens the same doors.
  secrets.add(createHash("sha1").update(sandbox.dito.secretKey).digest("hex"));
  return secrets;
}

async function peopleInMovements(): Promise<Set<string>> {
  const { db } = database;
  const known = await db
    .select({
      name: customers.name,
      document: customers.document,
      email: customers.email,
      phone: customers.phone,
    })
    .from(customers);
  const prescribed = await db
    .selectDistinct({
      patient: prescriptions.patientName,
      prescriber: prescriptions.prescriberName,
      buyer: prescriptions.buyerName,
      document: prescriptions.buyerDocument,
    })
    .from(prescriptions)
    .where(gte(prescriptions.day, addDays(dayInZone(new Date(), "UTC"), -READ_DAYS)));
  return new Set(
    [
      ...known.flatMap(({ name, document, email, phone }) => [name, document, email, phone]),
      ...prescribed.flatMap(({ patient, prescriber, buyer, document }) => [
        patient,
        prescriber,
        buyer,
        document,
      ]),
    ].filter((text) => text.length >= 8),
  );
}

const without = (left: readonly string[], places: ReadonlyMap<string, string>) =>
  new Map([...places].filter(([place]) => !left.includes(place)));

function findLeaks(
  places: ReadonlyMap<string, string>,
  texts: ReadonlySet<string>,
  formsIn: (text: string) => string[],
): string[] {
  const forms = [...texts].flatMap(formsIn);
  return [...places].flatMap(([place, content]) =>
    forms
      .filter((form) => content.includes(form))
      .slice(0, 3)
      .map(
        (form) =>
          `${place}: …${content.slice(Math.max(0, content.indexOf(form) - 120), content.indexOf(form) + 60)}…`,
      ),
  );
}

test(
  "no password and nobody's data is anywhere it should not be, whatever partners answer",
  { timeout: 400_000 },
  async () => {
    await setFault(422);
    await runAll();
    await setFault(500);
    await runAll();
    for (const id of Object.keys(STAND_INS)) await sandbox.clearFaults(id);
    await runAll();
    const ended = await database.db.execute<{ connector: string; good: boolean; bad: boolean }>(
      sql`select i.connector_id as connector, bool_or(t.status in ('done', 'sent')) as good, bool_or(t.status = 'failed') as bad from tasks t join integrations i on i.organization_id = t.organization_id and i.id = t.integration_id where i.connector_id <> 'multi-cv' group by 1 order by 1`,
    );
    // Each was seen to succeed; who is spoken to over HTTP was seen to fail as well.
    expect(ended.filter(({ good }) => good).map(({ connector }) => connector)).toEqual(
      types.map(({ id }) => id).sort(),
    );
    expect(
      ended
        .filter(({ bad }) => !bad)
        .map(({ connector }) => connector)
        .filter((id) => types.find((type) => type.id === id)?.transport === "rest"),
    ).toEqual([]);

    const places = await dump();
    places.set("browser", await browse());
    // The quoted requests did arrive in what is written, or the search below would prove nothing.
    expect(places.get("public.rejections")).toMatch(/Recusado: (POST|PUT)/);

    const secrets = secretsInUse();
    expect(secrets.size).toBeGreaterThan(20);
    expect(findLeaks(without(TOKEN_IN_ADDRESS, places), secrets, formsOf)).toEqual([]);
    const people = await peopleInMovements();
    expect(people.size).toBeGreaterThan(50);
    expect(
      findLeaks(without(PERSON_IN_ADDRESS, places), people, (text) => [
        text,
        encodeURIComponent(text),
      ]),
    ).toEqual([]);
  },
);
