import { describe, expect, test } from "vitest";
import { isPublicAddress, resolveSafely } from "./guard-address.ts";

const signal = new AbortController().signal;

describe("which addresses are public", () => {
  test.each(["8.8.8.8", "200.147.3.157", "2800:3f0:4001:80a::200e", "::ffff:8.8.8.8"])(
    "%s is",
    (address) => expect(isPublicAddress(address)).toBe(true),
  );
  test.each([
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.168.1.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:7f00:1",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "fe80::1",
    "fc00::1",
    "fd00:ec2::254",
    "2002:7f00:1::",
    "2001::1",
    "2001:db8::1",
    "ff02::1",
    "not an address",
    "",
  ])("%s is not", (address) => expect(isPublicAddress(address)).toBe(false));
});

describe("what a host resolves to is what counts", () => {
  test.each([
    "localhost",
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f.0.0.1",
    "0177.0.0.1",
    "[::1]",
    "::1",
    "0.0.0.0",
    "169.254.169.254",
    "10.0.0.1",
  ])("%s is refused as a setting", async (host) => {
    await expect(resolveSafely(host, 80, [], signal)).rejects.toMatchObject({
      kind: expect.stringMatching(/^(settings|unavailable)$/),
    });
  });

  test("an allowed host and port is called, another port of it is not", async () => {
    await expect(resolveSafely("127.0.0.1", 4100, ["127.0.0.1:4100"], signal)).resolves.toEqual({
      address: "127.0.0.1",
      family: 4,
    });
    await expect(
      resolveSafely("127.0.0.1", 4101, ["127.0.0.1:4100"], signal),
    ).rejects.toMatchObject({ kind: "settings" });
  });

  test("ranges and IPv6 may be allowed too", async () => {
    await expect(resolveSafely("10.9.8.7", 21, ["10.9.0.0/16"], signal)).resolves.toMatchObject({
      address: "10.9.8.7",
    });
    await expect(resolveSafely("10.8.8.7", 21, ["10.9.0.0/16"], signal)).rejects.toMatchObject({
      kind: "settings",
    });
    await expect(resolveSafely("[::1]", 21, ["[::1]:21"], signal)).resolves.toMatchObject({
      address: "::1",
      family: 6,
    });
  });

  test("a name that does not exist is an outage", async () => {
    await expect(resolveSafely("nao-existe.invalid", 80, [], signal)).rejects.toMatchObject({
      kind: "unavailable",
    });
  });

  test("an aborted attempt stops waiting for the DNS", async () => {
    await expect(
      resolveSafely("localhost", 80, [], AbortSignal.abort(new Error("stop"))),
    ).rejects.toThrow("stop");
  });
});
