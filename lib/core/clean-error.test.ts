import { inspect } from "node:util";
import { expect, test } from "vitest";
import { cleanError } from "./clean-error.ts";

const CANARY = "canario-41-de-parametro";
const failed = (cause?: Error) =>
  Object.assign(new Error(`Failed query: select $1\nparams: ${CANARY}\nat the end`, { cause }), {
    query: "select $1",
    params: [CANARY],
  });
const refused = () =>
  Object.assign(new Error(`invalid input syntax for type bigint: "${CANARY}"`), {
    severity: "ERROR",
    code: "22P02",
    detail: `Key (email)=(${CANARY}) already exists.`,
    where: `unnamed portal parameter $1 = '${CANARY}'`,
    constraint_name: "people_one_per_email",
  });

test.each([
  ["a failed statement", () => failed()],
  ["what the database says", refused],
  ["both, one in the other", () => failed(refused())],
  ["in what caused another error", () => new Error("outer", { cause: failed(refused()) })],
  ["among several", () => new AggregateError([failed(), refused()], "all failed")],
])("%s loses its values and keeps its place", (_, make) => {
  const error = make();
  expect(inspect(error, { depth: 9 })).toContain(CANARY);
  expect(cleanError(error)).toBe(error);
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(CANARY);
  expect(error.stack).toContain("clean-error.test.ts");
});

test("a read-only stack, as the database's client leaves it, is replaced too", () => {
  const error = refused();
  Object.defineProperty(error, "stack", { value: error.stack, writable: false });
  const cause = cleanError(failed(error)).cause as Error;
  expect(cause).toBe(error);
  expect(cause.stack).not.toContain(CANARY);
});

test("code and constraint stay, for whoever decides by them", () => {
  expect(cleanError(failed(refused())).cause).toMatchObject({
    code: "22P02",
    constraint_name: "people_one_per_email",
  });
});

test("any other error, and what is none, stays as it is", () => {
  const plain = new TypeError("x is not a function");
  expect(cleanError(plain).message).toBe("x is not a function");
  expect(cleanError(Object.assign(new Error("no route"), { code: "ECONNREFUSED" })).message).toBe(
    "no route",
  );
  expect([cleanError(null), cleanError("text")]).toEqual([null, "text"]);
});
