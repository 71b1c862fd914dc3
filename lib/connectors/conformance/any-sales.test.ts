import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "@/e2e/sandbox/start-sandbox.ts";
import { readFields } from "@/e2e/support/read-fields.ts";
import { CONNECTOR_USES } from "@/e2e/sandbox/connector-uses.ts";
import { findConnector } from "@/lib/registry.ts";
import { arbitrarySales } from "./arbitrary-sales.ts";
import { findSchemaErrors } from "../sngpc/validate-schema.ts";
import { openBench } from "./make-context.ts";
import { readParts } from "./read-parts.ts";

const RUNS = { numRuns: 10 };
/** The customer's, where a sale of {@link arbitrarySales} has one. */
const DOCUMENT = "52998224725";
/** What a value looks like that was written without being looked at; JSON's own null is none. */
const SPILLED = /^(?:undefined|NaN|Infinity|\[object \w+\]|Invalid Date|"(?:undefined|null|NaN)")$/;
const SENDERS = Object.entries(CONNECTOR_USES).flatMap(([id, { operation, alsoSends = [] }]) =>
  [operation, ...alsoSends].filter(Boolean).map((name) => [id, name] as const),
);

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ answerDelay: 20 });
});
afterAll(() => sandbox.stop());

describe.each(SENDERS)("%s: %s", (id, operation) => {
  const connector = findConnector(id)!;
  const standIn = CONNECTOR_USES[id]!;

  test("whatever was sold, the partner and readers that are not ours find nothing wrong, every row is taken, and only files that say so name a customer", async () => {
    await fc.assert(
      fc.asyncProperty(arbitrarySales, async (sales) => {
        await sandbox.reset(standIn.partner);
        const bench = openBench(connector, { settings: standIn.settings(sandbox), sales });
        const files = await bench.prepare(operation);
        for (const file of files) await bench.deliver(operation, file);
        const received = sandbox
          .received(standIn.partner)
          .filter(({ name }) => !name.endsWith(".ok"));
        expect(received.flatMap(({ problems }) => problems)).toEqual([]);
        for (const file of files)
          for (const { name, text } of await readParts(file)) {
            // Rows of unequal length, text that is no JSON and XML that is not well-formed throw here.
            const values = Object.values(readFields(name, text));
            expect(values.filter((value) => SPILLED.test(value))).toEqual([]);
            if (id === "sngpc") expect(findSchemaErrors(Buffer.from(text))).toEqual([]);
          }
        if (connector.operations[operation]?.personal === undefined)
          for (const file of files)
            for (const { text } of await readParts(file)) expect(text).not.toContain(DOCUMENT);
        const sum = (list: ReadonlyArray<{ rows: number }>) =>
          list.reduce((total, { rows }) => total + rows, 0);
        expect(sum(received)).toBe(sum(files));
      }),
      RUNS,
    );
  });

  test("prepared again, the same sales give the same bytes under the same names", async () => {
    await fc.assert(
      fc.asyncProperty(arbitrarySales, async (sales) => {
        const settings = standIn.settings(sandbox);
        const prepare = async () =>
          (await openBench(connector, { settings, sales }).prepare(operation)).map(
            ({ name, sha256 }) => [name, sha256],
          );
        const first = await prepare();
        expect(await prepare()).toEqual(first);
        expect(new Set(first.map(([name]) => name)).size).toBe(first.length);
      }),
      RUNS,
    );
  });
});
