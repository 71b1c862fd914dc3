import { expect, test } from "vitest";
import { classifyHttpStatus, readRetryAfter } from "./classify-http-status.ts";

const classify = (status: number, headers: Record<string, string> = {}) =>
  classifyHttpStatus({ status, headers: new Headers(headers) }, "parceiro.test");

test.each([
  // Partners refuse credentials with either one.
  [401, "auth"],
  [403, "auth"],
  [429, "rate_limited"],
  [408, "unavailable"],
  [500, "unavailable"],
  [503, "unavailable"],
  [599, "unavailable"],
  [400, "rejected"],
  [404, "rejected"],
  [422, "rejected"],
  [499, "rejected"],
  [302, "unexpected_shape"],
  [101, "unexpected_shape"],
] as const)("%i is %s, and the sentence says where and what", (status, kind) => {
  const error = classify(status);
  expect(error.kind).toBe(kind);
  expect(error.detail).toContain("parceiro.test");
  expect(error.detail).toContain(String(status));
});

test("the time to wait is kept where waiting helps, and only there", () => {
  const wait = { "retry-after": "120" };
  for (const status of [429, 503, 408]) expect(classify(status, wait).retryAfterSeconds).toBe(120);
  for (const status of [401, 403, 400, 302])
    expect(classify(status, wait).retryAfterSeconds).toBeUndefined();
  expect(classify(429).retryAfterSeconds).toBeUndefined();
});

test.each([
  [null, undefined],
  ["30", 30],
  [" 30 ", 30],
  ["0", 0],
  ["Fri, 06 Mar 2026 06:01:00 GMT", 60],
  ["Fri, 06 Mar 2026 05:00:00 GMT", 0],
  ["logo", undefined],
  ["9999999", undefined],
] as const)("Retry-After %s is %s", (value, seconds) => {
  expect(readRetryAfter(value, Date.parse("2026-03-06T06:00:00Z"))).toBe(seconds);
});
