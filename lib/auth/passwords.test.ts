import { hash } from "@node-rs/argon2";
import { expect, test } from "vitest";
import { hashPassword, needsRehash, refusePassword, verifyPassword } from "./passwords.ts";

test.each([
  "1234567",
  "12345678",
  "password",
  "Password123",
  "senha123",
  "qwertyuiop",
  "flamengo2024",
  "aaaaaaaa",
  "abcabcabc",
  "25121990",
  "ana@loja.test",
  "a".repeat(201),
])("refuses %s", (password) => {
  expect(refusePassword(password, { name: "Ana Souza", email: "ana@loja.test" })).toMatch(/\.$/);
});

test.each([
  "demonstracao",
  "cavalo correto bateria",
  "são-joão é em junho",
  "🐎🔋📎🧷🪡🧵🪢🧶",
  " com espaços  ",
  "x".repeat(60) + "yz".repeat(70),
])("accepts %s", (password) => {
  expect(refusePassword(password, { name: "Ana Souza", email: "ana@loja.test" })).toBeNull();
});

test("a hash is argon2id, carries its parameters, and opens with the same password in either Unicode form", async () => {
  const stored = await hashPassword("são joão é forte");
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await verifyPassword(stored, "são joão é forte".normalize("NFD"))).toBe(true);
  expect(await verifyPassword(stored, "sao joao e forte")).toBe(false);
  expect(needsRehash(stored)).toBe(false);
});

test("a hash with weaker parameters is due for renewal", async () => {
  expect(
    needsRehash(
      await hash("outra frase", { algorithm: 2, memoryCost: 8192, timeCost: 1, parallelism: 1 }),
    ),
  ).toBe(true);
});

test("without a hash nothing opens, not even the placeholder's password", async () => {
  expect(await verifyPassword(null, "nobody has this password")).toBe(false);
});
