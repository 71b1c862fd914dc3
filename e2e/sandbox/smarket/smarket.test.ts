import { Readable } from "node:stream";
import { Client, FTPError } from "basic-ftp";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { startSandbox, type Sandbox } from "../start-sandbox.ts";

const NAME = "cupom-2026-03-06-02-00-00.csv";
const COUPON =
  "DT_VENDA|SEQPRODUTO|SEQLOJA|SEQCUPOM|SEQCLIENTE|QUANTIDADE|PRECO_UNITARIO|CUSTO_UNITARIO|DESCONTO_UNITARIO|FLAG_OFERTA\n2026-03-05 14:30:00|501|1|880||2|12.90|8.10|0|0\n";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.reset("smarket"));
afterAll(() => sandbox.stop());

/** Signs in, works and always hangs up. */
async function withFtp<Result>(
  work: (client: Client) => Promise<Result>,
  password = sandbox.smarket.password,
  timeout = 10_000,
): Promise<Result> {
  const client = new Client(timeout);
  try {
    await client.access({ ...sandbox.smarket, password });
    return await work(client);
  } finally {
    client.close();
  }
}

async function send(client: Client, content: string | Buffer = COUPON, name = NAME): Promise<void> {
  await client.uploadFrom(Readable.from([Buffer.from(content)]), `${name}.tmp`);
  await client.rename(`${name}.tmp`, name);
}

async function codeOf(work: Promise<unknown>): Promise<number | string> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof FTPError) return error.code;
  if (error instanceof Error) return (error as NodeJS.ErrnoException).code ?? error.message;
  throw new Error("It did not fail");
}

test("a file sent under a temporary name is checked when it gets its own", async () => {
  await withFtp(async (client) => {
    await client.uploadFrom(Readable.from([COUPON]), `${NAME}.tmp`);
    expect(sandbox.received("smarket")).toEqual([]);
    await client.rename(`${NAME}.tmp`, NAME);
    expect(await client.size(NAME)).toBe(Buffer.byteLength(COUPON));
    expect((await client.list()).map((file) => file.name)).toEqual([NAME]);
  });
  expect(sandbox.received("smarket")).toMatchObject([
    { name: NAME, verdict: "ok", rows: 1, problems: [] },
  ]);
  expect(String(sandbox.readFile("smarket", NAME))).toBe(COUPON);
});

test("a bad file is taken, as FTP must, and its problems are shown", async () => {
  await withFtp((client) => send(client, COUPON.replace("12.90", "12,90")));
  expect(sandbox.received("smarket")).toMatchObject([
    { verdict: "problems", problems: ["Linha 2: PRECO_UNITARIO não é número com ponto decimal"] },
  ]);
});

test("coupon lines that come twice are kept once and counted", async () => {
  await withFtp(async (client) => {
    await send(client);
    await send(client, COUPON, "cupom-2026-03-06-03-00-00.csv");
    await send(client);
  });
  expect(sandbox.counts("smarket")).toMatchObject({
    "Arquivos recebidos": 3,
    "Arquivos substituídos": 1,
    "Linhas de cupom distintas": 1,
    "Linhas de cupom repetidas": 2,
  });
});

test("a goal of a category that the last register does not list is noticed", async () => {
  const goals = "SEQCATEGORIA|META|COMPETITIVIDADE|MIDIA\n11|10.00||\n12|||\n";
  await withFtp(async (client) => {
    await send(client, goals, "meta_categoria-2026-03-05-02-00-00.csv");
    await send(
      client,
      "seqcategoria|seqcategoria_pai|categoria\n0||SEM CATEGORIA\n11||Isentos\n",
      "categoria-2026-03-06-02-00-00.csv",
    );
    await send(client, goals, "meta_categoria-2026-03-06-02-00-00.csv");
  });
  expect(sandbox.received("smarket").map(({ problems }) => problems)).toEqual([
    [],
    [],
    ["A categoria 12 não está no último arquivo de categorias"],
  ]);
});

test("a file of several megabytes arrives whole, straight or renamed", async () => {
  const content = Buffer.alloc(5_000_000, "a");
  await withFtp(async (client) => {
    await client.uploadFrom(Readable.from([content]), NAME);
    expect(await client.size(NAME)).toBe(content.length);
    await client.remove(NAME);
    expect(await client.list()).toEqual([]);
  });
  expect(sandbox.received("smarket")).toHaveLength(1);
});

test("names cannot climb out of the folder", async () => {
  await withFtp(async (client) => {
    await client.uploadFrom(Readable.from(["x"]), "../../../escaped.tmp");
    expect((await client.list()).map((file) => file.name)).toEqual(["escaped.tmp"]);
  });
  expect(sandbox.readFile("smarket", "../received.ndjson")).toBeNull();
});

test("a wrong password is 530, and so is a right one while the partner refuses it", async () => {
  expect(await codeOf(withFtp(() => Promise.resolve(), "outra"))).toBe(530);
  await sandbox.setFault("smarket", { kind: "unauthorized", times: 1 });
  expect(await codeOf(withFtp(() => Promise.resolve()))).toBe(530);
  await withFtp(() => Promise.resolve());
});

test("absent: connections are refused until it comes back on the same port", async () => {
  await sandbox.setFault("smarket", { kind: "down" });
  expect(await codeOf(withFtp(() => Promise.resolve()))).toBe("ECONNREFUSED");
  await sandbox.clearFaults("smarket");
  await withFtp((client) => send(client));
  expect(sandbox.received("smarket")).toHaveLength(1);
});

test("counted absence resets that many connections", async () => {
  await sandbox.setFault("smarket", { kind: "down", times: 1 });
  await expect(withFtp(() => Promise.resolve())).rejects.toThrow();
  await withFtp(() => Promise.resolve());
});

test("slow: a client that does not wait gives up", async () => {
  await sandbox.setFault("smarket", { kind: "slow", ms: 3_000 });
  expect(await codeOf(withFtp(() => Promise.resolve(), undefined, 200))).toContain("Timeout");
});

test("disk full: 552, and nothing counts as received", async () => {
  await sandbox.setFault("smarket", { kind: "disk_full", times: 1 });
  expect(await codeOf(withFtp((client) => send(client)))).toBe(552);
  expect(sandbox.received("smarket")).toEqual([]);
  await withFtp((client) => send(client));
});

test("dropped in the middle of STOR: the final name never appears", async () => {
  await sandbox.setFault("smarket", { kind: "drop_midway", times: 1 });
  await expect(withFtp((client) => send(client, Buffer.alloc(1_000_000, "a")))).rejects.toThrow();
  expect(sandbox.received("smarket")).toEqual([]);
  const files = await withFtp((client) => client.list());
  expect(files.map((file) => file.name)).toEqual([`${NAME}.tmp`]);
  expect(files[0]!.size).toBeLessThan(1_000_000);
});

test("lost answer: the file is there, and the client is not told", async () => {
  await sandbox.setFault("smarket", { kind: "lose_answer", times: 1 });
  await expect(withFtp((client) => send(client))).rejects.toThrow();
  expect(sandbox.received("smarket")).toMatchObject([{ name: NAME, verdict: "ok" }]);
});

test("refused upload, too many connections, and a greeting that is not FTP", async () => {
  await sandbox.setFault("smarket", { kind: "status", status: 451, times: 1 });
  expect(await codeOf(withFtp((client) => send(client)))).toBe(451);
  await sandbox.setFault("smarket", { kind: "rate_limited", times: 1 });
  expect(await codeOf(withFtp(() => Promise.resolve()))).toBe(421);
  await sandbox.setFault("smarket", { kind: "garbage", times: 1 });
  await expect(withFtp(() => Promise.resolve(), undefined, 1_000)).rejects.toThrow();
  await withFtp((client) => send(client));
});
