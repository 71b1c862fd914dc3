import { type ChildProcess, fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type OpenDatabase, openDatabase } from "@/db/client.ts";
import { useDatabase } from "@/db/current-database.ts";
import { type EmbeddedServer, startEmbeddedServer } from "@/db/embedded-server.ts";
import { createDatabase, prepareDatabase } from "@/lib/launch/prepare-database.ts";
import { integrationBranches, integrations, schedules } from "@/db/schema/integrations.ts";
import { branches, organizations } from "@/db/schema/people.ts";
import { readFiles, readTask } from "@/e2e/support/engine-fixture.ts";
import { completeCnpj } from "@/lib/core/documents.ts";
import { closeSender } from "./queue.ts";
import { requestTask } from "./request-task.ts";

/** Two real processes on a Postgres with its durable defaults; one is killed in the middle of a task. */
const directory = mkdtempSync(path.join(tmpdir(), "enlace-kill-"));
const processes = new Map<number, ChildProcess>();
/** Every file the partner accepted, in order, and by which process it came. */
const accepted: Array<{ name: string; pid: number }> = [];
/** Set by a test: the moment at which the partner's server kills whoever calls. */
let killAt: ((moment: "preparing" | "before" | "after", name: string) => boolean) | null = null;
let killedPid = 0;
let killedAt = 0;
let server: EmbeddedServer;
let database: OpenDatabase;
let fixture: { organizationId: number; integrationId: number };

const partner = createServer((request, response) => {
  const [, place, name = ""] = (request.url ?? "").split("/");
  const pid = Number(request.headers["x-pid"]);
  const kill = (moment: "preparing" | "before" | "after") => {
    if (!killAt?.(moment, name)) return false;
    killAt = null;
    [killedPid, killedAt] = [pid, Date.now()];
    process.kill(pid, "SIGKILL");
    return true;
  };
  if (place === "has")
    return void response.end(accepted.some((each) => each.name === name) ? "yes" : "no");
  if (place === "preparing") return void (kill("preparing") || response.end("ok"));
  request.resume().on("end", () => {
    if (kill("before")) return;
    accepted.push({ name, pid });
    if (!kill("after")) response.end("ok");
  });
});

async function startProcess(): Promise<void> {
  const child = fork("e2e/support/engine-process.ts", {
    execArgv: ["--import", "tsx"],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    env: {
      ...process.env,
      DATABASE_URL: database.url,
      PARTNER_URL: `http://127.0.0.1:${(partner.address() as AddressInfo).port}`,
      FILES_DIR: path.join(directory, "files"),
      ALLOWED_PRIVATE_HOSTS: "127.0.0.1",
      AUTH_SECRET: "x".repeat(32),
      ENLACE_KEYS: `k1:${Buffer.alloc(32, 1).toString("base64")}`,
    },
  });
  await new Promise<void>((resolve, reject) => {
    child.once("message", () => resolve());
    child.once("exit", (code) => reject(new Error(`the engine's process ended with ${code}`)));
  });
  processes.set(child.pid!, child);
  child.once("exit", () => processes.delete(child.pid!));
}

beforeAll(async () => {
  server = await startEmbeddedServer(directory);
  const url = await createDatabase(server, "enlace");
  await prepareDatabase(url);
  database = openDatabase(url, { max: 5 });
  useDatabase(database);
  await new Promise<void>((resolve) => partner.listen(0, "127.0.0.1", resolve));
  const { db } = database;
  await db.execute(
    sql`insert into connectors (id, name, summary, contract, transport, settings, operations) values ('crash', 'x', 'x', 'generic', 'rest', '[]', '{}')`,
  );
  const [organization] = await db
    .insert(organizations)
    .values({ name: "Drogaria Exemplo" })
    .returning();
  const organizationId = organization!.id;
  const [integration] = await db
    .insert(integrations)
    .values({
      organizationId,
      connectorId: "crash",
      description: "Queda",
      active: true,
      intervalMinutes: 60,
    })
    .returning();
  const [branch] = await db
    .insert(branches)
    .values({
      organizationId,
      code: "1",
      name: "Loja 1",
      cnpj: completeCnpj("200000010001"),
      city: "Betim",
      state: "MG",
    })
    .returning();
  fixture = { organizationId, integrationId: integration!.id };
  await db.insert(integrationBranches).values({ ...fixture, branchId: branch!.id });
  await db.insert(schedules).values([
    { ...fixture, operation: "ticks", nextRunAt: new Date() },
    { ...fixture, operation: "files", nextRunAt: new Date(Date.now() + 86_400_000) },
  ]);
  await Promise.all([startProcess(), startProcess()]);
}, 120_000);

afterAll(async () => {
  for (const child of processes.values()) child.kill("SIGKILL");
  await closeSender();
  await database?.close();
  partner.close();
  partner.closeAllConnections();
  server?.stop();
  rmSync(directory, { recursive: true, force: true });
});

let month = 0;
const FILES = ["a", "b", "c", "d", "e"];

test.each([
  ["while it prepares the third file", "preparing", "c"],
  ["before the second file reaches the partner", "before", "b"],
  ["after the partner accepted the fourth file and before the answer is recorded", "after", "d"],
] as const)(
  "killed %s: the task ends elsewhere within 15 s, every file arrives, none twice",
  async (_name, moment, letter) => {
    month++;
    killedPid = 0;
    killAt = (now, name) => now === moment && name.endsWith(`-${letter}`);
    const period = { first: `2026-0${month}-01`, last: `2026-0${month}-28` };
    const result = await requestTask(database.db, {
      ...fixture,
      operation: "files",
      period,
      origin: "person",
      requestedName: "Ana",
    });
    const taskId = (result as { taskId: number }).taskId;
    await vi.waitFor(() => expect(killedPid).toBeGreaterThan(0), { timeout: 20_000, interval: 20 });
    const recorded = new Set(
      (await readFiles(database, taskId))
        .filter(({ status }) => status === "done")
        .map(({ name }) => name),
    );
    await vi.waitFor(
      async () =>
        expect((await readTask(database, fixture.organizationId, taskId)).attempt).toBe(2),
      { timeout: 20_000, interval: 50 },
    );
    const takenOver = Date.now() - killedAt;
    await vi.waitFor(
      async () =>
        expect((await readTask(database, fixture.organizationId, taskId)).status).toBe("done"),
      { timeout: 20_000, interval: 50 },
    );
    console.log(`killed ${moment} ${letter}: taken over after ${(takenOver / 1000).toFixed(1)} s`);
    expect(takenOver).toBeLessThan(15_000);
    const arrived = accepted.filter(({ name }) => name.startsWith(`${taskId}-`));
    expect(arrived.map(({ name }) => name).sort()).toEqual(
      FILES.map((each) => `${taskId}-${each}`),
    );
    for (const { name, pid } of arrived.filter((each) => recorded.has(each.name)))
      expect(`${name} ${pid}`).toBe(`${name} ${killedPid}`);
    const files = await readFiles(database, taskId);
    expect(files.map(({ status, rows }) => [status, rows])).toEqual(FILES.map(() => ["done", 2]));
    if (moment === "after")
      expect(files.find(({ name }) => name.endsWith("-d"))).toMatchObject({ receipt: "found" });
    await startProcess();
  },
  60_000,
);

test("through all of it no slot ran twice and no slot's file arrived twice", async () => {
  const ticks = accepted.filter(({ name }) => name.startsWith("tick-")).map(({ name }) => name);
  expect(ticks.length).toBeGreaterThan(3);
  expect(new Set(ticks).size).toBe(ticks.length);
  const rows = await database.db.execute(
    sql`select scheduled_for from tasks where operation = 'ticks' group by 1 having count(*) > 1`,
  );
  expect(rows).toHaveLength(0);
});
