import { expect, test } from "vitest";
import { plainText, splitLine } from "./log-text.ts";

test("terminal colours go, whether the escape is whole or was replaced when written", () => {
  expect(plainText("\u001b[31merro\u001b[0m e \ufffd[1;32mok\ufffd[0m")).toBe("erro e ok");
});

test("web addresses become links without the punctuation after them; other schemes stay text", () => {
  expect(splitLine("veja https://parceiro.test/a?b=1, ou javascript:alert(1)", "")).toEqual([
    { text: "veja " },
    { text: "https://parceiro.test/a?b=1", href: "https://parceiro.test/a?b=1" },
    { text: ", ou javascript:alert(1)" },
  ]);
});

test("what is searched for is marked wherever it stands, ignoring case", () => {
  expect(splitLine("Arquivo e ARQUIVO", "arquivo")).toEqual([
    { text: "Arquivo", found: true },
    { text: " e " },
    { text: "ARQUIVO", found: true },
  ]);
});

test("markup is text", () => {
  expect(splitLine("<img src=x onerror=alert(1)>", "")).toEqual([
    { text: "<img src=x onerror=alert(1)>" },
  ]);
});
