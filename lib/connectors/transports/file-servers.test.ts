import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { loadHostKey } from "@/e2e/sandbox/sftp-csv/host-key.ts";
import { serveSftp } from "@/e2e/sandbox/sftp-csv/serve-sftp.ts";
import { type Fault, FAULT_KINDS, FaultSwitch } from "@/e2e/sandbox/control/faults.ts";
import type { Door } from "@/e2e/sandbox/control/open-door.ts";
import { serveFtp } from "@/e2e/sandbox/ftp/serve-ftp.ts";
import type { PartnerError } from "@/lib/core/errors.ts";
import { createFtp } from "./ftp.ts";
import { createSftp } from "./sftp.ts";
import { rememberHosts, testOptions } from "./test-options.ts";
import type { FileServerAddress } from "./types.ts";

const failureOf = async (work: Promise<unknown>) =>
  work.then(
    () => {
      throw new Error("did not fail");
    },
    (error: unknown) => error as PartnerError,
  );
const escape = (text: string) => text.replace(/[+/]/g, "\\$&");
const TIMEOUT_SECONDS = 1.5;

async function* content(...parts: string[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield Buffer.from(part);
}

describe.each([
  ["FTP", createFtp],
  ["SFTP", createSftp],
] as const)("%s", (protocol, create) => {
  const target = protocol === "FTP" ? "/vendas.csv" : "/envio/vendas.csv";
  let folder: string;
  let door: Door;
  let faults: FaultSwitch;
  let address: FileServerAddress;

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "enlace-transport-"));
    for (const name of ["envio", "retorno"]) mkdirSync(path.join(folder, name));
    faults = new FaultSwitch(FAULT_KINDS);
    const account = { user: "rede", password: "s3nh@ secreta" };
    const common = { port: 0, folder, ...account, faults };
    const key = loadHostKey(mkdtempSync(path.join(folder, "..", "enlace-key-")));
    door =
      protocol === "FTP"
        ? await serveFtp({ ...common, onFile: () => undefined })
        : await serveSftp({ ...common, privateKey: key.privateKey, onFile: () => undefined });
    address = {
      host: "127.0.0.1",
      port: door.port,
      ...account,
      ...(protocol === "SFTP" ? { hostKey: key.fingerprint } : {}),
    };
  });
  afterEach(async () => {
    await door.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const put = (options = testOptions(), name = target, body = content("a;b\n", "1;2\n")) =>
    create(options, TIMEOUT_SECONDS)(address, (session) => session.put(name, body));

  /** What came of an upload that ended early is gone again. */
  const expectNoHalf = () =>
    vi.waitFor(() => expect(existsSync(path.join(folder, `${target}.tmp`))).toBe(false));

  test("a file arrives whole under its name, and replaces the one of before", async () => {
    const options = testOptions();
    await put(options);
    expect(readFileSync(path.join(folder, target), "utf8")).toBe("a;b\n1;2\n");
    await put(options, target, content("novo\n"));
    expect(readFileSync(path.join(folder, target), "utf8")).toBe("novo\n");
    expect(
      readdirSync(path.dirname(path.join(folder, target))).filter((name) => name.endsWith(".tmp")),
    ).toEqual([]);
    expect(options.taken()).toBe(2);
    expect(JSON.stringify(options.lines)).not.toContain("secreta");
    expect(
      options.lines.map(({ text }) => text.replace(/\d+ ms/, "N ms").replace(/:\d+ /, ":P ")),
    ).toEqual(
      Array(2)
        .fill([
          `${protocol} 127.0.0.1:P entrar → ok em N ms`,
          `${protocol} 127.0.0.1:P enviar ${target} → ok em N ms`,
        ])
        .flat(),
    );
  });

  test("files are listed, measured, read and removed; what is not there is null, and removing it is no error", async () => {
    writeFileSync(path.join(folder, "retorno", "retorno.csv"), "ok;12\n");
    await create(testOptions(), TIMEOUT_SECONDS)(address, async (session) => {
      const [listed, ...others] = await session.list("/retorno");
      expect([listed, others]).toMatchObject([{ name: "retorno.csv", bytes: 6 }, []]);
      expect(await session.size("/retorno/retorno.csv")).toBe(6);
      expect(await session.size("/retorno/nada.csv")).toBeNull();
      expect(Buffer.from(await session.get("/retorno/retorno.csv")).toString()).toBe("ok;12\n");
      await session.remove("/retorno/retorno.csv");
      await session.remove("/retorno/retorno.csv");
    });
    expect(existsSync(path.join(folder, "retorno", "retorno.csv"))).toBe(false);
  });

  test.each<[string, Fault, string]>([
    ["refused credentials", { kind: "unauthorized" }, "auth"],
    ["a full disk", { kind: "disk_full" }, "rejected"],
    ["a door that is shut", { kind: "down" }, "unavailable"],
    ["a line that drops in the middle of a file", { kind: "drop_midway" }, "unavailable"],
    ["too many connections", { kind: "rate_limited" }, "unavailable"],
    ["something that is no file server", { kind: "garbage" }, "unexpected_shape"],
    ["an answer that is lost after the file has its name", { kind: "lose_answer" }, "uncertain"],
  ])("%s", async (_what, fault, kind) => {
    await faults.set(fault);
    const options = testOptions();
    expect(await failureOf(put(options))).toMatchObject({ kind });
    expect(options.lines.at(-1)?.level).toBe("warn");
    expect(JSON.stringify(options.lines)).not.toContain("secreta");
    if (fault.kind !== "lose_answer") expect(existsSync(path.join(folder, target))).toBe(false);
  });

  test("a wrong password", async () => {
    address = { ...address, password: "errada" };
    expect(await failureOf(put())).toMatchObject({ kind: "auth" });
  });

  test("a server that accepts and says nothing is given up", async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    address = { ...address, port: (silent.address() as AddressInfo).port };
    expect(await failureOf(put())).toMatchObject({ kind: "unavailable" });
    silent.close();
  });

  test("an abort in the middle of a file ends it within a second", async () => {
    const controller = new AbortController();
    let aborted = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (let chunk = 0; ; chunk += 1) {
        if (chunk === 3) {
          aborted = performance.now();
          controller.abort(new Error("cancelada"));
        }
        yield Buffer.alloc(1000);
        await wait(5);
      }
    }
    await expect(
      put(testOptions({ signal: controller.signal }), target, endless()),
    ).rejects.toThrow("cancelada");
    expect(performance.now() - aborted).toBeLessThan(1000);
    expect(existsSync(path.join(folder, target))).toBe(false);
    await expectNoHalf();
  });

  test("a source that fails is not taken for the partner's failure", async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from("x");
      throw Object.assign(new Error("disco"), { code: "ENOSPC" });
    }
    expect(await failureOf(put(testOptions(), target, broken()))).toMatchObject({
      kind: expect.not.stringMatching("rejected"),
    });
    expect(existsSync(path.join(folder, target))).toBe(false);
    await expectNoHalf();
  });

  test("a temporary file that somebody took meanwhile is sent again later, and the good copy of the file stays", async () => {
    await put();
    async function* takenMeanwhile(): AsyncGenerator<Uint8Array> {
      yield Buffer.from("a;b\n");
      const temporary = path.join(folder, `${target}.tmp`);
      await vi.waitFor(() => expect(existsSync(temporary)).toBe(true));
      rmSync(temporary);
      yield Buffer.from("3;4\n");
    }
    expect(await failureOf(put(testOptions(), target, takenMeanwhile()))).toMatchObject({
      kind: "uncertain",
      detail: expect.stringContaining("vendas.csv não estava mais"),
    });
    expect(readFileSync(path.join(folder, target), "utf8")).toBe("a;b\n1;2\n");
    await put(testOptions(), target, content("5;6\n"));
    expect(readFileSync(path.join(folder, target), "utf8")).toBe("5;6\n");
  });

  test("a path cannot carry a second command", async () => {
    expect(await failureOf(put(testOptions(), "/envio/a.csv\r\nDELE /b.csv"))).toMatchObject({
      kind: "settings",
    });
  });

  test("an address inside the network is not called", async () => {
    expect(await failureOf(put(testOptions({ allowPrivate: [] })))).toMatchObject({
      kind: "settings",
    });
  });

  if (protocol === "SFTP") {
    test("another host key than the pinned one", async () => {
      address = { ...address, hostKey: `SHA256:${"A".repeat(43)}` };
      expect(await failureOf(put())).toMatchObject({
        kind: "settings",
        detail: expect.stringContaining("impressão digital"),
      });
    });

    test("a server is known by the key of its first use: another one is asked about", async () => {
      const { hostKey: told = "", ...unpinned } = address;
      address = unpinned;
      const knownHosts = rememberHosts();
      await put(testOptions({ knownHosts }));
      expect(await knownHosts.claim("127.0.0.1", address.port, "SHA256:other")).toBe(told);
      // As if another server answered: what was known is not what comes.
      const moved = rememberHosts();
      const former = `SHA256:${"B".repeat(43)}`;
      await moved.claim("127.0.0.1", address.port, former);
      expect(await failureOf(put(testOptions({ knownHosts: moved })))).toMatchObject({
        kind: "settings",
        detail: expect.stringMatching(new RegExp(`era ${former}.*${escape(told)}`, "s")),
      });
      // A person confirms the new one in the form; from then on it is the known one.
      address = { ...address, hostKey: told };
      await put(testOptions({ knownHosts: moved }));
      address = unpinned;
      await put(testOptions({ knownHosts: moved }));
    });

    test("nothing is sent while it is not known whether the key is right", async () => {
      const { hostKey: _, ...unpinned } = address;
      address = unpinned;
      const knownHosts = {
        ...rememberHosts(),
        claim: () => Promise.reject(new Error("the database is away")),
      };
      await expect(put(testOptions({ knownHosts }))).rejects.toBeDefined();
      expect(existsSync(path.join(folder, target))).toBe(false);
    });
  }
});
