import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openBench } from "@/lib/connectors/conformance/make-context.ts";
import type { Collected } from "@/lib/connectors/define.ts";
import { parseJson } from "@/lib/connectors/transports/parse-json.ts";
import type { HttpResponse } from "@/lib/connectors/transports/types.ts";
import { kindOf } from "@/lib/core/errors.ts";
import { findConnector } from "@/lib/registry.ts";
import { CONNECTOR_USES } from "../sandbox/connector-uses.ts";
import { type Sandbox, startSandbox } from "../sandbox/start-sandbox.ts";
import { spoilFields } from "./hostile-json.ts";

const COLLECTING = Object.entries(CONNECTOR_USES).flatMap(([id, standIn]) =>
  [standIn.collects ?? []].flat().map((operation) => [id, operation] as const),
);
const SPOILS = [undefined, null, {}, [], -1e300, "a\u0000\ud800", true, ""];

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ answerDelay: 0 });
});
afterAll(() => sandbox.stop());

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The names of the fields of records in lists. */
function listFields(value: unknown, found = new Set<string>()): Set<string> {
  if (Array.isArray(value)) {
    const [first] = value;
    if (isObject(first)) for (const name of Object.keys(first)) found.add(name);
    for (const one of value) listFields(one, found);
  } else if (isObject(value)) for (const one of Object.values(value)) listFields(one, found);
  return found;
}

/** Beside the records of every outermost list, copies of the first one with a field spoiled. */
function addStrange(value: unknown, field: string): unknown {
  if (Array.isArray(value)) {
    const [first] = value;
    if (!isObject(first)) return value;
    const strange = [...spoilFields(first, SPOILS)].filter(
      (one) => isObject(one) && one[field] !== first[field],
    );
    return [...value, ...strange];
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, addStrange(one, field)]),
  );
}

const keysOf = (all: readonly Collected[]) =>
  all.map((one) =>
    JSON.stringify([
      one.type,
      "key" in one ? one.key : "productCode" in one ? one.productCode : null,
      "branchId" in one ? one.branchId : null,
    ]),
  );

describe.each(COLLECTING)("%s: %s", (id, operation) => {
  const standIn = CONNECTOR_USES[id]!;
  beforeEach(() => sandbox.reset(standIn.partner));

  async function collect(change: (answer: unknown) => unknown) {
    const bench = openBench(findConnector(id)!, { settings: standIn.settings(sandbox) });
    const ask = bench.ctx.http;
    bench.ctx.http = async (request) => {
      const response = await ask(request);
      return changeJson(response, change);
    };
    return { all: await bench.collect(operation), refused: bench.refused };
  }

  test("a record that cannot be read costs nobody but itself", async () => {
    const fields = new Set<string>();
    const before = keysOf((await collect((answer) => (listFields(answer, fields), answer))).all);
    const lost: string[] = [];
    for (const field of fields) {
      await sandbox.reset(standIn.partner);
      try {
        const after = new Set(keysOf((await collect((answer) => addStrange(answer, field))).all));
        const missing = before.filter((key) => !after.has(key));
        if (missing.length > 0)
          lost.push(`${field}: ${missing.length} of ${before.length} are lost`);
      } catch (error) {
        lost.push(`${field}: ${kindOf(error)}, ${String(error).slice(0, 200)}`);
      }
    }
    expect(lost).toEqual([]);
  });
});

function changeJson(response: HttpResponse, change: (answer: unknown) => unknown): HttpResponse {
  let answer: unknown;
  try {
    answer = JSON.parse(response.text);
  } catch {
    return response;
  }
  const text = JSON.stringify(change(answer));
  return { ...response, text, bytes: Buffer.from(text), json: () => parseJson(text, id(response)) };
}

const id = (response: HttpResponse) => `parceiro.test (${response.status})`;
