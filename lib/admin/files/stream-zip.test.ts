import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import yauzl from "yauzl";
import type { FileStore } from "@/lib/engine/file-store.ts";
import { safeFileName } from "@/lib/core/attachment-headers.ts";
import { streamZip } from "./stream-zip.ts";

const state = vi.hoisted(() => ({ store: null as unknown as FileStore, folder: "" }));
vi.mock("@/lib/engine/file-store.ts", () => ({ openFileStore: async () => state.store }));
vi.mock("@/lib/env.ts", () => ({ env: () => ({}) }));
state.folder = mkdtempSync(path.join(tmpdir(), "enlace-zip-"));
afterAll(() => rmSync(state.folder, { recursive: true, force: true }));

const encoder = new TextEncoder();
function useContents(contents: Record<string, () => AsyncIterable<Uint8Array>>) {
  state.store = {
    open: (key: string) => contents[key]!(),
    has: async (key) => Object.hasOwn(contents, key),
    put: () => Promise.reject(new Error("unused")),
    remove: () => Promise.reject(new Error("unused")),
    sweep: () => Promise.reject(new Error("unused")),
  };
}
async function* textOf(...parts: string[]) {
  for (const part of parts) yield encoder.encode(part);
}
async function zipOf(...args: Parameters<typeof streamZip>): Promise<Response> {
  const zip = await streamZip(...args);
  if (!zip.ok) throw new Error(zip.problem.message);
  return zip.value;
}
const at = new Date("2026-01-02T03:04:05Z");

function readZip(bytes: Buffer): Promise<Record<string, string>> {
  return new Promise((resolve, reject) => {
    yauzl.fromBuffer(bytes, { lazyEntries: true, decodeStrings: true }, (error, zip) => {
      if (error) return reject(error);
      const found: Record<string, string> = {};
      zip.on("error", reject).on("end", () => resolve(found));
      zip.on("entry", (entry: yauzl.Entry) => {
        zip.openReadStream(entry, (failure, stream) => {
          if (failure) return reject(failure);
          const chunks: Buffer[] = [];
          stream
            .on("data", (chunk: Buffer) => chunks.push(chunk))
            .on("end", () => {
              found[entry.fileName] = Buffer.concat(chunks).toString();
              zip.readEntry();
            });
        });
      });
      zip.readEntry();
    });
  });
}

test("a zip holds what was stored, each file under a name of its own", async () => {
  useContents({
    a: () => textOf("um|", "dois"),
    b: () => textOf("três"),
    c: () => textOf("quatro"),
  });
  const response = await zipOf(
    {
      archive: "smarket-tarefa-123-cupom-2026",
      entries: [
        { name: "cupom.csv", storageKey: "a", at },
        { name: "cupom.csv", storageKey: "b", at },
        { name: "loja.csv", storageKey: "c", at },
      ],
    },
    new AbortController().signal,
  );
  expect(response.headers.get("content-disposition")).toBe(
    `attachment; filename="smarket-tarefa-123-cupom-2026.zip"; filename*=UTF-8''smarket-tarefa-123-cupom-2026.zip`,
  );
  expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(await readZip(Buffer.from(await response.arrayBuffer()))).toEqual({
    "cupom.csv": "um|dois",
    "cupom-2.csv": "três",
    "loja.csv": "quatro",
  });
});

test.each([
  "../../etc/passwd",
  "..\\..\\windows",
  "/abs/olute",
  "C:\\x",
  "a/../../b",
  "\u0000nul",
  "....//x",
  "-rf",
  "é ç\n\"';",
])("a hostile name (%j) cannot leave the zip nor the header", (name) => {
  const safe = safeFileName(name);
  expect(safe).toMatch(/^[A-Za-z0-9_][A-Za-z0-9._-]*$/);
  expect(safe).not.toContain("..");
});

test("a client that goes away stops the reading of the store", async () => {
  let read = 0;
  let closed = false;
  useContents({
    big: async function* () {
      try {
        for (;;) {
          read += 1;
          // Noise does not shrink, so that the zip's buffer fills.
          yield crypto.getRandomValues(new Uint8Array(64 * 1024));
        }
      } finally {
        closed = true;
      }
    },
  });
  const control = new AbortController();
  const response = await zipOf(
    { archive: "x", entries: [{ name: "big.bin", storageKey: "big", at }] },
    control.signal,
  );
  const reader = response.body!.getReader();
  await reader.read();
  control.abort();
  await reader.cancel().catch(() => undefined);
  await vi.waitFor(() => expect(closed).toBe(true));
  expect(read).toBeLessThan(200);
});

test("memory stays bounded: a client that does not read holds the store back", async () => {
  let read = 0;
  useContents({
    big: async function* () {
      for (;;) {
        read += 1;
        yield crypto.getRandomValues(new Uint8Array(64 * 1024));
      }
    },
  });
  const control = new AbortController();
  await zipOf(
    { archive: "x", entries: [{ name: "big.bin", storageKey: "big", at }] },
    control.signal,
  );
  let before = -1;
  await vi.waitFor(
    () => {
      const now = read;
      const still = now === before;
      before = now;
      expect(still).toBe(true);
    },
    { interval: 200, timeout: 10_000 },
  );
  expect(read).toBeLessThan(200);
  control.abort();
});

test("a store that cannot be read cuts the download instead of ending it as if it were whole", async () => {
  useContents({
    gone: async function* () {
      yield encoder.encode("metade");
      throw new Error("disk");
    },
  });
  const response = await zipOf(
    { archive: "x", entries: [{ name: "a.csv", storageKey: "gone", at }] },
    new AbortController().signal,
  );
  await expect(response.arrayBuffer()).rejects.toThrow();
});

test("a file whose bytes are gone is named, and the others come", async () => {
  useContents({ a: () => textOf("um"), c: () => textOf("três") });
  const entries = ["a", "b", "c", "d"].map((key) => ({ name: `${key}.csv`, storageKey: key, at }));
  const response = await zipOf({ archive: "x", entries }, new AbortController().signal);
  const found = await readZip(Buffer.from(await response.arrayBuffer()));
  expect(Object.keys(found)).toEqual(["a.csv", "c.csv", "ARQUIVOS-AUSENTES.txt"]);
  expect(found).toMatchObject({ "a.csv": "um", "c.csv": "três" });
  expect(found["ARQUIVOS-AUSENTES.txt"]).toMatch(
    /2 arquivos .*Reprocesse a tarefa[^]*- b\.csv\r\n- d\.csv/,
  );
});

test.each([["b"], ["b", "d"]])(
  "a download of nothing but what is gone is refused (%j)",
  async (...keys) => {
    useContents({});
    const entries = keys.map((key) => ({ name: `${key}.csv`, storageKey: key, at }));
    const zip = await streamZip({ archive: "x", entries }, new AbortController().signal);
    expect(zip).toMatchObject({
      ok: false,
      problem: { kind: "refused", message: expect.stringContaining("Reprocesse a tarefa") },
    });
  },
);
