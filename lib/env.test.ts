import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { readEnv } from "./env.ts";

const key = (id: string) => `${id}:${randomBytes(32).toString("base64")}`;
const right = {
  DATABASE_URL: "postgres://enlace@127.0.0.1/enlace",
  AUTH_SECRET: "a".repeat(40),
  ENLACE_KEYS: key("k1"),
};

test("what is right is read, and what is left out has its usual value", () => {
  const read = readEnv({ ...right, KEEP_LOGS_DAYS: " 7 ", DATABASE_POOL: "" });
  expect(read).toMatchObject({ KEEP_LOGS_DAYS: 7, KEEP_FILES_DAYS: 180, DATABASE_POOL: 10 });
});

const NUMBERS = Object.entries(readEnv(right)).flatMap(([name, value]) =>
  typeof value === "number" ? [name] : [],
);

test("the numbers among the variables are found", () => {
  expect(NUMBERS).toEqual(expect.arrayContaining(["DATABASE_POOL", "KEEP_FILES_DAYS", "PORT"]));
  expect(NUMBERS.length).toBeGreaterThan(7);
});

test.each(NUMBERS)("%s names itself whatever stands in it instead of a number", (name) => {
  for (const wrong of ["abc", "1.5", "-1", "1e3", "0x10", "10 dias", "999999999", "1".repeat(40)])
    expect(() => readEnv({ ...right, [name]: wrong })).toThrow(
      new RegExp(`^${name} deve ser .*número inteiro de \\d+ a \\d+\\.$`),
    );
});

test.each([
  ["twice the same name", `${key("k1")},${key("k1")}`],
  ["three keys, two of one name", `${key("k2")},${key("k1")},${key("k2")}`],
])("ENLACE_KEYS with %s is refused, by its name", (_what, keys) => {
  expect(() => readEnv({ ...right, ENLACE_KEYS: keys })).toThrow(/duas chaves de nome “k[12]”/);
});
