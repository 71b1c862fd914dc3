import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { SFTPWrapper } from "ssh2";
import Sftp from "ssh2-sftp-client";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { startSandbox, type Sandbox } from "../start-sandbox.ts";

const NAME = "ESTOQUE_11222333000181_20260305_001.csv";
const RETURN = "/retorno/ESTOQUE_11222333000181_20260305_001_RET.csv";
const STOCK =
  "cnpj;data;ean;qtd\r\n11222333000181;2026-03-05;4006381333931;7\r\n11222333000181;2026-03-05;4006381333930;7\r\n";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ answerDelay: 20 });
});
afterEach(() => sandbox.reset("audit"));
afterAll(() => sandbox.stop());

/** Signs in, works and always hangs up. */
async function withSftp<Result>(
  work: (client: Sftp) => Promise<Result>,
  change: { password?: string; readyTimeout?: number } = {},
): Promise<Result> {
  const client = new Sftp();
  // Connections that the partner cuts are part of what is tried here; the calls themselves reject.
  client.on("error", () => undefined);
  const { host, port, user, password } = sandbox.audit;
  try {
    await client.connect({ host, port, username: user, password, readyTimeout: 5_000, ...change });
    // ssh2 sends each packet in pieces; held back by Nagle's algorithm every call would take 40 ms.
    (client as unknown as { client: { setNoDelay(on: boolean): void } }).client.setNoDelay(true);
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function send(client: Sftp, content = STOCK, name = NAME): Promise<void> {
  await client.put(Buffer.from(content), `/envio/${name}.tmp`);
  await client.rename(`/envio/${name}.tmp`, `/envio/${name}`);
}

/** Tries until it comes true; the return is written some time after the file. */
const eventually = <Result>(work: () => Promise<Result>) =>
  vi.waitFor(work, { timeout: 5_000, interval: 20 });

test("a file renamed into place gets its return, row by row", async () => {
  await withSftp(async (client) => {
    await client.put(Buffer.from(STOCK), `/envio/${NAME}.tmp`);
    expect(sandbox.received("audit")).toEqual([]);
    await client.rename(`/envio/${NAME}.tmp`, `/envio/${NAME}`);
    const answer = await eventually(async () => String(await client.get(RETURN)));
    expect(answer).toBe(
      "linha;status;codigo;mensagem\r\n2;ACEITO;;\r\n3;REJEITADO;EAN_INVALIDO;dígito verificador do EAN não confere\r\n",
    );
    expect((await client.list("/envio")).map((file) => file.name)).toEqual([NAME]);
    expect((await client.stat(`/envio/${NAME}`)).size).toBe(Buffer.byteLength(STOCK));
    await client.delete(RETURN);
    expect(await client.exists(RETURN)).toBe(false);
  });
  expect(sandbox.received("audit")).toMatchObject([{ name: NAME, verdict: "problems", rows: 2 }]);
});

test("the same name replaces, and a file without a temporary name is pointed out", async () => {
  await withSftp(async (client) => {
    await send(client);
    await client.put(Buffer.from(STOCK), `/envio/${NAME}`);
    expect(await client.list("/envio")).toHaveLength(1);
  });
  expect(sandbox.counts("audit")).toMatchObject({
    "Arquivos recebidos": 2,
    "Arquivos substituídos": 1,
  });
  expect(sandbox.received("audit").at(-1)?.problems).toContain("Enviado sem nome temporário .tmp");
});

test.each(["before", "after"])(
  "a control file that comes %s its csv is compared with it, and a wrong one refuses the file",
  async (order) => {
    const control = NAME.replace(".csv", ".ok");
    const hash = createHash("sha256").update(STOCK).digest("hex");
    await withSftp(async (client) => {
      const sendBoth = async (content: string) => {
        if (order === "before") await send(client, content, control);
        await send(client);
        if (order === "after") await send(client, content, control);
      };
      await sendBoth(`3;${hash}\r\n`);
      await eventually(async () =>
        expect(String(await client.get(RETURN))).toContain(
          "0;REJEITADO;ARQUIVO;Arquivo .ok diz 3 linhas, o csv tem 2",
        ),
      );
      await sendBoth(`2;${hash}\r\n`);
      await eventually(async () => expect(String(await client.get(RETURN))).toContain("2;ACEITO"));
    });
    expect(sandbox.received("audit").at(-1)).toMatchObject({
      name: control,
      verdict: "ok",
      problems: [],
    });
  },
);

test("a file of several megabytes arrives whole", async () => {
  const row = "11222333000181;2026-03-05;4006381333931;7\r\n";
  const content = `cnpj;data;ean;qtd\r\n${row.repeat(100_000)}`;
  await withSftp(async (client) => {
    await send(client, content);
    expect(String(await client.get(`/envio/${NAME}`))).toBe(content);
  });
  expect(sandbox.received("audit")).toMatchObject([{ verdict: "ok", rows: 100_000 }]);
});

test("nothing may be written outside /envio, nor read outside the two folders", async () => {
  await withSftp(async (client) => {
    await expect(client.put(Buffer.from("x"), "/retorno/a.csv")).rejects.toThrow();
    await expect(client.put(Buffer.from("x"), "/envio/../../a.csv")).rejects.toThrow();
    await expect(client.get("/../../host-key")).rejects.toThrow();
    expect((await client.list("/")).map((file) => file.name).sort()).toEqual(["envio", "retorno"]);
  });
});

test("a wrong password is refused, and so is a right one while the partner refuses it", async () => {
  await expect(withSftp(() => Promise.resolve(), { password: "outra" })).rejects.toThrow(
    /authentication/i,
  );
  await sandbox.setFault("audit", { kind: "unauthorized" });
  await expect(withSftp(() => Promise.resolve())).rejects.toThrow(/authentication/i);
});

test("absent: connections are refused until it comes back on the same port", async () => {
  await sandbox.setFault("audit", { kind: "down" });
  await expect(withSftp(() => Promise.resolve())).rejects.toThrow(/ECONNREFUSED/);
  await sandbox.clearFaults("audit", "down");
  await withSftp((client) => send(client));
});

test("slow: every operation waits", async () => {
  await withSftp(async (client) => {
    await sandbox.setFault("audit", { kind: "slow", ms: 300, times: 1 });
    const start = performance.now();
    await client.list("/envio");
    expect(performance.now() - start).toBeGreaterThanOrEqual(290);
  });
});

test("disk full and refused files leave nothing received", async () => {
  await sandbox.setFault("audit", { kind: "disk_full", times: 1 });
  // Not with put(): a stream that closes itself loses the error of a failed write, and put() reports success.
  const write = (client: Sftp) => {
    const { sftp } = client as unknown as { sftp: SFTPWrapper };
    return pipeline(
      Readable.from([Buffer.from(STOCK)]),
      sftp.createWriteStream(`/envio/${NAME}.tmp`, { autoClose: false }),
    );
  };
  await expect(withSftp(write)).rejects.toThrow(/No space left/);
  await sandbox.setFault("audit", { kind: "status", times: 1 });
  await expect(withSftp((client) => send(client))).rejects.toThrow();
  expect(sandbox.received("audit")).toEqual([]);
});

test("dropped in the middle of a file: the final name never appears", async () => {
  await sandbox.setFault("audit", { kind: "drop_midway", times: 1 });
  await expect(withSftp((client) => send(client))).rejects.toThrow();
  const left = await withSftp((client) => client.list("/envio"));
  expect(left.map((file) => file.name)).toEqual([`${NAME}.tmp`]);
  expect(left[0]!.size).toBeLessThan(Buffer.byteLength(STOCK));
  expect(sandbox.received("audit")).toEqual([]);
});

test("lost answer: the file is there, and the client is not told", async () => {
  await sandbox.setFault("audit", { kind: "lose_answer", times: 1 });
  await expect(withSftp((client) => send(client))).rejects.toThrow();
  expect(sandbox.received("audit")).toMatchObject([{ name: NAME }]);
});

test("too many connections, and a greeting that is not SSH", async () => {
  await sandbox.setFault("audit", { kind: "rate_limited", times: 1 });
  await expect(withSftp(() => Promise.resolve(), { readyTimeout: 1_000 })).rejects.toThrow();
  await sandbox.setFault("audit", { kind: "garbage", times: 1 });
  await expect(withSftp(() => Promise.resolve(), { readyTimeout: 1_000 })).rejects.toThrow();
  await withSftp((client) => send(client));
});
