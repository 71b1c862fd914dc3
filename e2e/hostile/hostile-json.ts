import { HOSTILE_TEXTS } from "./hostile-texts.ts";

const DEEP = 100_000;

/** Values that stand where another was expected. */
export const HOSTILE_VALUES: readonly unknown[] = [
  undefined,
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  Number.NaN,
  Number.MAX_SAFE_INTEGER,
  "",
  "a\u0000b",
  "\ud800",
  "x".repeat(20_000),
  [],
  [[[[]]]],
  [null],
  {},
  JSON.parse('{"__proto__":{"admin":true},"constructor":{"prototype":{}},"length":-1}'),
  { "a\u0000b": "\ud800" },
  nest(60),
  Array.from({ length: 2_000 }, (_, index) => index),
];

/** Bodies that are no JSON, or JSON that only hurts. */
export const HOSTILE_BODIES: readonly string[] = [
  "",
  "null",
  "0",
  '"a"',
  "[]",
  "[1]",
  "[{}]",
  "{}",
  "{",
  "\u0000",
  '{"a":"\\u0000"}',
  '{"a\\u0000":1}',
  '{"a":"\\ud800"}',
  '{"a":1e999}',
  '{"a":1,"a":2}',
  '{"__proto__":{"x":1}}',
  `${"[".repeat(DEEP)}${"]".repeat(DEEP)}`,
  `${'{"a":'.repeat(DEEP)}1${"}".repeat(DEEP)}`,
  "[".repeat(DEEP),
  `{"a":"${"x".repeat(100_000)}"}`,
  `{"a":[${"0,".repeat(50_000)}0]}`,
  "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
  "a;b\n1;2\n",
  "\ufeff{}",
  ...HOSTILE_TEXTS.map((text) => JSON.stringify({ id: text, idreserva: text, nome: text })),
];

/** So many objects in one another. */
export function nest(depth: number): unknown {
  let value: unknown = "fundo";
  for (let level = 0; level < depth; level += 1) value = { a: value };
  return value;
}

/** The same value with every text in it changed. */
export function changeTexts(value: unknown, change: (text: string) => unknown): unknown {
  if (typeof value === "string") return change(value);
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  if (Array.isArray(value)) return value.map((item) => changeTexts(item, change));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, changeTexts(item, change)]),
  );
}

/** The same value with every leaf in it put in another's place. */
export function changeLeaves(value: unknown, leaf: unknown): unknown {
  if (typeof value !== "object" || value === null || value instanceof Date) return leaf;
  if (Array.isArray(value)) return value.map((item) => changeLeaves(item, leaf));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, changeLeaves(item, leaf)]),
  );
}

/** Each way in which one of a value's own fields can be something else. */
export function* spoilFields(value: unknown, spoils: readonly unknown[]): Generator<unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return;
  for (const name of Object.keys(value))
    for (const spoil of spoils) yield { ...value, [name]: spoil };
}
