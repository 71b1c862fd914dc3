import { expect, test } from "vitest";
import { afterBatch, nextMark } from "./five-minute-mark.ts";

const at = (time: string) => new Date(`2026-03-05T${time}Z`);

test.each([
  ["12:00:00", "12:05:00"],
  ["12:04:59.999", "12:05:00"],
  ["12:57:10", "13:00:00"],
  ["23:59:59", "24:00:00"],
])("after %s the next mark is %s", (now, mark) => expect(nextMark(at(now))).toEqual(at(mark)));

test.each([
  ["12:00:00", "12:06:00"],
  ["12:02:59", "12:06:00"],
  ["12:03:00", "12:11:00"],
  ["12:04:59", "12:11:00"],
])("entered at %s, it was in a batch by %s", (since, safe) =>
  expect(afterBatch(at(since))).toEqual(at(safe)),
);
