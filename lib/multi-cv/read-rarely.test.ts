import { expect, test } from "vitest";
import { readRarely } from "./read-rarely.ts";

const place = { id: 1, baseUrl: "https://a.test", userName: "u@a.test" };
const attempt = (minute: number) => ({
  signal: new AbortController().signal,
  now: () => new Date(Date.UTC(2026, 2, 5, 10, minute)),
});
let calls = 0;
// oxlint-disable-next-line typescript/require-await -- A partner answers later.
const read = async () => (calls += 1);

test("attempts within five minutes share one reading, each tenant and account its own", async () => {
  expect(await readRarely(attempt(0), place, "series", read)).toBe(1);
  expect(await readRarely(attempt(4), place, "series", read)).toBe(1);
  expect(await readRarely(attempt(4), place, "indexers", read)).toBe(2);
  expect(await readRarely(attempt(4), { ...place, userName: "v@a.test" }, "series", read)).toBe(3);
  expect(await readRarely(attempt(5), place, "series", read)).toBe(4);
});

test("read anew it is read once more, unless this attempt did", async () => {
  const own = attempt(20);
  const first = await readRarely(own, place, "fields", read);
  expect(await readRarely(own, place, "fields", read, { anew: true })).toBe(first);
  expect(await readRarely(attempt(20), place, "fields", read, { anew: true })).toBe(first + 1);
  expect(await readRarely(attempt(21), place, "fields", read)).toBe(first + 1);
});

test("a reading that failed is not kept", async () => {
  const down = () => Promise.reject(new Error("down"));
  await expect(readRarely(attempt(30), place, "types", down)).rejects.toThrow("down");
  expect(await readRarely(attempt(30), place, "types", read)).toBe(calls);
});
