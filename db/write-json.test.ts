import fc from "fast-check";
import { eq, sql } from "drizzle-orm";
import { integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HOSTILE_TEXTS } from "@/e2e/hostile/hostile-texts.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { isDataError } from "@/lib/core/data-error.ts";
import { insertRows } from "./queries/insert-rows.ts";
import { repairJson, writeJson } from "./write-json.ts";

const scratch = pgTable("scratch", {
  number: integer().notNull(),
  words: text().notNull(),
  list: text().array().notNull(),
  facts: jsonb(),
});

const database = await createTestDatabase();
const { db } = database;
beforeAll(() =>
  db.execute(
    sql`create table scratch (number integer not null, words text not null, list text[] not null, facts jsonb)`,
  ),
);
afterAll(() => database.close());

const stored = (words: string) => words.toWellFormed().replaceAll("\u0000", "�");

describe("every way into the database takes every text", () => {
  test("by the mapper, in texts, lists and JSON", async () => {
    await db.insert(scratch).values(
      HOSTILE_TEXTS.map((words, number) => ({
        number,
        words,
        list: [words, "b"],
        facts: { [words]: [words] },
      })),
    );
    for (const [number, words] of HOSTILE_TEXTS.entries()) {
      const [row] = await db.select().from(scratch).where(eq(scratch.number, number));
      const kept = stored(words);
      expect(row).toEqual({ number, words: kept, list: [kept, "b"], facts: { [kept]: [kept] } });
    }
  });

  test("in batches", async () => {
    await db.delete(scratch);
    await insertRows(
      db,
      scratch,
      HOSTILE_TEXTS.map((words, number) => ({ number, words, list: [words], facts: { words } })),
    );
    const rows = await db.select().from(scratch).orderBy(scratch.number);
    expect(rows.map(({ words }) => words)).toEqual(HOSTILE_TEXTS.map(stored));
  });

  test("as a parameter of a statement of one's own, on both clients, in a question too", async () => {
    for (const words of HOSTILE_TEXTS) {
      const [mapped] = await db.execute(sql`select ${words}::text as words`);
      const [raw] = await database.sql`select ${words}::text as words, ${[words]}::text[] as list`;
      expect(mapped).toEqual({ words: stored(words) });
      expect(raw).toEqual({ words: stored(words), list: [stored(words)] });
      await db.select().from(scratch).where(eq(scratch.words, words));
    }
  });
});

test("JSON keeps its meaning, but for what no database can hold", () => {
  fc.assert(
    fc.property(fc.anything({ maxDepth: 3, values: [fc.string({ unit: "binary" })] }), (value) => {
      const json = JSON.stringify(value);
      fc.pre(json !== undefined);
      expect(JSON.parse(repairJson(json))).toEqual(
        JSON.parse(JSON.stringify(JSON.parse(json)).replaceAll("\\u0000", "�")),
      );
    }),
  );
  expect(writeJson({ a: "\\u0000", b: "\u0000", c: "\ud800", d: "😀" })).toBe(
    '{"a":"\\\\u0000","b":"�","c":"�","d":"😀"}',
  );
});

describe("an error of the data itself", () => {
  test("is told by its code, wherever it was wrapped", async () => {
    const fail = (statement: string) =>
      db.execute(sql.raw(statement)).then(
        () => null,
        (error: unknown) => error,
      );
    expect(isDataError(await fail("select 'x'::int"))).toBe(true);
    expect(isDataError(await fail("select '0000-01-01'::date"))).toBe(true);
    expect(isDataError(new Error("outer", { cause: await fail("select 10::int / 0") }))).toBe(true);
    expect(isDataError(await fail("select * from nowhere"))).toBe(false);
    expect(isDataError(new Error("invalid input syntax"))).toBe(false);
    const itself = new Error("circle");
    itself.cause = itself;
    expect(isDataError(itself)).toBe(false);
  });
});
