import { type ChildProcess, execFileSync, fork } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { subjects } from "@/db/schema/flows.ts";
import { addFile } from "@/e2e/sandbox/cv/answer-files.ts";
import { countDoubles } from "@/e2e/sandbox/cv/count-doubles.ts";
import { makePdf } from "@/e2e/sandbox/cv/make-file.ts";
import { TENANTS } from "@/e2e/sandbox/cv/world.ts";
import type { SandboxAccess } from "@/e2e/sandbox/stand-ins.ts";
import { type Sandbox, startSandbox } from "@/e2e/sandbox/start-sandbox.ts";
import { createIntegration, type EngineFixture, readTask } from "@/e2e/support/engine-fixture.ts";
import { seedMultiCv } from "@/e2e/support/multi-cv-group.ts";
import { type Line, startLine } from "@/e2e/support/partner-line.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { listSteps } from "@/db/queries/flows/steps.ts";
import { closeListen } from "@/lib/engine/listen.ts";
import { closeSender } from "@/lib/engine/queue.ts";
import { startRun } from "@/lib/engine/flows/start-run.ts";
import { multiCv } from "./connector.ts";
import { ensureReservationSubject, startTransfer, TRANSFER } from "./start-flows.ts";

/** Between the process and the partners stands a line that kills the process at a call of our choice. */
interface Point {
  step: string;
  /** The n-th call of the step. */
  call: number;
  moment: "before" | "after";
  what: string;
}

const database = await createTestDatabase({ max: 6 });
const { db } = database;
const directory = mkdtempSync(path.join(tmpdir(), "enlace-flow-kill-"));
const bundle = path.resolve(`node_modules/.cache/enlace-flow-process-${process.pid}.mjs`);
const lines: Line[] = [];
let sandbox: Sandbox;
let of: EngineFixture;
let child: ChildProcess;
let spare: Promise<ChildProcess>;

/** Whom the calls of this moment are about, what was called so far, and where to kill. */
let watched = {
  subjectId: 0,
  hubId: 0,
  /** What the two systems' own people did while it was on its way. */
  busy: false,
  calls: [] as Array<{ step: string; what: string; writes: boolean }>,
  kill: null as Point | null,
};

/**
 * Before its files are copied somebody in the terminal adds a document and a signed contract, and the
 * Hub's finance pays: each way of each step has something to write.
 */
function workOnBothSides(hubId: number): void {
  const { a, hub } = sandbox.partners.cv.tenants;
  const own = a.store.find("reservations", ({ code }) => code === `HUB-${hubId}`);
  const commission = hub.store.find("commissions", ({ reservationId }) => reservationId === hubId);
  if (!own || !commission) throw new Error("nothing to work on");
  const file = { reservationId: own.id, associationTypeId: null, validated: null };
  const typeId = a.catalogue.documentTypes[0]?.id ?? null;
  const bytes = makePdf(`laudo ${own.id}`, 700);
  addFile(a, "documents", { ...file, name: "laudo.pdf", typeId, signed: null }, bytes);
  const signed = "2026-09-05 10:15:35";
  const contract = makePdf(`aditivo ${own.id}`, 700);
  addFile(a, "contracts", { ...file, name: "Aditivo", typeId: null, signed }, contract);
  const items = structuredClone(commission.value.items);
  items[0]!.payments[0]!.situation = "Pago";
  hub.store.change("commissions", commission.id, { items });
  for (const { id, value } of hub.store.list("contracts"))
    if (value.reservationId === hubId) hub.store.change("contracts", id, { signed });
}

/** The partner's end of every call: counts it, and kills the process where this is the point. */
async function openLine(target: string, name: string): Promise<string> {
  let hit: Point["moment"] | null = null;
  const line = await startLine(target, {
    before: async ({ method, path: place }) => {
      const [row] = await db
        .select({ step: subjects.currentStep })
        .from(subjects)
        .where(eq(subjects.id, watched.subjectId));
      const step = row?.step?.split("/")[1] ?? "";
      const nth = watched.calls.filter((each) => each.step === step).length;
      watched.calls.push({ step, what: `${name} ${method} ${place}`, writes: method !== "GET" });
      if (step === "copy-documents" && !watched.busy) {
        watched.busy = true;
        workOnBothSides(watched.hubId);
      }
      hit = watched.kill?.step === step && watched.kill.call === nth ? watched.kill.moment : null;
      return hit === "before" && child.kill("SIGKILL");
    },
    after: () => hit === "after" && child.kill("SIGKILL"),
  });
  lines.push(line);
  return line.url;
}

async function startProcess(): Promise<ChildProcess> {
  const started = fork(bundle, {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    env: { ...process.env, DATABASE_URL: database.url, FILES_DIR: path.join(directory, "files") },
  });
  await new Promise<void>((resolve, reject) => {
    started.once("message", () => resolve());
    started.once("exit", (code) => reject(new Error(`the process ended with ${code}`)));
  });
  return started;
}

/** One attempt in the process of the moment. false = it was killed on the way; another stands ready then. */
async function attempt(taskId: number): Promise<boolean> {
  const { generation } = await readTask(database, of.organizationId, taskId);
  const ended = await new Promise<string | null>((resolve) => {
    child.once("message", (message) => resolve(String(message)));
    child.once("exit", () => resolve(null));
    child.send({ organizationId: of.organizationId, taskId, generation });
  });
  if (ended === null) {
    child = await spare;
    spare = startProcess();
    return false;
  }
  child.removeAllListeners();
  expect(ended).toBe("ended");
  return true;
}

/** Sells in the Hub and carries it, killed at `kill`; returns how many attempts it took. */
async function carry(
  kill: Point | null,
): Promise<{ hubId: number; subjectId: number; taskId: number; kills: number }> {
  const hubId = sandbox.partners.cv.sell({ developmentId: 3, documents: 1 });
  const scope = { organizationId: of.organizationId, integrationId: of.integrationId };
  const { subject } = await ensureReservationSubject(db, scope, String(hubId), new Date());
  watched = { subjectId: subject.id, hubId, busy: false, calls: [], kill };
  const { taskId } = await startTransfer(
    db,
    {
      ...scope,
      start: (tx, request) =>
        startRun(tx, { ...scope, ...request, origin: "partner", requestedName: "CV" }),
    },
    subject,
  );
  let kills = 0;
  for (let tries = 0; tries < 12; tries++) {
    if (!(await attempt(taskId))) {
      kills++;
      watched.kill = null;
    }
    const [row] = await db.select().from(subjects).where(eq(subjects.id, subject.id));
    if (row?.state === "finished" || row?.state === "stuck") break;
    // Time passes: whatever it waits for is due.
    await db.execute(sql`update tasks set next_try_at = null where id = ${taskId}`);
    await db.execute(sql`update steps set next_try_at = null where subject_id = ${subject.id}`);
  }
  return { hubId, subjectId: subject.id, taskId, kills };
}

/** What the two sides hold of a Hub reservation. */
function holdings(hubId: number) {
  const { a, hub } = sandbox.partners.cv.tenants;
  const own = a.store.list("reservations").filter(({ value }) => value.code === `HUB-${hubId}`);
  const both = (table: "documents" | "contracts" | "commissions") =>
    (
      [
        [hub, hubId],
        [a, own[0]?.id],
      ] as const
    ).map(([{ store }, id]) => store.list(table).filter(({ value }) => value.reservationId === id));
  const count = (table: "documents" | "contracts" | "commissions") =>
    both(table).map(({ length }) => length);
  return {
    reservations: own.length,
    documents: count("documents"),
    contracts: count("contracts"),
    commissions: count("commissions"),
    paid: both("commissions").map((rows) => JSON.stringify(rows).split('"Pago"').length - 1),
  };
}

beforeAll(async () => {
  mkdirSync(path.dirname(bundle), { recursive: true });
  // In one file a process is there in a quarter of the time, and there are many.
  const banner =
    'import{createRequire as theRequire}from"node:module";import{dirname as theFolder}from"node:path";import{fileURLToPath as thePath}from"node:url";const require=theRequire(import.meta.url),__filename=thePath(import.meta.url),__dirname=theFolder(__filename);';
  execFileSync(path.resolve("node_modules/.bin/esbuild"), [
    "e2e/support/flow-process.ts",
    "--bundle",
    "--platform=node",
    "--format=esm",
    "--external:ssh2",
    "--alias:@=.",
    `--banner:js=${banner}`,
    `--outfile=${bundle}`,
    "--log-level=error",
  ]);
  sandbox = await startSandbox({ only: ["sienge", "cv"] });
  for (const tenant of Object.values(sandbox.partners.cv.tenants)) tenant.quirks.ratePerMinute = 0;
  sandbox.partners.sienge.quirks.ratePerMinute = 0;
  of = await createIntegration(database, multiCv);
  const cv = { ...sandbox.cv };
  for (const name of TENANTS) cv[name] = { ...cv[name], url: await openLine(cv[name].url, name) };
  const access: Pick<SandboxAccess, "cv" | "sienge"> = {
    cv,
    sienge: { ...sandbox.sienge, url: await openLine(sandbox.sienge.url, "sienge") },
  };
  await seedMultiCv(database, access, of, { callsPerMinute: 100_000 });
  [child, spare] = [await startProcess(), startProcess()];
}, 60_000);

afterAll(async () => {
  child?.kill("SIGKILL");
  (await spare)?.kill("SIGKILL");
  await closeListen();
  await closeSender();
  for (const line of lines) line.close();
  await sandbox?.stop();
  await database.close();
  rmSync(directory, { recursive: true, force: true });
  rmSync(bundle, { force: true });
});

test("killed at every step, before and after the partner's answer: one reservation, one set of documents, one commission", async () => {
  // Undisturbed first: what is called, and what the terminal then holds, is the measure of all that follow.
  const calm = await carry(null);
  const journal = (await listSteps(db, of.organizationId, calm.subjectId, TRANSFER)).filter(
    ({ item }) => item === "",
  );
  expect(journal.map(({ name, status, errorReason }) => [name, status, errorReason])).toEqual(
    journal.map(({ name, status }) => [name, status === "skipped" ? "skipped" : "done", null]),
  );
  const measure = holdings(calm.hubId);
  expect(measure).toEqual({
    reservations: 1,
    documents: [2, 2],
    contracts: [2, 2],
    commissions: [1, 1],
    paid: [1, 1],
  });

  const points: Point[] = [];
  for (const step of new Set(watched.calls.map((each) => each.step))) {
    const own = watched.calls.filter((each) => each.step === step);
    // Each write of its kind; where a step only reads, its first call.
    const chosen = own.some(({ writes }) => writes)
      ? own
          .map((each, index) => ({ ...each, index }))
          .filter(
            ({ writes, what, index }) =>
              writes && own.findIndex((other) => other.what === what) === index,
          )
      : own.slice(0, 1).map((each) => ({ ...each, index: 0 }));
    for (const { what, index, writes } of chosen) {
      points.push({ step, call: index, moment: "before", what });
      // After a look nothing has happened that had not before it.
      if (writes) points.push({ step, call: index, moment: "after", what });
    }
  }
  expect(new Set(points.map(({ step }) => step)).size).toBeGreaterThan(6);
  for (const way of [
    /^copy-documents a POST/,
    /^copy-documents hub POST/,
    /^copy-contracts a POST/,
    /^copy-contracts hub POST/,
    /^copy-commissions a POST/,
    /^copy-commissions a PUT/,
  ])
    expect(points.some(({ step, what }) => way.test(`${step} ${what}`))).toBe(true);

  const wrong: string[] = [];
  for (const point of points) {
    const { hubId, subjectId, taskId, kills } = await carry(point);
    const [row] = await db.select().from(subjects).where(eq(subjects.id, subjectId));
    const task = await readTask(database, of.organizationId, taskId);
    const seen = JSON.stringify({
      kills,
      state: row?.state,
      why: row?.lastError,
      status: task.status,
      ...holdings(hubId),
    });
    const wanted = JSON.stringify({
      kills: 1,
      state: "finished",
      why: null,
      status: "done",
      ...measure,
    });
    if (seen !== wanted)
      wrong.push(`${point.moment} ${point.step} #${point.call} ${point.what}: ${seen}`);
  }
  expect(wrong).toEqual([]);
  for (const name of TENANTS)
    expect([name, countDoubles(sandbox.partners.cv.tenants[name])]).toEqual([
      name,
      { keys: 0, units: 0, documents: 0, contracts: 0, commissions: 0 },
    ]);
  console.log(
    `killed at ${points.length} points of ${new Set(points.map(({ step }) => step)).size} steps`,
  );
}, 900_000);
