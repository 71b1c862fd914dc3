import { eq } from "drizzle-orm";
import { afterAll, beforeEach, expect, test } from "vitest";
import { connectorState, receivedItems } from "@/db/schema/exchanges.ts";
import { createTaskRuns, threeFiles } from "@/e2e/support/task-runs.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import type { ConnectorState, Operation } from "@/lib/connectors/define.ts";
import { PartnerError } from "@/lib/core/errors.ts";
import { FencedError } from "./attempt.ts";
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

/** Runs a task whose delivery does this with the memory. */
async function withState(
  work: (state: ConnectorState) => Promise<void>,
  now = new Date(),
): Promise<void> {
  const taskId = await runs.request();
  const deliver: Operation["deliver"] = async ({ state }) => {
    await work(state);
    return { status: "done" };
  };
  await runs.run(
    {
      prepare: async function* (ctx) {
        for await (const file of threeFiles!(ctx)) return void (yield file);
      },
      deliver,
    },
    taskId,
    { now: () => now },
  );
  expect((await runs.task(taskId)).status).toBe("done");
}

test("what one task remembers, the next one reads; null forgets", async () => {
  await withState(async (state) => {
    expect(await state.get("cursor")).toBeNull();
    await state.set("cursor", "10");
    await state.set("cursor", "11");
    await state.set("outro", "x");
  });
  await withState(async (state) => {
    expect(await state.getMany(["cursor", "outro", "nenhum"])).toEqual(
      new Map([
        ["cursor", "11"],
        ["outro", "x"],
      ]),
    );
    await state.set("cursor", null);
  });
  await withState(async (state) => expect(await state.get("cursor")).toBeNull());
});

test("a value is set only over the one that was seen, and what is over counts as nothing", async () => {
  const now = new Date("2026-03-01T12:00:00Z");
  await withState(async (state) => {
    expect(
      await state.compareAndSet("dia", null, "1", { expiresAt: new Date("2026-03-01T13:00:00Z") }),
    ).toBe(true);
    expect(await state.compareAndSet("dia", null, "2")).toBe(false);
    expect(await state.compareAndSet("dia", "7", "2")).toBe(false);
    expect(
      await state.compareAndSet("dia", "1", "2", { expiresAt: new Date("2026-03-01T13:00:00Z") }),
    ).toBe(true);
    expect(await state.get("dia")).toBe("2");
  }, now);
  await withState(async (state) => {
    expect(await state.get("dia")).toBeNull();
    expect(await state.compareAndSet("dia", "2", "3")).toBe(false);
    expect(await state.compareAndSet("dia", null, "3")).toBe(true);
  }, new Date("2026-03-01T13:00:00Z"));
});

test("a zombie's late write is refused: the task is another attempt's", async () => {
  const taskId = await runs.request();
  let old: ConnectorState | undefined;
  const keep: Operation["deliver"] = async ({ state }) => {
    old = state;
    throw new PartnerError("unavailable", "fora do ar");
  };
  await runs.run({ prepare: threeFiles, deliver: keep }, taskId);
  await runs.run(
    {
      prepare: threeFiles,
      deliver: async ({ state }) => (await state.set("ultimo", "novo"), { status: "done" }),
    },
    taskId,
  );
  await expect(old!.set("ultimo", "velho")).rejects.toBeInstanceOf(FencedError);
  await expect(old!.compareAndSet("ultimo", "novo", "velho")).rejects.toBeInstanceOf(FencedError);
  await withState(async (state) => expect(await state.get("ultimo")).toBe("novo"));
});

test("a cursor of what was sent moves once every file was accepted, and stays after a refusal", async () => {
  const accepted: Operation["accepted"] = ({ state, task }) =>
    state.set("enviado_ate", String(task.id));
  const refused = await runs.request();
  let first = true;
  await runs.run(
    {
      prepare: threeFiles,
      deliver: async () =>
        first
          ? ((first = false),
            { status: "done", rejections: [{ key: "1", code: "X", message: "não" }] })
          : { status: "done" },
      accepted,
    },
    refused,
  );
  expect((await runs.task(refused)).status).toBe("failed");
  await withState(async (state) => expect(await state.get("enviado_ate")).toBeNull());
  const whole = await runs.request();
  await runs.run(
    { prepare: threeFiles, deliver: async () => ({ status: "done" }), accepted },
    whole,
  );
  await withState(async (state) => expect(await state.get("enviado_ate")).toBe(String(whole)));
});

test("a cursor becomes fact with the items before it, and not without them", async () => {
  const page = (number: number, broken = false): Operation["collect"] =>
    async function* () {
      yield { type: "item", kind: "order", key: `p${number}`, title: "Pedido", data: {} };
      yield { type: "state", key: "cursor", value: String(number) };
      if (!broken) return;
      // A key may not be empty: the database refuses, and the item goes with it.
      yield { type: "item", kind: "order", key: "perdido", title: "Pedido", data: {} };
      yield { type: "state", key: "", value: "99" };
    };
  await runs.run({ collect: page(1) }, await runs.request());
  await runs.run({ collect: page(2, true) }, await runs.request());
  const items = await db
    .select({ key: receivedItems.key })
    .from(receivedItems)
    .where(eq(receivedItems.organizationId, runs.fixture.organizationId));
  expect(items.map(({ key }) => key).sort()).toEqual(["p1", "p2"]);
  const [row] = await db
    .select()
    .from(connectorState)
    .where(eq(connectorState.organizationId, runs.fixture.organizationId));
  expect(row).toMatchObject({ key: "cursor", value: "2" });
});
