import { execFile } from "node:child_process";
import { createWriteStream, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { ZipArchive } from "archiver";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildNote, plainLine, storeCnpj } from "@/e2e/support/build-fiscal-xml.ts";

const directory = mkdtempSync(path.join(tmpdir(), "enlace-big-"));
const zip = path.join(directory, "big.zip");
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const NOTES = 1_000;
/** What people pack along with their notes, too large to be held all at once. */
const SCANS = 30;

beforeAll(async () => {
  // Stored, not deflated: what counts is that the reader passes through more than a hundred megabytes.
  const archive = new ZipArchive({ store: true });
  const scan = Buffer.concat([Buffer.from("%PDF-1.7\n"), Buffer.alloc(4_000_000, 120)]);
  const lines = Array.from({ length: 24 }, (_, index) => plainLine(1000 + index, index + 1));
  const writing = pipeline(archive, createWriteStream(zip));
  for (let number = 1; number <= NOTES; number += 1) {
    archive.append(
      buildNote({
        issuer: storeCnpj("40100200"),
        number,
        issuedAt: "2026-11-10T10:00:00-03:00",
        lines,
      }),
      { name: `${number}.xml` },
    );
    if (number % 500 === 0)
      await new Promise<void>((resolve) => archive.once("entry", () => resolve()));
  }
  for (let number = 1; number <= SCANS; number += 1)
    archive.append(scan, { name: `${number}.pdf` });
  await archive.finalize();
  await writing;
}, 120_000);

it("reads a zip of more than 100 MB in a process that may hold little", async () => {
  expect(statSync(zip).size).toBeGreaterThan(100 * 1024 * 1024);
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--import", "tsx", "e2e/support/measure-zip.ts", zip, storeCnpj("40100200")],
    { cwd: path.resolve(import.meta.dirname, "../../..") },
  );
  const result = JSON.parse(stdout) as { accepted: number; peakMegabytes: number };
  expect(result.accepted).toBe(NOTES);
  expect(result.peakMegabytes).toBeLessThan(300);
}, 120_000);
