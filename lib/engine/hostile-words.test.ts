import { eq } from "drizzle-orm";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { receivedItems } from "@/db/schema/exchanges.ts";
import { HOSTILE_TEXTS } from "@/e2e/hostile/hostile-texts.ts";
import { readFiles, readRejections } from "@/e2e/support/engine-fixture.ts";
import { createTaskRuns, fileNames, threeFiles } from "@/e2e/support/task-runs.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import type { Collected } from "@/lib/connectors/define.ts";
import { PartnerError } from "@/lib/core/errors.ts";
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

const everything = HOSTILE_TEXTS.join("");

describe("a partner's words", () => {
  test("in a protocol number: what it accepted is recorded, and the other files are sent", async () => {
    const taskId = await runs.request();
    const sent: string[] = [];
    await runs.run(
      {
        prepare: threeFiles,
        deliver: async (_ctx, file) => {
          sent.push(file.name);
          return { status: "done", receipt: `P\u0000\ud800${everything}` };
        },
      },
      taskId,
    );
    expect(sent).toEqual(fileNames);
    expect(await runs.task(taskId)).toMatchObject({ status: "done" });
    for (const { status, receipt } of await readFiles(database, taskId)) {
      expect(status).toBe("done");
      expect(receipt).toMatch(/^P��/);
      expect(receipt?.length).toBeLessThanOrEqual(1_000);
    }
  });

  test("in refused records: each is listed, none is sent again for want of a list", async () => {
    const taskId = await runs.request();
    await runs.run(
      {
        prepare: threeFiles,
        deliver: async () => ({
          status: "done",
          rejections: HOSTILE_TEXTS.map((text) => ({ key: text, code: text, message: text })),
        }),
      },
      taskId,
    );
    expect(await readRejections(database, taskId)).toHaveLength(
      HOSTILE_TEXTS.length * fileNames.length,
    );
    expect(await runs.task(taskId)).toMatchObject({ status: "failed", failureKind: "rejected" });
    expect(await runs.retries(taskId)).toEqual([]);
  });

  test("in a failure: the task ends with its reason", async () => {
    const taskId = await runs.request();
    await runs.run(
      {
        prepare: threeFiles,
        deliver: async () => Promise.reject(new PartnerError("auth", everything)),
      },
      taskId,
    );
    expect((await runs.task(taskId)).failureReason).not.toBeNull();
  });
});

describe("a partner's records", () => {
  const item = (
    key: string,
    more: Partial<Extract<Collected, { type: "item" }>> = {},
  ): Collected => ({
    type: "item",
    kind: "order",
    key,
    title: key,
    data: { [key]: key },
    ...more,
  });
  const received = () =>
    db
      .select()
      .from(receivedItems)
      .where(eq(receivedItems.integrationId, runs.fixture.integrationId));

  test("are taken in whatever they hold", async () => {
    const taskId = await runs.request();
    await runs.run(
      {
        collect: async function* () {
          for (const text of HOSTILE_TEXTS) yield item(text);
        },
      },
      taskId,
    );
    expect(await runs.task(taskId)).toMatchObject({ status: "done" });
    expect((await received()).length).toBeGreaterThan(HOSTILE_TEXTS.length / 2);
  });

  test("that no column takes are refused alone, with what to do, and the others stay", async () => {
    const taskId = await runs.request();
    await runs.run(
      {
        collect: async function* () {
          for (let number = 1; number <= 30; number++)
            yield item(`p-${number}`, number % 10 === 7 ? { validFrom: "0000-01-01" } : {});
        },
      },
      taskId,
    );
    expect(await received()).toHaveLength(27);
    expect(
      (await readRejections(database, taskId)).map(({ recordKey, code }) => [recordKey, code]),
    ).toEqual(["p-7", "p-17", "p-27"].map((key) => [key, "unstorable"]));
  });
});

test("an error of the data itself is not tried again as if it were an outage", async () => {
  const taskId = await runs.request();
  await runs.run(
    {
      prepare: async function* () {
        await db.execute("select '0000-01-01'::date");
        yield* [];
      },
    },
    taskId,
  );
  expect(await runs.retries(taskId)).toEqual([]);
  expect(await runs.task(taskId)).toMatchObject({ status: "failed", failureKind: "internal" });
});
