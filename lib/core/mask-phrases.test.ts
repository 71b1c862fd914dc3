import fc from "fast-check";
import { expect, test } from "vitest";
import { listPhrases, maskPhrases } from "./mask-phrases.ts";

const sent = [
  '{"nome":"Maria da Conceição","produto":"Dipirona 500 MG","uf":"SP"}',
  "<nomePaciente>Łucja D'Ávila-Reis</nomePaciente><sexo>2</sexo>",
  "1;João Nogueira;34\r\n",
].join("\n");
const phrases = listPhrases(sent);

test.each([
  ["Paciente MARIA DA CONCEICAO não encontrado.", "Paciente ••• não encontrado."],
  ["o nome de Łucja D'Ávila-Reis. Corrija", "o nome de ••• Corrija"],
  ["joão nogueira e Maria da Conceição", "••• e •••"],
  ["Nogueira João; Maria Conceição; SP", "Nogueira João; Maria Conceição; SP"],
  ["o cupom 12 foi recusado", "o cupom 12 foi recusado"],
])("of “%s” is left “%s”", (text, expected) => expect(maskPhrases(text, phrases)).toBe(expected));

test("a file without people masks nothing", () => {
  expect(listPhrases('{"cod":"1001","qt":2}')).toEqual(new Set());
  expect(maskPhrases("Maria da Conceição", new Set())).toBe("Maria da Conceição");
});

test("whatever name a file holds, no sentence about it shows it", () => {
  const word = fc.stringMatching(/^[A-ZÀ-ÖØ-Ý][a-zà-öø-ÿ]{2,9}$/);
  fc.assert(
    fc.property(
      fc.array(word, { minLength: 2, maxLength: 6 }),
      fc.constantFrom(
        (name: string) => name,
        (name: string) => name.toUpperCase(),
      ),
      (words, quoted) => {
        const name = words.join(" ");
        expect(
          maskPhrases(`O cliente ${quoted(name)} já existe`, listPhrases(JSON.stringify({ name }))),
        ).not.toContain(quoted(name));
      },
    ),
  );
});
