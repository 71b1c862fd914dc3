import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HOSTILE_VALUES, nest } from "@/e2e/hostile/hostile-json.ts";
import { HOSTILE_TEXTS } from "@/e2e/hostile/hostile-texts.ts";
import { cleanText, cleanValue, findUnstorable, isStorable, measureDepth } from "./clean-text.ts";
import { redactText, redactValue } from "./redact.ts";

const anyText = fc.oneof(
  fc.constantFrom(...HOSTILE_TEXTS),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes)),
);

describe("a text of a stranger", () => {
  test("can be stored once it is cleaned, and cleaning it again changes nothing", () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 0, max: 50 }), (text, longest) => {
        const clean = cleanText(text, longest);
        expect(isStorable(clean)).toBe(true);
        expect(clean).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/);
        expect(clean.length).toBeLessThanOrEqual(longest);
        expect(cleanText(clean, longest)).toBe(clean);
      }),
    );
  });

  test("that means something stays as it is", () => {
    for (const text of ["Ação de preço, 50%", "duas\nlinhas\te um tab", "😀 João d'Ávila"])
      expect(cleanText(text)).toBe(text);
  });

  test("is cleaned by what takes secrets out of it", () => {
    fc.assert(fc.property(anyText, (text) => isStorable(redactText(text))));
  });
});

describe("a value of a stranger", () => {
  test("can be stored once it is cleaned, however deep", () => {
    for (const value of [...HOSTILE_VALUES, nest(100_000), ["\u0000", { "\ud800": nest(90) }]]) {
      expect(findUnstorable(cleanValue(value))).toBeNull();
      expect(findUnstorable(redactValue(value))).toBeNull();
    }
  });

  test("is told where it cannot be", () => {
    expect(findUnstorable({ a: [{ b: "x" }, { b: "\u0000" }] })).toEqual(["a", "1", "b"]);
    expect(findUnstorable({ "\u0000": 1 })).toEqual([]);
    expect(findUnstorable(nest(100_000))).toHaveLength(40);
    expect(
      findUnstorable({ a: new Date(), b: new Uint8Array([0]), c: 1, d: undefined }),
    ).toBeNull();
  });
});

test.each([
  ["1", 0],
  ["[]", 1],
  ['{"a":[{"b":"[[[["}]}', 3],
  ['"\\"[[["', 0],
  ["[".repeat(100_000), 100_000],
])("the depth of %s is told without parsing it", (json, depth) =>
  expect(measureDepth(json)).toBe(depth),
);
