import { eq } from "drizzle-orm";
import { afterAll, beforeEach, expect, test } from "vitest";
import { connectorState, receivedItems } from "@/db/schema/exchanges.ts";
import { priceSuggestions, productProposals } from "@/db/schema/proposals.ts";
import { readRejections } from "@/e2e/support/engine-fixture.ts";
import { createTaskRuns } from "@/e2e/support/task-runs.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import type { Collected } from "@/lib/connectors/define.ts";
import { UNTOLD_PROMOTION } from "@/lib/core/partner-promotion.ts";
import { closeListen } from "./listen.ts";
import { closeSender } from "./queue.ts";

const database = await createTestDatabase({ max: 10 });
const { db } = database;
let runs: Awaited<ReturnType<typeof createTaskRuns>>;
beforeEach(async () => {
  runs = await createTaskRuns(database);
});
afterAll(async () => {
  await closeListen();
  await closeSender();
  await database.close();
});

const suggestion = (productCode: string): Collected => ({
  type: "suggestion",
  returnedOn: "2026-03-06",
  zoneCode: "1",
  productCode,
  ean: "",
  suggestedCents: 1_000,
  lowestCents: null,
  highestCents: null,
  reason: "",
  validTo: null,
});
const mine = <
  Table extends
    | typeof priceSuggestions
    | typeof productProposals
    | typeof receivedItems
    | typeof connectorState,
>(
  table: Table,
) =>
  db
    .select()
    .from(table as typeof receivedItems)
    .where(eq((table as typeof receivedItems).integrationId, runs.fixture.integrationId));

test("items, proposals and suggestions are each kept where a screen reads them, twice the same once", async () => {
  const taskId = await runs.request();
  await runs.run(
    {
      collect: async function* () {
        for (let number = 0; number < 450; number++) yield suggestion(String(number));
        yield suggestion("7");
        yield {
          type: "proposal",
          productCode: "1",
          ean: "",
          fields: [
            { field: "brand", value: "Serra Azul" },
            { field: "ncm", value: "30049069", note: "Outros" },
          ],
        };
        yield { type: "item", kind: "price_return", key: "a.csv", title: "Retorno", data: {} };
        yield { type: "state", key: "retorno:a.csv", value: "1" };
      },
    },
    taskId,
  );
  expect(await runs.task(taskId)).toMatchObject({ status: "done", records: 453 });
  expect(
    [
      await mine(priceSuggestions),
      await mine(productProposals),
      await mine(receivedItems),
      await mine(connectorState),
    ].map(({ length }) => length),
  ).toEqual([450, 2, 1, 1]);
});

test("what the connector refuses of what came is listed, the rest is kept, and the task says so", async () => {
  const taskId = await runs.request();
  await runs.run(
    {
      collect: async function* (ctx) {
        yield suggestion("1");
        ctx.refuse({
          key: "a.csv, linha 3",
          code: "ZONA_DESCONHECIDA",
          message: "A zona de preço “Z” não existe no Enlace.",
        });
        yield { type: "state", key: "retorno:a.csv", value: "1" };
        ctx.refuse({
          key: "a.csv, linha 4",
          code: "ZONA_DESCONHECIDA",
          message: "A zona de preço “Y” não existe no Enlace.",
        });
      },
    },
    taskId,
  );
  expect(await runs.task(taskId)).toMatchObject({
    status: "failed",
    failureKind: "rejected",
    failureReason:
      "2 registros recusados do que veio do parceiro: A zona de preço “Z” não existe no Enlace.",
  });
  expect((await readRejections(database, taskId)).map(({ recordKey }) => recordKey)).toEqual([
    "a.csv, linha 3",
    "a.csv, linha 4",
  ]);
  expect(await mine(priceSuggestions)).toHaveLength(1);
});

const promotion = (key: string, branchId: number): Collected => ({
  type: "item",
  kind: "promotion",
  key,
  title: `Promoção ${key}`,
  branchId,
  validTo: "2999-12-31",
  data: {},
  promotion: UNTOLD_PROMOTION,
});

test("a partner's whole list withdraws what it no longer names, of its kind and branch; a part of one withdraws nothing", async () => {
  const { branchId } = runs.fixture;
  const bring = async (...all: Collected[]) => {
    const taskId = await runs.request();
    await runs.run(
      {
        collect: async function* () {
          yield* all;
        },
      },
      taskId,
    );
    return Object.fromEntries(
      (await mine(receivedItems)).map(({ key, withdrawnAt, changeNumber }) => [
        key,
        [withdrawnAt !== null, changeNumber],
      ]),
    );
  };
  const listed: Collected = { type: "listed", kind: "promotion", branchId };
  expect(
    await bring(
      promotion("1", branchId),
      promotion("2", branchId),
      promotion("elsewhere", 0),
      { type: "item", kind: "offer", key: "own", title: "De um cliente", branchId, data: {} },
      listed,
    ),
  ).toEqual({ 1: [false, 1], 2: [false, 2], elsewhere: [false, 3], own: [false, null] });
  expect(await bring(promotion("1", branchId))).toMatchObject({ 2: [false, 2] });
  expect(await bring(promotion("1", branchId), listed)).toEqual({
    1: [false, 1],
    2: [true, 4],
    elsewhere: [false, 3],
    own: [false, null],
  });
  expect(
    await bring(
      { type: "withdrawn", kind: "promotion", key: "1", branchId },
      { type: "withdrawn", kind: "promotion", key: "never came", branchId },
    ),
  ).toMatchObject({ 1: [true, 5], 2: [true, 4] });
  expect(await bring(promotion("2", branchId), listed)).toMatchObject({
    1: [true, 5],
    2: [false, 6],
  });
});

test("a partner that breaks off leaves what it stood for unremembered", async () => {
  const taskId = await runs.request();
  await runs.run(
    {
      collect: async function* () {
        yield suggestion("1");
        throw new Error("broke off");
      },
    },
    taskId,
  );
  expect(await mine(connectorState)).toEqual([]);
  expect(await runs.task(taskId)).not.toMatchObject({ status: "done" });
});
