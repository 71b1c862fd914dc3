import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { deflateRawSync } from "node:zlib";
import { ZipArchive } from "archiver";
import { afterAll, expect, it } from "vitest";
import { buildNote, plainLine, storeCnpj } from "@/e2e/support/build-fiscal-xml.ts";
import { type RawEntry, rawZip, type RawZipOptions } from "@/e2e/support/raw-zip.ts";
import { zipOf } from "@/e2e/support/zip-of.ts";
import { UnreadableUpload } from "../unit.ts";
import { detectKind } from "./detect-kind.ts";
import { readZip } from "./read-zip.ts";

const directory = mkdtempSync(path.join(tmpdir(), "enlace-zip-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const BRANCH = storeCnpj("40100200");
const context = {
  branchIdByCnpj: new Map([[BRANCH, 7]]),
  timeZone: "America/Sao_Paulo",
  now: new Date("2026-11-20T12:00:00Z"),
};
const note = (number = 1) =>
  buildNote({
    issuer: BRANCH,
    number,
    issuedAt: "2026-11-10T10:00:00-03:00",
    lines: [plainLine()],
  });

/** What became of each file of a zip; the sentence where the zip as a whole cannot be read. */
async function outcomesOf(zip: Buffer, skip = 0): Promise<string[]> {
  const file = path.join(directory, "upload.zip");
  writeFileSync(file, zip);
  const outcomes: string[] = [];
  try {
    for await (const unit of readZip(file, context, skip))
      for (const reading of await unit.read())
        outcomes.push(
          `${unit.place}: ${reading.document === null ? reading.refusal.code : reading.document.type}`,
        );
  } catch (error) {
    if (!(error instanceof UnreadableUpload)) throw error;
    outcomes.push(error.message);
  }
  return outcomes;
}
const raw = (entries: readonly RawEntry[], options?: RawZipOptions) =>
  outcomesOf(rawZip(entries, options));

it.each([
  [1, "Shrink"],
  [6, "Implode"],
  [9, "Deflate64"],
  [12, "bzip2"],
  [14, "LZMA"],
  [93, "Zstandard"],
  [95, "XZ"],
  [97, "método 97"],
])("says that method %i is not read, and reads the others", async (method, name) => {
  const zip = rawZip([
    { name: "a.xml", data: note(), method },
    { name: "b.xml", data: note() },
  ]);
  expect(await outcomesOf(zip)).toEqual(["a.xml: unread_compression", "b.xml: sale"]);
  const file = path.join(directory, "upload.zip");
  for await (const unit of readZip(file, context)) {
    const [reading] = await unit.read();
    expect(reading?.document === null ? reading.refusal.reason : name).toContain(name);
  }
});

it.each<[string, Buffer]>([
  ["code page 850", Buffer.from("a\x87\xc6o jos\x82 N\xa7 1.xml", "latin1")],
  ["windows-1252", Buffer.from("ação josé Nº 1.xml", "latin1")],
  ["UTF-8 that does not say so", Buffer.from("ação josé Nº 1.xml")],
])("shows names in %s as they were written", async (_name, name) => {
  expect(await raw([{ name, data: note() }])).toEqual(["ação josé Nº 1.xml: sale"]);
});

it("shows names that say they are UTF-8, in capitals too, and no control character", async () => {
  const written = [
    { name: "Você Ó.xml", flags: 0x800 },
    { name: Buffer.from("EMISS\xe5ES \xb5gua.xml", "latin1") },
    { name: "a\u0000b\u202Ec\u0085.xml", flags: 0x800 },
    { name: "pasta\\nota.xml" },
  ];
  expect(await raw(written.map((entry) => ({ ...entry, data: note() })))).toEqual([
    "Você Ó.xml: sale",
    "EMISSÕES Água.xml: sale",
    "a\uFFFDb\uFFFDc\uFFFD.xml: sale",
    "pasta/nota.xml: sale",
  ]);
});

it.each<[string, RawEntry[]]>([
  ["nothing", []],
  ["folders only", [{ name: "novembro/", data: "" }]],
  ["junk only", [{ name: "__MACOSX/._a.xml", data: "x" }]],
])("says of a zip that holds %s that it is empty", async (_name, entries) => {
  expect(await raw(entries)).toEqual([expect.stringContaining("vazio")]);
});

it("takes no zip for empty that goes on behind its last file", async () => {
  const zip = rawZip([
    { name: "a.xml", data: note() },
    { name: "novembro/", data: "" },
  ]);
  expect(await outcomesOf(zip, 1)).toEqual([]);
});

/** The count of an index ends at 65,535 and begins again: with less in it the same shows sooner. */
it.each<[string, RawZipOptions]>([
  ["in zip64, as Windows writes it", { zip64: true }],
  ["with a count that began again, as macOS writes it", { count: 1 }],
  ["with a count of nothing", { count: 0 }],
  ["in zip64 with a count that began again", { zip64: true, count: 2 }],
])("reads every file of an index %s", async (_name, options) => {
  const entries = [1, 2, 3].map((number) => ({ name: `${number}.xml`, data: note(number) }));
  expect(await raw(entries, options)).toEqual(["1.xml: sale", "2.xml: sale", "3.xml: sale"]);
});

it("reads a zip that was streamed in zip64", async () => {
  const archive = new ZipArchive({ forceZip64: true });
  archive.append(note(), { name: "a.xml" });
  archive.append(note(2), { name: "b.xml" });
  void archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  expect(await outcomesOf(Buffer.concat(chunks))).toEqual(["a.xml: sale", "b.xml: sale"]);
});

it("tells a damaged file from one that is compressed in another way", async () => {
  const data = deflateRawSync(note()).fill(0xff, 20, 60);
  expect(await raw([{ name: "a.xml", data, method: 8 }])).toEqual(["a.xml: corrupt_entry"]);
});

it("knows a zip by its first bytes, also one that was prepared to be split", async () => {
  const zip = await zipOf({ "a.xml": note() });
  expect(detectKind(zip)).toBe("zip");
  expect(detectKind(Buffer.concat([Buffer.from("PK\x07\x08", "latin1"), zip]))).toBe("zip");
  expect(detectKind(rawZip([]))).toBe("zip");
  expect(detectKind(rawZip([], { zip64: true }))).toBe("zip");
  expect(detectKind(Buffer.from("PKW;1\n"))).toBe("csv");
});
