import { expect, test } from "vitest";
import type { LogRange, LogRow } from "@/lib/admin/logs/read-logs.ts";
import { CHUNK, createLogStore } from "./log-store.ts";

const row = (number: number): LogRow => ({
  number,
  taskId: null,
  attempt: 0,
  at: "2026-01-01T00:00:00.000Z",
  level: "info",
  text: `linha ${number}`,
  details: null,
});
const range = (from: number, to: number, bounds = { first: 1, last: 1_000_000 }): LogRange => ({
  ...bounds,
  lines: Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => row(from + index)),
});

function makeStore(options: { initial?: LogRange; gone?: number[] } = {}) {
  const asked: number[] = [];
  let fail = false;
  const store = createLogStore(
    options.initial ?? range(999_801, 1_000_000),
    async (from, count) => {
      asked.push(from);
      if (fail) throw new Error("away");
      const read = range(Math.max(1, from), Math.min(1_000_000, from + count - 1));
      return { ...read, lines: read.lines.filter((line) => !options.gone?.includes(line.number)) };
    },
  );
  return { store, asked, failNext: (on: boolean) => (fail = on) };
}
const settle = () => new Promise((resolve) => setImmediate(resolve));

test("reads only the chunks that are looked at, each once", async () => {
  const { store, asked } = makeStore();
  store.want(500_010, 500_040);
  await settle();
  store.want(500_020, 500_050);
  await settle();
  expect(asked).toEqual([500_000]);
  expect(store.line(500_030)?.text).toBe("linha 500030");
  expect(store.line(3)).toBeUndefined();
});

test("a quick scroll over the whole log asks for where it ended, not for all it passed", async () => {
  const { store, asked } = makeStore();
  for (let number = 1; number < 900_000; number += 997) store.want(number, number + 30);
  await settle();
  await settle();
  expect(asked.length).toBeLessThanOrEqual(6);
  expect(store.line(899_300)).not.toBeUndefined();
});

test("lines of the stream are taken once and in their place, and raise the end", () => {
  const { store } = makeStore();
  store.add(range(1_000_001, 1_000_003, { first: 1, last: 1_000_003 }));
  store.add(range(1_000_002, 1_000_003, { first: 1, last: 1_000_003 }));
  expect(store.last()).toBe(1_000_003);
  expect(store.line(1_000_002)?.text).toBe("linha 1000002");
});

test("a line that retention removed is known to be gone; one not read yet is not", async () => {
  const { store } = makeStore({ gone: [505] });
  store.want(501, 510);
  await settle();
  expect(store.line(505)).toBeNull();
  expect(store.line(504)).not.toBeNull();
});

test("what was left behind is forgotten", async () => {
  const { store } = makeStore();
  for (let chunk = 0; chunk < 200; chunk++) {
    store.want(chunk * CHUNK + 1, chunk * CHUNK + 20);
    await settle();
  }
  expect(store.line(10)).toBeUndefined();
  expect(store.line(199 * CHUNK + 10)).toBeDefined();
});

test("a failure is told and reading goes on when asked", async () => {
  const { store, failNext } = makeStore();
  failNext(true);
  store.want(1, 20);
  await settle();
  expect(store.error()).toBeInstanceOf(Error);
  failNext(false);
  store.retry();
  await settle();
  expect(store.error()).toBeNull();
  expect(store.line(20)?.number).toBe(20);
});
