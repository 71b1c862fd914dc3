import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { parseAst } from "vitest/node";
import { CONNECTORS } from "./registry.ts";

const root = path.resolve(import.meta.dirname, "..");

/** What no sentence on screen says, and why. */
const REFUSED: ReadonlyArray<[what: string, pattern: RegExp]> = [
  [
    "the product is “o Enlace”; only the customer's CV environment is “o Hub”",
    /(?<!\p{L})(?:[OoÀAa]|[DdNn]o|[Aa]o|[Pp]elo|[DdNn]?[Ee]st[ea]|[Uu]m|[Cc]ada) hub(?![\p{L}\d_-])/u,
  ],
  ["the word agrees with the number: formatCount", /\p{L}\((?:s|es|ns|is|ões|os|as|a|o)\)/u],
];

function listSources(folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) return listSources(file);
    return /(?<!\.test)\.tsx?$/.test(entry.name) ? [file] : [];
  });
}

type Node = Record<string, unknown> & { type?: string };

/** Every text of a source: strings, the fixed parts of templates, and what stands between tags. */
function listTexts(node: unknown, found: string[] = []): string[] {
  if (Array.isArray(node)) for (const one of node) listTexts(one, found);
  else if (node && typeof node === "object") {
    const { type, value } = node as Node;
    const text =
      type === "TemplateElement" ? (value as { cooked?: string }).cooked : (value as unknown);
    if (
      (type === "Literal" || type === "JSXText" || type === "TemplateElement") &&
      typeof text === "string"
    )
      found.push(text.replace(/\s+/g, " "));
    else for (const child of Object.values(node)) listTexts(child, found);
  }
  return found;
}

const sources = ["app", "components", "lib"].flatMap(listSources);
const texts = sources.flatMap((file) =>
  listTexts(
    parseAst(readFileSync(path.join(root, file), "utf8"), {
      lang: file.endsWith("x") ? "tsx" : "ts",
    }),
  ).map((text) => ({ file, text })),
);

describe("the words on screen", () => {
  test.each(REFUSED)("%s", (_, pattern) => {
    expect(
      texts.filter(({ text }) => pattern.test(text)).map(({ file, text }) => `${file}: ${text}`),
    ).toEqual([]);
  });

  test("the walk reads strings, templates and the text of tags", () => {
    expect(texts.length).toBeGreaterThan(10_000);
    const read = listTexts(
      parseAst('<p title="o hub">do\n hub {`${n} nota(s)`}</p>', { lang: "tsx" }),
    );
    expect(read).toEqual(["o hub", "do hub ", "", " nota(s)"]);
    expect(read.filter((text) => REFUSED.some(([, pattern]) => pattern.test(text)))).toEqual([
      "o hub",
      "do hub ",
      " nota(s)",
    ]);
  });

  test("a partner's article is the one its guide begins with", () => {
    const told = CONNECTORS.flatMap(({ name, article = "a", guide }) => {
      const [first, called] = guide.about.split(" ");
      return called && name.startsWith(called) ? [{ name, article, first }] : [];
    });
    expect(told.length).toBeGreaterThan(10);
    expect(told.filter(({ article, first }) => first !== article.toUpperCase())).toEqual([]);
  });
});
