import { expect, test } from "vitest";
import { resolveAddress } from "./request-address.ts";

test.each([
  ["nothing forwarded", "203.0.113.9", undefined, 0, "203.0.113.9"],
  ["a forged header without proxies", "203.0.113.9", "198.51.100.1", 0, "203.0.113.9"],
  ["one proxy", "10.0.0.1", "198.51.100.7", 1, "198.51.100.7"],
  ["one proxy and a forged entry", "10.0.0.1", "1.2.3.4, 198.51.100.7", 1, "198.51.100.7"],
  ["two proxies", "10.0.0.1", "1.2.3.4, 198.51.100.7, 10.0.0.2", 2, "198.51.100.7"],
  ["an IPv4 address written as IPv6", "::ffff:203.0.113.9", undefined, 0, "203.0.113.9"],
])("%s", (_name, peer, forwarded, proxies, expected) => {
  expect(resolveAddress(peer, forwarded, proxies)).toBe(expected);
});
