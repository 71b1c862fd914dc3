import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Fault } from "@/e2e/sandbox/control/faults.ts";
import { type Sandbox, startSandbox } from "@/e2e/sandbox/start-sandbox.ts";
import { CONNECTOR_USES } from "@/e2e/sandbox/connector-uses.ts";
import { type ErrorKind, kindOf } from "@/lib/core/errors.ts";
import { findConnector } from "@/lib/registry.ts";
import type { Collected } from "../define.ts";
import { openBench } from "./make-context.ts";

const COLLECTING = Object.entries(CONNECTOR_USES).flatMap(([id, standIn]) =>
  [standIn.collects ?? []].flat().map((operation) => [id, operation] as const),
);

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ answerDelay: 20 });
});
afterAll(() => sandbox.stop());

const kindOfFailure = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "none",
    (error: unknown) => kindOf(error),
  );
const records = (all: Collected[]) => all.filter(({ type }) => type !== "state");

describe.each(COLLECTING)("%s brings something in: %s", (id, operation) => {
  const connector = findConnector(id)!;
  const standIn = CONNECTOR_USES[id]!;
  const open = (options: Partial<Parameters<typeof openBench>[1]> = {}) =>
    openBench(connector, { settings: standIn.settings(sandbox), ...options });
  beforeEach(() => sandbox.reset(standIn.partner));

  test("the partner finds nothing wrong in how it is asked", async () => {
    const all = await open().collect(operation);
    expect(records(all).length).toBeGreaterThan(0);
    expect(sandbox.received(standIn.partner).flatMap(({ problems }) => problems)).toEqual([]);
  });

  test("asked again, nothing new is made of the same", async () => {
    const remembered = new Map();
    const identity = (one: Collected) => JSON.stringify(one);
    const first = new Set(records(await open({ remembered }).collect(operation)).map(identity));
    for (const again of records(await open({ remembered }).collect(operation)))
      expect(first).toContain(identity(again));
  });

  const faults: Array<[what: string, fault: Fault, kind: ErrorKind]> = [
    ["down", { kind: "down" }, "unavailable"],
    ["answering garbage", { kind: "garbage" }, "unexpected_shape"],
    ["refusing the credentials", { kind: "unauthorized" }, "auth"],
  ];
  if (connector.transport === "rest")
    faults.push(["answering 500", { kind: "status", status: 500 }, "unavailable"]);
  test.each(faults)(
    "a partner %s gives its own kind, and nothing is taken for nothing",
    async (_what, fault, kind) => {
      await sandbox.setFault(standIn.partner, fault);
      expect(await kindOfFailure(open().collect(operation))).toBe(kind);
    },
  );

  test("a slow partner is waited for, and an abort ends the waiting", async () => {
    await sandbox.setFault(standIn.partner, { kind: "slow", ms: 200, times: 2 });
    expect(await kindOfFailure(open().collect(operation))).toBe("none");
    const bench = open();
    await sandbox.setFault(standIn.partner, { kind: "slow", ms: 20_000, times: 1 });
    const running = kindOfFailure(bench.collect(operation));
    setTimeout(() => bench.abort(), 200);
    expect(await running).toBe("cancelled");
  }, 15_000);

  test("no secret reaches a log or what is kept", async () => {
    const secret = standIn.settings(sandbox)[standIn.credential]!;
    const bench = open();
    const all = await bench.collect(operation);
    await sandbox.setFault(standIn.partner, { kind: "unauthorized" });
    await kindOfFailure(bench.collect(operation));
    const written = JSON.stringify([bench.lines, bench.refused, all]);
    for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString("base64")])
      expect(written).not.toContain(form);
    expect(bench.lines.length).toBeGreaterThan(0);
  });
});
