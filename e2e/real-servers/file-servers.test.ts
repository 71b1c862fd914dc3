import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { lookup } from "node:dns/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, type TestContext, vi } from "vitest";
import { createFtp } from "@/lib/connectors/transports/ftp.ts";
import { createSftp } from "@/lib/connectors/transports/sftp.ts";
import { testOptions } from "@/lib/connectors/transports/test-options.ts";
import type { FileServerAddress, FileSession } from "@/lib/connectors/transports/types.ts";
import type { PartnerError } from "@/lib/core/errors.ts";
import { makeAuthority } from "../support/make-certificates.ts";
import { type RealServer, serveFiles, SERVERS } from "./serve-files.ts";
import { isRoot } from "./start-program.ts";

/** Longer than what loopback needs, shorter than a person waits. */
const TIMEOUT_SECONDS = 5;
const MEGABYTE = Buffer.alloc(1 << 20, "dipirona;12,50\n");

async function* text(...parts: string[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield Buffer.from(part);
}
async function* megabytes(count: number): AsyncGenerator<Uint8Array> {
  for (let sent = 0; sent < count; sent += 1) yield MEGABYTE;
}
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => {
      throw new Error("did not fail");
    },
    (error: unknown) => error as PartnerError,
  );

describe.each(SERVERS.map((kind) => [kind.name, kind] as const))("%s", (name, kind) => {
  let server: RealServer;
  let absent: string | null = null;
  const unmount: string[] = [];
  beforeAll(async () => {
    const started = await serveFiles(kind);
    if (typeof started === "string") {
      absent = started;
      console.warn(`LEFT OUT: every test against ${name}, since ${started}.`);
    } else server = started;
  });
  afterAll(async () => {
    for (const folder of unmount) spawnSync("umount", [folder]);
    await server?.close();
  });

  const create = kind.protocol === "FTP" ? createFtp : createSftp;
  const on = <Result>(
    work: (session: FileSession) => Promise<Result>,
    address: Partial<FileServerAddress> = {},
    options = testOptions(),
  ) => create(options, TIMEOUT_SECONDS)({ ...server.address, ...address }, work);
  const put = (file: string, body: AsyncIterable<Uint8Array>, options = testOptions()) =>
    on((session) => session.put(server.onServer(file), body), {}, options);
  const read = (file: string) => readFileSync(server.onDisk(file), "utf8");
  const needServer = ({ skip }: TestContext) => skip(absent !== null, absent ?? "");

  test("a file arrives whole and replaces the one of before", async (context) => {
    needServer(context);
    await put("/envio/vendas.csv", text("a;b\n", "1;2\n"));
    expect(read("/envio/vendas.csv")).toBe("a;b\n1;2\n");
    await put("/envio/vendas.csv", text("novo\n"));
    expect(read("/envio/vendas.csv")).toBe("novo\n");
    expect(existsSync(server.onDisk("/envio/vendas.csv.tmp"))).toBe(false);
  });

  test("accents, blanks and a plus stay what they are in names", async (context) => {
    needServer(context);
    const file = "/envio/promoção de março + saldão.csv";
    await put(file, text("ok"));
    expect(read(file)).toBe("ok");
    const [listed, size, content] = await on(async (session) => [
      await session.list(server.onServer("/envio")),
      await session.size(server.onServer(file)),
      await session.get(server.onServer(file)),
    ]);
    expect(listed).toContainEqual(expect.objectContaining({ name: path.basename(file), bytes: 2 }));
    expect([size, Buffer.from(content as Uint8Array).toString()]).toEqual([2, "ok"]);
  });

  test("a folder that is not there is told as that", async (context) => {
    needServer(context);
    for (const body of [text("a;b\n"), megabytes(3)])
      expect(await failureOf(put("/nao/existe/vendas.csv", body))).toMatchObject({
        kind: "rejected",
        detail: expect.stringMatching(/caminho/),
      });
  });

  test("a folder that may not be written is told as that", async (context) => {
    needServer(context);
    mkdirSync(server.onDisk("/fechada"), { mode: 0o555, recursive: true });
    for (const body of [text("a;b\n"), megabytes(3)])
      expect(await failureOf(put("/fechada/vendas.csv", body))).toMatchObject({
        kind: "rejected",
        detail: expect.stringMatching(/caminho|permiss/),
      });
  });

  test("a list or a file that is not there, or is not for us, is told as that", async (context) => {
    needServer(context);
    writeFileSync(server.onDisk("/envio/lacrado.csv"), "x", { mode: 0o000 });
    const asked: Array<[what: string, work: (session: FileSession) => Promise<unknown>]> = [
      ["list what is not there", (session) => session.list(server.onServer("/nao/existe"))],
      ["get what is not there", (session) => session.get(server.onServer("/nao/existe.csv"))],
      ["get what we may not", (session) => session.get(server.onServer("/envio/lacrado.csv"))],
    ];
    const told = asked.map(async ([what, work]) => {
      const outcome = await on(work).then(
        () => "nothing",
        ({ kind: kindOfFailure }: PartnerError) => kindOfFailure,
      );
      return `${what}: ${outcome}`;
    });
    expect(await Promise.all(told)).toEqual(asked.map(([what]) => `${what}: rejected`));
  });

  test("a full disk is told as that, and no half file stays on it", async (context) => {
    needServer(context);
    const folder = server.onDisk("/cheia");
    mkdirSync(folder);
    const owner = statSync(server.onDisk("/envio"));
    const size = `size=64k,uid=${owner.uid},gid=${owner.gid}`;
    const mounted =
      isRoot && spawnSync("mount", ["-t", "tmpfs", "-o", size, "enlace", folder]).status === 0;
    if (mounted) unmount.push(folder);
    // The kernel's own full disk, where nothing may be mounted: out of reach within a root of its own.
    else if (!kind.rooted) symlinkSync("/dev/full", path.join(folder, "vendas.csv.tmp"));
    else {
      console.warn(`LEFT OUT: a full disk against ${name}, since nothing may be mounted here.`);
      return context.skip();
    }
    expect(await failureOf(put("/cheia/vendas.csv", megabytes(3)))).toMatchObject({
      kind: "rejected",
      detail: expect.stringMatching(/espaço/),
    });
    expect(readdirSync(folder)).toEqual([]);
    if (!mounted) return;
    // What there is room for still goes.
    await put("/cheia/pequeno.csv", text("a;b\n"));
    expect(read("/cheia/pequeno.csv")).toBe("a;b\n");
  });

  test("an upload that we cut off leaves nothing", async (context) => {
    needServer(context);
    const controller = new AbortController();
    async function* cut(): AsyncGenerator<Uint8Array> {
      yield MEGABYTE;
      await vi.waitFor(() =>
        expect(statSync(server.onDisk("/envio/corte.csv.tmp")).size).toBeGreaterThan(0),
      );
      controller.abort(new Error("cancelada"));
      yield* megabytes(5);
    }
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield MEGABYTE;
      await vi.waitFor(() => expect(existsSync(server.onDisk("/envio/corte.csv.tmp"))).toBe(true));
      throw new Error("our own disk");
    }
    const options = testOptions({ signal: controller.signal });
    await expect(put("/envio/corte.csv", cut(), options)).rejects.toThrow("cancelada");
    const left = () =>
      readdirSync(server.onDisk("/envio")).filter((one) => one.startsWith("corte"));
    await vi.waitFor(() => expect(left()).toEqual([]));
    expect(await failureOf(put("/envio/corte.csv", broken()))).toBeDefined();
    await vi.waitFor(() => expect(left()).toEqual([]));
  });

  test("100 MB arrive whole", async (context) => {
    needServer(context);
    await put("/envio/grande.csv", megabytes(100));
    expect(statSync(server.onDisk("/envio/grande.csv")).size).toBe(100 * MEGABYTE.length);
  });

  test("five sessions at once, each with files one after another", async (context) => {
    needServer(context);
    const sessions = [1, 2, 3, 4, 5].map(async (session) => {
      const options = testOptions();
      const send = create(options, TIMEOUT_SECONDS);
      for (let file = 0; file < 8; file += 1)
        await send(server.address, (one) =>
          one.put(
            server.onServer(`/envio/lote-${session}-${file}.csv`),
            text(`${session};${file}`),
          ),
        );
      // One sign-in for all of them.
      expect(options.lines.filter((line) => line.text.includes("entrar"))).toHaveLength(1);
    });
    await Promise.all(sessions);
    expect(
      readdirSync(server.onDisk("/envio")).filter((one) => one.startsWith("lote-")),
    ).toHaveLength(40);
    expect(read("/envio/lote-4-7.csv")).toBe("4;7");
  });

  test("a file that is removed is gone, and removing it again is no error", async (context) => {
    needServer(context);
    writeFileSync(server.onDisk("/envio/antigo.csv"), "x");
    await on(async (session) => {
      if (kind.protocol === "FTP")
        await session.put(server.onServer("/envio/antigo.csv"), text("x"));
      await session.remove(server.onServer("/envio/antigo.csv"));
      await session.remove(server.onServer("/envio/antigo.csv"));
      expect(await session.size(server.onServer("/envio/antigo.csv"))).toBeNull();
    });
    expect(existsSync(server.onDisk("/envio/antigo.csv"))).toBe(false);
  });

  if (kind.protocol === "FTP") {
    const secured = (authority = server.authority) => ({ secure: true, tls: { authority } });

    test("over TLS, verified by the partner's own authority, all of it works too", async (context) => {
      needServer(context);
      await on(async (session) => {
        await session.put(server.onServer("/envio/segura.csv"), megabytes(3));
        await session.put(server.onServer("/envio/segura.csv"), text("segredo\n"));
        expect(await session.size(server.onServer("/envio/segura.csv"))).toBe(8);
        expect(await session.list(server.onServer("/envio"))).not.toEqual([]);
      }, secured());
      expect(read("/envio/segura.csv")).toBe("segredo\n");
      expect(
        await failureOf(
          on((session) => session.put(server.onServer("/nao/existe.csv"), megabytes(1)), secured()),
        ),
      ).toMatchObject({ kind: "rejected", detail: expect.stringMatching(/caminho/) });
    });

    test.each([
      ["nobody that is known", () => ""],
      ["another authority of the same name", () => makeAuthority().cert],
    ])(
      "a certificate vouched for by %s is refused before the password is said",
      async (_who, of) => {
        if (absent !== null) return;
        const options = testOptions();
        expect(
          await failureOf(
            on((session) => session.list(server.onServer("/envio")), secured(of()), options),
          ),
        ).toMatchObject({ kind: "settings", detail: expect.stringMatching(/certificado/) });
      },
    );

    test("a certificate of another name is refused", async (context) => {
      needServer(context);
      const found = await lookup("localhost");
      context.skip(found.address !== "127.0.0.1", "localhost is another address here");
      expect(
        await failureOf(on((session) => session.list("."), { ...secured(), host: "localhost" })),
      ).toMatchObject({ kind: "settings", detail: expect.stringMatching(/certificado/) });
    });
  } else {
    test("every format of a key opens the door, and each may come in one line", async (context) => {
      needServer(context);
      const results = server.keys.map(async ({ what, privateKey, passphrase }, index) => {
        const headed = privateKey.includes(": ");
        const given = privateKey.replace(/\n/g, headed || index % 2 === 0 ? "\r\n" : " ");
        return on((session) => session.list(server.onServer("/envio")), {
          privateKey: given,
          passphrase,
        }).then(
          () => `${what}: in`,
          (error: PartnerError) => `${what}: ${error.detail}`,
        );
      });
      expect(await Promise.all(results)).toEqual(server.keys.map(({ what }) => `${what}: in`));
    });

    test("a key that the server does not know, and none at all, are refused credentials", async (context) => {
      needServer(context);
      const strange = makeAuthority().key;
      for (const privateKey of [strange, ""])
        expect(
          await failureOf(on((session) => session.list("."), { privateKey, password: "" })),
        ).toMatchObject({ kind: "auth" });
    });

    test("a key that cannot be read is a wrong setting, and is not quoted", async (context) => {
      needServer(context);
      const sealed = server.keys.find(({ passphrase }) => passphrase !== "")!;
      const wrong = [
        { privateKey: "segredo que não é chave" },
        { privateKey: sealed.privateKey, passphrase: "outra" },
        { privateKey: sealed.privateKey, passphrase: "" },
        { privateKey: sealed.authorized },
        { privateKey: server.keys[0]!.privateKey.slice(0, 200) },
      ];
      for (const given of wrong) {
        const failure = await failureOf(on((session) => session.list("."), given));
        expect([given, failure.kind]).toEqual([given, "settings"]);
        expect(failure.detail).not.toContain(given.privateKey.slice(4, 20));
      }
    });
  }
});
