import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { REASON_LABEL } from "./import-words.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
/** Codes of checks that are no findings: zod's own, and the API's about a whole call. */
const NOT_SHOWN = new Set(["custom"]);

it("names every reason for which the inbox refuses or warns", () => {
  const codes = globSync("lib/inbox/**/*.ts", { cwd: ROOT })
    .filter((file) => !file.includes(".test."))
    .flatMap((file) =>
      [
        ...readFileSync(path.join(ROOT, file), "utf8").matchAll(
          /(?:DocumentRefusal\(|\brefuse\w*\(|\bcode:)\s*"([a-z_]+)"/g,
        ),
      ].map(([, code]) => code as string),
    );
  expect(new Set(codes).size).toBeGreaterThan(30);
  expect(
    [...new Set(codes)].filter((code) => !(code in REASON_LABEL) && !NOT_SHOWN.has(code)),
  ).toEqual([]);
});
