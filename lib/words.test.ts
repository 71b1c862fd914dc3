import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "..");
const FOLDERS = ["app", "bench", "components", "db", "e2e", "lib"];
/** Still to be renamed: it has 160 uses. */
const NOT_YET = new Set(["formatCount", "lib/core/format-count.ts"]);

/** The rows of the table under a heading of docs/words.md, without its head. */
function readTable(heading: string): string[][] {
  const text = readFileSync(path.join(root, "docs/words.md"), "utf8");
  const section = text.split(`\n## ${heading}\n`)[1]?.trimStart().split("\n\n")[0] ?? "";
  return section
    .split("\n")
    .slice(2)
    .map((row) =>
      row
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

const sources = FOLDERS.flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /(?<!\.test|\.spec|\.d)\.(tsx?|mjs)$/.test(file))
    .map((file) => path.posix.join(folder, file)),
);

/** Names as words: of each file, and of each function, constant and type that it exports. */
const names = sources.flatMap((file) => {
  const text = readFileSync(path.join(root, file), "utf8");
  const exported = [
    ...text.matchAll(
      /^export (?:default )?(?:async )?(?:function\*?|const|class|type|interface) (\w+)/gm,
    ),
  ].map((match) => match[1]!);
  return [
    { file, name: file, words: path.basename(file).split(".")[0]!.split("-") },
    ...exported.map((name) => ({
      file,
      name,
      words: /^[A-Z_0-9]+$/.test(name)
        ? name.toLowerCase().split("_")
        : name.split(/(?=[A-Z])/).map((word) => word.toLowerCase()),
    })),
  ];
});

test("no exported function or file begins with a verb that has another word", () => {
  const verbs = readTable("Verbs");
  const instead = new Set(verbs.flatMap((row) => row[2]!.split(", ")));
  expect(verbs.length).toBeGreaterThan(10);
  expect(names.length).toBeGreaterThan(3000);
  const wrong = names.filter(
    // Types and constants begin with a noun.
    ({ name, words }) =>
      /^[a-z]/.test(name) && words.length > 1 && instead.has(words[0]!) && !NOT_YET.has(name),
  );
  expect(wrong.map(({ file, name }) => `${file}: ${name}`)).toEqual([]);
});

test("a word for one thing stands in its place alone", () => {
  const things = readTable("Things");
  expect(things.length).toBeGreaterThan(1);
  const wrong = things.flatMap(([word, , places]) =>
    names.filter(
      ({ file, words }) =>
        words.some((part) => part === word || part === `${word}s`) &&
        !places!.split(", ").some((place) => file.startsWith(`${place}/`)),
    ),
  );
  expect(wrong.map(({ file, name }) => `${file}: ${name}`)).toEqual([]);
});
