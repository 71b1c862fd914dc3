import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { buildFileStore, type FileStore, newStorageKey } from "./file-store.ts";
import { openFilePlace } from "./file-place.ts";

let folder: string;
let store: FileStore;
const nowhere = {
  S3_BUCKET: undefined,
  S3_REGION: "",
  S3_ENDPOINT: undefined,
  S3_ACCESS_KEY_ID: undefined,
  S3_SECRET_ACCESS_KEY: undefined,
};
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "enlace-store-"));
  store = buildFileStore(await openFilePlace({ FILES_DIR: folder, ...nowhere }));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const everything = () =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
async function* chunks(...parts: Array<string | Uint8Array>): AsyncGenerator<string | Uint8Array> {
  yield* parts;
}
async function read(key: string): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of store.open(key)) parts.push(part);
  return Buffer.concat(parts);
}

test("content comes back as it went in, with its size and hash", async () => {
  const key = newStorageKey(3, "tasks", 14);
  const parts = ["São João;1\n", Buffer.from([0, 255, 10]), "x".repeat(300_000), "", "fim"];
  const whole = Buffer.concat(parts.map((part) => Buffer.from(part)));
  const stored = await store.put(key, chunks(...parts));
  expect(stored).toEqual({
    bytes: whole.length,
    sha256: createHash("sha256").update(whole).digest("hex"),
    storedBytes: statSync(path.join(folder, key)).size,
  });
  expect(stored.storedBytes).toBeLessThan(2_000);
  expect((await read(key)).equals(whole)).toBe(true);
});

test("an empty file is a file", async () => {
  const key = newStorageKey(1, "tasks", 1);
  expect(await store.put(key, chunks())).toMatchObject({ bytes: 0 });
  expect(await read(key)).toHaveLength(0);
});

test("a source that fails leaves nothing behind", async () => {
  async function* broken(): AsyncGenerator<string> {
    yield "x".repeat(200_000);
    throw new Error("leitura");
  }
  await expect(store.put(newStorageKey(1, "tasks", 1), broken())).rejects.toThrow("leitura");
  expect(everything()).toEqual([]);
});

test("an abort leaves nothing behind and closes the source", async () => {
  const controller = new AbortController();
  let closed = false;
  async function* endless(): AsyncGenerator<string> {
    try {
      for (let turn = 0; ; turn += 1) {
        if (turn === 5) controller.abort(new Error("cancelada"));
        yield "x".repeat(200_000);
        await new Promise((resolve) => setImmediate(resolve));
      }
    } finally {
      closed = true;
    }
  }
  await expect(
    store.put(newStorageKey(1, "tasks", 1), endless(), controller.signal),
  ).rejects.toThrow("cancelada");
  await expect.poll(() => closed).toBe(true);
  expect(everything()).toEqual([]);
});

test("a full disk is said as such, and leaves nothing behind", async () => {
  const place = await openFilePlace({ FILES_DIR: folder, ...nowhere });
  const full = buildFileStore({
    ...place,
    accept: async () =>
      Promise.reject(
        new Error("cannot write", { cause: Object.assign(new Error("write"), { code: "ENOSPC" }) }),
      ),
  });
  await expect(full.put(newStorageKey(1, "tasks", 1), chunks("x"))).rejects.toMatchObject({
    kind: "internal",
    detail: expect.stringContaining("Disco cheio"),
  });
  expect(everything()).toEqual([]);
});

test("what is gone fails when read, and may be removed twice", async () => {
  const key = newStorageKey(1, "imports", 1);
  await store.put(key, chunks("x"));
  await store.remove(key);
  await store.remove(key);
  await expect(read(key)).rejects.toThrow();
});

test.each(["../fora.zst", "/etc/passwd", "1/../../x", "1//x", "a b"])(
  "%s is no key",
  async (key) => {
    await expect(store.put(key, chunks("x"))).rejects.toThrow();
    await expect(store.remove(key)).rejects.toThrow();
  },
);

test("the sweep takes what a killed process left and spares what is being written", async () => {
  await store.put(newStorageKey(1, "tasks", 1), chunks("x"));
  const incoming = path.join(folder, ".incoming");
  for (const name of ["old", "new"]) writeFileSync(path.join(incoming, name), "x");
  utimesSync(path.join(incoming, "old"), new Date("2026-01-01"), new Date("2026-01-01"));
  expect(await store.sweep(new Date("2026-01-02"))).toBe(1);
  expect(readdirSync(incoming)).toEqual(["new"]);
});

test("what is kept is its owner's alone, whatever the machine's habits are", async () => {
  const habit = process.umask(0);
  try {
    await store.put(newStorageKey(3, "tasks", 14), chunks("receita de alguém"));
  } finally {
    process.umask(habit);
  }
  const modes = readdirSync(folder, { recursive: true, withFileTypes: true }).map((entry) => [
    entry.isFile() ? "file" : "folder",
    (statSync(path.join(entry.parentPath, entry.name)).mode & 0o777).toString(8),
  ]);
  expect(new Set(modes.map(String))).toEqual(new Set(["file,600", "folder,700"]));
});
