import { expect, test, vi } from "vitest";
import { answerFailure } from "./answer.ts";

test("a route's fault is written with its place and without a statement's values", async () => {
  const written: string[] = [];
  const spy = vi.spyOn(console, "error").mockImplementation((line: string) => {
    written.push(line);
  });
  const CANARY = "canario-da-rota-5";
  const refused = Object.assign(new Error(`invalid input syntax: "${CANARY}"`), {
    severity: "ERROR",
    code: "22P02",
    detail: CANARY,
  });
  const response = answerFailure(refused);
  answerFailure(CANARY);
  spy.mockRestore();
  expect(written.join("\n")).not.toContain(CANARY);
  expect(written[0]).toContain("answer.test.ts");
  expect(JSON.stringify(await response.json())).not.toContain(CANARY);
});
