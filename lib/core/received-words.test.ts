import { expect, test } from "vitest";
import { summarizeReceived, formatName, formatText } from "./received-words.ts";

test.each([
  ["2026-03-05", "05/03/2026"],
  ["2026-03-05T00:00:00.000-0300", "05/03/2026"],
  ["2026-03-05T13:45:00Z", "05/03/2026 13:45"],
  ["LLEVA_PAGA", "Leve e pague"],
  ["2026-13-45", "2026-13-45"],
  ["7891000315507", "7891000315507"],
])("%s reads %s", (text, words) => {
  expect(formatText(text)).toBe(words);
});

test("a name without a word stays as the partner writes it, and none comes from what every object inherits", () => {
  expect(["vigenciaDesde", "campoNovo", "constructor"].map(formatName)).toEqual([
    "Válida desde",
    "campoNovo",
    "constructor",
  ]);
});

test("each known kind says in one line what it holds, and data of another shape says nothing wrong", () => {
  const promotion = {
    tipo: "PRECIO_FIJO",
    autor: { descripcion: "Indústria Exemplo" },
    detalles: { condiciones: { items: [{ articulos: [{}, {}] }] }, beneficios: { items: [] } },
  };
  expect(summarizeReceived("promotion", promotion)).toBe(
    "Preço fixo · 2 produtos · Indústria Exemplo",
  );
  expect(summarizeReceived("price_return", { precos: 120, recusados: 1, zonas: ["1"] })).toBe(
    "120 preços · 1 recusado · zona 1",
  );
  expect(summarizeReceived("wms_entry", { qtdxml: 12, qtdcheckin: 10, produto: [{}] })).toBe(
    "conferido 10 de 12 · 1 produto",
  );
  for (const data of [null, "x", [], 3, { detalles: 7, autor: null }])
    expect(summarizeReceived("promotion", data)).toBe("");
});
