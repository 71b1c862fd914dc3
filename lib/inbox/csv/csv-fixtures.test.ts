import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { useDatabase } from "@/db/current-database.ts";
import { apiKeys } from "@/db/schema/people.ts";
import { createInboxBench, type InboxBench } from "@/e2e/support/inbox-bench.ts";
import { zipOf } from "@/e2e/support/zip-of.ts";
import { hashApiKey } from "../api/authenticate-api-key.ts";
import type { Envelope } from "../api/answer-api.ts";
import { serveBatch } from "../api/serve-api.ts";

const FOLDER = "e2e/fixtures/csv";
const KEY = "enl_chave-inventada-de-teste-0009";

/** What a file beside its fixture says is right. */
interface Right {
  /** Part of the sentence with which the whole file is refused. */
  failed?: string;
  accepted?: number;
  duplicated?: number;
  refused?: [place: string, code: string][];
  products?: Record<string, [priceCents: number | null, stock: number | null]>;
  sales?: Record<string, number>;
  api?: { kind: Parameters<typeof serveBatch>[0]; body: object; answers: string[] }[];
}

let bench: InboxBench;
beforeAll(async () => {
  bench = await createInboxBench();
  useDatabase(bench.database);
  await bench.database.db.insert(apiKeys).values({
    organizationId: bench.organizationId,
    name: "ERP",
    prefix: "enl_chav",
    hash: hashApiKey(KEY),
  });
});
afterAll(() => bench.close());

const names = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".csv"))
  .map((name) => path.basename(name, ".csv"))
  // It repeats what another one brought.
  .toSorted((one, two) => Number(one.endsWith("-again")) - Number(two.endsWith("-again")));
const bytesOf = (name: string) => readFileSync(path.join(FOLDER, `${name}.csv`));
const rightOf = (name: string) =>
  JSON.parse(readFileSync(path.join(FOLDER, `${name}.json`), "utf8")) as Right;

it.each(names)("%s is read as the file beside it says", async (name) => {
  const right = rightOf(name);
  const result = await bench.import(`${name}.csv`, bytesOf(name));
  if (right.failed !== undefined) {
    expect(result).toMatchObject({ status: "failed", accepted: 0 });
    expect(result.failureReason).toContain(right.failed);
    return;
  }
  const refusals = result.refusals.filter(
    ({ severity, code }) => severity === "refusal" && code !== "duplicate",
  );
  expect({
    accepted: result.accepted,
    duplicated: result.duplicated,
    refused: refusals.map(({ place, code }) => [place, code]),
  }).toEqual({ accepted: right.accepted, duplicated: right.duplicated, refused: right.refused });
  for (const [code, [price, stock]] of Object.entries(right.products ?? {}))
    expect(
      await bench.rows(
        sql`select (select price_cents::int from product_prices where product_code = ${code}) as price, (select quantity::float8 from product_stock where product_code = ${code}) as stock`,
      ),
    ).toEqual([{ price, stock }]);
  for (const [number, total] of Object.entries(right.sales ?? {}))
    expect(
      await bench.rows(
        sql`select sum(total_cents)::int as total from sales where ltrim(number, '0') = ${number}`,
      ),
    ).toEqual([{ total }]);
});

it.each(names)(
  "%s within a zip is refused by its name, and nothing of it is taken",
  async (name) => {
    expect(
      await bench.import("lote.zip", await zipOf({ [`${name}.csv`]: bytesOf(name) })),
    ).toMatchObject({
      status: "finished",
      accepted: 0,
      refused: 1,
      refusals: [{ place: `${name}.csv`, code: "csv_in_zip" }],
    });
  },
);

const calls = names.flatMap((name) => (rightOf(name).api ?? []).map((one) => ({ name, ...one })));
it.each(calls)("$name is answered by the API as it is read", async ({ kind, body, answers }) => {
  const response = await serveBatch(
    kind,
    new Request("http://localhost/api/v1/x", {
      method: "POST",
      headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    }),
  );
  const { data } = (await response.json()) as Envelope & {
    data: { situacao: string; codigo?: string }[];
  };
  expect(data.map(({ situacao, codigo }) => [situacao, codigo].filter(Boolean).join(":"))).toEqual(
    answers,
  );
});
