import { parse } from "csv-parse/sync";
import { SaxesParser } from "saxes";

/** Each field of a file by its place and name. */
export type Fields = Record<string, string>;

/**
 * Reads a partner's file into its fields, with the libraries that a partner might use and none of
 * what wrote it: JSON and NDJSON by path, XML by leaf, delimited text by the names of its head, all
 * else by line.
 */
export function readFields(name: string, text: string): Fields {
  const extension = name.slice(name.lastIndexOf(".") + 1).toLowerCase();
  if (extension === "json") return flatten(JSON.parse(text), "");
  if (extension === "ndjson")
    return flatten(
      text
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line) as unknown),
      "",
    );
  if (extension === "xml") return readLeaves(text);
  if (extension === "csv") return readRows(text);
  return Object.fromEntries(text.split("\n").map((line, index) => [`line ${index + 1}`, line]));
}

function flatten(value: unknown, path: string): Fields {
  if (value === null || typeof value !== "object") return { [path]: JSON.stringify(value) };
  const entries = Object.entries(value);
  if (entries.length === 0) return { [path]: JSON.stringify(value) };
  return Object.assign(
    {},
    ...entries.map(([key, inner]) => flatten(inner, path === "" ? key : `${path}.${key}`)),
  ) as Fields;
}

function readRows(text: string): Fields {
  const head = text.slice(0, text.indexOf("\n"));
  const delimiter = ["|", ";", "\t", ","].find((each) => head.includes(each)) ?? ";";
  const rows: string[][] = parse(text, {
    delimiter,
    bom: true,
    quote: text.includes('"') ? '"' : false,
  });
  const names = rows[0] ?? [];
  return Object.fromEntries(
    rows
      .slice(1)
      .flatMap((row, index) =>
        row.map((value, column) => [`row ${index + 1} ${names[column] ?? column}`, value]),
      ),
  );
}

function readLeaves(text: string): Fields {
  const fields: Fields = {};
  const path: Array<{ name: string; children: Map<string, number>; text: string }> = [];
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name }) => {
    const parent = path.at(-1);
    const count = (parent?.children.get(name) ?? 0) + 1;
    parent?.children.set(name, count);
    path.push({ name: `${name}[${count}]`, children: new Map(), text: "" });
  });
  parser.on("text", (piece) => {
    const open = path.at(-1);
    if (open) open.text += piece;
  });
  parser.on("closetag", () => {
    const closed = path.at(-1)!;
    if (closed.children.size === 0) fields[path.map(({ name }) => name).join("/")] = closed.text;
    path.pop();
  });
  parser.write(text).close();
  return fields;
}
