import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "@/e2e/sandbox/start-sandbox.ts";
import { CONNECTOR_USES } from "@/e2e/sandbox/connector-uses.ts";
import { CONNECTORS } from "@/lib/registry.ts";
import { makeSale } from "./fixed-day.ts";
import { openBench } from "./make-context.ts";
import { enrich, richerSales } from "./richer-day.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ answerDelay: 20 });
});
afterAll(() => sandbox.stop());

/** Of one branch, till and day. */
const manySales = (length: number) =>
  Array.from({ length }, (_, index) => makeSale({ id: index + 1, number: String(index + 1) }));

const LIMITED = CONNECTORS.flatMap((connector) =>
  Object.entries(connector.operations).flatMap(([operation, { maxRecords }]) =>
    maxRecords === undefined
      ? []
      : [
          {
            id: connector.id,
            operation,
            connector,
            maxRecords,
            standIn: CONNECTOR_USES[connector.id]!,
          },
        ],
  ),
);

describe.each(LIMITED)("$id: $operation", ({ operation, connector, maxRecords, standIn }) => {
  test("no request holds more records than declared, and what is too much fills several", async () => {
    await sandbox.reset(standIn.partner);
    const fixed = typeof maxRecords === "number";
    const most = fixed ? maxRecords : 1;
    const settings = standIn.settings(sandbox);
    if (!fixed) settings[maxRecords.setting] = String(most);
    const bench = openBench(connector, {
      settings,
      sales: fixed ? manySales(2 * most + 1) : (standIn.sales?.() ?? richerSales()),
    });
    bench.ctx.movements = enrich(bench.ctx.movements);
    const files = await bench.prepare(operation);
    expect(files.length).toBeGreaterThan(1);
    expect(Math.max(...files.map(({ rows }) => rows))).toBe(most);
    for (const file of files) await bench.deliver(operation, file);
    const received = sandbox.received(standIn.partner);
    expect(Math.max(...received.map(({ rows }) => rows))).toBe(most);
    expect(received.flatMap(({ problems }) => problems)).toEqual([]);
  });
});
