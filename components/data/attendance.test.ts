// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { UNATTENDED_HEADER } from "@/lib/core/unattended.ts";
import { attendanceHeaders, isAttended } from "./attendance.ts";

const minutes = (count: number) => Date.now() + count * 60_000;
beforeEach(() => window.dispatchEvent(new Event("keydown")));

test("a page that nobody touches says so with what it reads", () => {
  expect(attendanceHeaders(minutes(1))).toEqual({});
  expect(attendanceHeaders(minutes(6))).toEqual({ [UNATTENDED_HEADER]: "1" });
});

test.each(["pointerdown", "keydown", "wheel", "touchstart"])("%s is a person", (sign) => {
  window.dispatchEvent(new Event(sign));
  expect(isAttended(minutes(4))).toBe(true);
});
