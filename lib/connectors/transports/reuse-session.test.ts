import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { reuseSession } from "./reuse-session.ts";
import { testOptions } from "./test-options.ts";
import type { FileServerAddress, FileSession } from "./types.ts";

const address: FileServerAddress = {
  host: "ftp.parceiro.test",
  port: 21,
  user: "rede",
  password: "segredo-9",
};
const session = {} as FileSession;

/** A server that counts: who came, who is still there, and whether the line stands. */
function countSessions() {
  const seen = { opened: 0, closed: 0, broken: false };
  const open = async () => {
    seen.opened += 1;
    return {
      session,
      probe: async () => void (seen.broken && (await Promise.reject(new Error("ECONNRESET")))),
      close: () => void (seen.closed += 1),
    };
  };
  return { seen, open };
}

describe("a kept session", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("serves consecutive calls to the same address, each with its turn of the budget", async () => {
    const { seen, open } = countSessions();
    const options = testOptions();
    const call = reuseSession(options, open);
    for (let count = 1; count <= 3; count++)
      expect(await call(address, async () => count)).toBe(count);
    expect([seen, options.taken()]).toEqual([{ opened: 1, closed: 0, broken: false }, 3]);
  });

  test("is closed when nobody came for a while", async () => {
    const { seen, open } = countSessions();
    const call = reuseSession(testOptions(), open, 5_000);
    await call(address, async () => undefined);
    vi.advanceTimersByTime(4_999);
    expect(seen.closed).toBe(0);
    vi.advanceTimersByTime(1);
    expect(seen.closed).toBe(1);
    await call(address, async () => undefined);
    expect(seen.opened).toBe(2);
  });

  test("is closed at once when the attempt ends, also one at work", async () => {
    const { seen, open } = countSessions();
    const controller = new AbortController();
    const call = reuseSession(testOptions({ signal: controller.signal }), open);
    await call(address, async () => undefined);
    controller.abort();
    expect(seen.closed).toBe(1);
    await expect(call(address, async () => undefined)).rejects.toThrow();
    expect(seen.opened).toBe(1);

    const other = new AbortController();
    const second = countSessions();
    await reuseSession(testOptions({ signal: other.signal }), second.open)(address, async () =>
      other.abort(),
    );
    expect(second.seen).toMatchObject({ opened: 1, closed: 1 });
  });

  test("that broke meanwhile is replaced before the work begins, which runs once", async () => {
    const { seen, open } = countSessions();
    const call = reuseSession(testOptions(), open);
    await call(address, async () => undefined);
    seen.broken = true;
    let ran = 0;
    await call(address, async () => void (ran += 1));
    expect([seen.opened, seen.closed, ran]).toEqual([2, 1, 1]);
  });

  test("whose work failed is not kept, and the work is not repeated", async () => {
    const { seen, open } = countSessions();
    const call = reuseSession(testOptions(), open);
    let ran = 0;
    const failing = call(address, async () => {
      ran += 1;
      throw new Error("550");
    });
    await expect(failing).rejects.toThrow("550");
    await call(address, async () => undefined);
    expect([seen.opened, seen.closed, ran]).toEqual([2, 1, 1]);
  });

  test.each<Partial<FileServerAddress>>([
    { host: "outro.test" },
    { port: 22 },
    { user: "outra" },
    { password: "outra" },
    { hostKey: "SHA256:x" },
  ])("is not lent to %j", async (other) => {
    const { seen, open } = countSessions();
    const call = reuseSession(testOptions(), open);
    await call(address, async () => undefined);
    await call({ ...address, ...other }, async () => undefined);
    expect(seen).toMatchObject({ opened: 2, closed: 1 });
  });

  test("is nobody else's while it works", async () => {
    const { seen, open } = countSessions();
    const call = reuseSession(testOptions(), open);
    await call(address, () => call(address, async () => undefined));
    expect(seen).toMatchObject({ opened: 2, closed: 1 });
  });
});
