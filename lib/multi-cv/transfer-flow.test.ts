import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { OpenDatabase } from "@/db/client.ts";
import { startSandbox, type Sandbox } from "@/e2e/sandbox/start-sandbox.ts";
import { type Group, openGroup } from "@/e2e/support/multi-cv-runs.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";

let database: OpenDatabase;
let sandbox: Sandbox;
let group: Group;

beforeAll(async () => {
  [database, sandbox] = await Promise.all([createTestDatabase(), startSandbox({ only: ["sienge", "cv"] })]);
});
afterAll(async () => {
  await sandbox.stop();
  await database.close();
});
beforeEach(async () => {
  await sandbox.reset();
  group = await openGroup(database, sandbox);
});

/** What must never be, whatever happened. */
async function expectNothingTwice(): Promise<void> {
  const counts = sandbox.counts("cv");
  const twice = Object.entries(counts).filter(([name, count]) => /em dobro|criações repetidas/.test(name) && count > 0);
  expect(twice).toEqual([]);
}

async function transfer(hubId: number): Promise<void> {
  await group.tell("hub", { idreserva: hubId });
  await group.settle();
}

describe("a reservation that may be invoiced", () => {
  test.each([["a", 3], ["b", 5], ["c", 6]] as const)("is carried whole into terminal %s", async (terminal, developmentId) => {
    const hubId = sandbox.partners.cv.sell({ developmentId });
    await transfer(hubId);
    const { subject, reservation } = await group.read(hubId);
    expect([subject.lastError, subject.state]).toEqual([null, "finished"]);
    expect(reservation.terminalReservationId).not.toBeNull();
    const rows = await group.journal(hubId);
    expect(rows.filter(({ status }) => status !== "done" && status !== "skipped")).toEqual([]);
    const copies = sandbox.partners.cv.tenants[terminal].store.list("reservations");
    expect(copies).toHaveLength(1);
    await expectNothingTwice();
    expect(sandbox.received("cv").flatMap(({ problems }) => problems)).toEqual([]);
  });
});
