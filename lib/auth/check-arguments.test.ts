import { describe, expect, test } from "vitest";
import { HOSTILE_BODIES, HOSTILE_VALUES } from "@/e2e/hostile/hostile-json.ts";
import { isArgumentList } from "./check-arguments.ts";

const asText = (body: string) =>
  isArgumentList(
    new Request("http://localhost/", {
      method: "POST",
      headers: { "content-type": "text/plain;charset=UTF-8" },
      body,
    }),
  );
const asForm = (parts: Record<string, string>) => {
  const body = new FormData();
  for (const [name, value] of Object.entries(parts)) body.append(name, value);
  return isArgumentList(new Request("http://localhost/", { method: "POST", body }));
};

describe("a list of arguments", () => {
  test.each([
    "[]",
    '[1,"a",null]',
    '["$undefined",{"a":"$$5"},"$D2026-03-01T00:00:00.000Z","$n12","$NaN"]',
    '[{"a":{"b":1}},"$0:0:a"]',
  ])("as React writes it is let through: %s", async (body) =>
    expect(await asText(body)).toBe(true),
  );

  test("beside a form is let through", async () => {
    expect(await asForm({ "0": '[{"email":""},"$K1"]', "1_email": "a", "1_password": "[" })).toBe(
      true,
    );
  });

  test("with any value in it is let through, to be judged by the use-case", async () => {
    for (const value of HOSTILE_VALUES)
      if (JSON.stringify([value]).length < 10_000)
        expect(await asText(JSON.stringify([value]))).toBe(true);
  });
});

describe("what is none", () => {
  test.each([
    "",
    "null",
    "{}",
    '"x"',
    "[",
    '["$1"]',
    '["$K1"]',
    '["$F5"]',
    '["$0:9:a"]',
    '["$0:constructor"]',
    '["$0"]',
    `${"[".repeat(100_000)}${"]".repeat(100_000)}`,
    JSON.stringify(Array.from({ length: 11 })),
  ])("is refused: %s", async (body) => expect(await asText(body)).toBe(false));

  test("of hostile bodies no fault comes", async () => {
    for (const body of HOSTILE_BODIES) expect(typeof (await asText(body))).toBe("boolean");
  });

  test("in a form is refused", async () => {
    expect(await asForm({ "1": "[]" })).toBe(false);
    expect(await asForm({ "0": "{}" })).toBe(false);
    expect(await asForm({ "0": '["$1"]', "1": "[" })).toBe(false);
    expect(
      await isArgumentList(
        new Request("http://localhost/", {
          method: "POST",
          headers: { "content-type": "multipart/form-data; boundary=x" },
          body: "no form at all",
        }),
      ),
    ).toBe(false);
  });
});
