import { expect, test } from "vitest";
import { longFetch, shortFetch } from "./fetch-words.ts";

const ZONE = "America/Sao_Paulo";
const by = (key: string, at: string) => ({ key, at });
const matriz = by("ERP matriz", "2026-11-25T17:03:10.000Z");
const loja = by("ERP loja", "2026-11-25T17:05:00.000Z");

test.each([
  [
    { by: [], waiting: [] },
    "Fica no Enlace",
    "Os preços aplicados ficam no Enlace: nenhum ERP os busca.",
  ],
  [
    { by: [], waiting: ["ERP matriz"] },
    "Ainda não buscado",
    "Os preços aplicados ainda não foram buscados pelo ERP (ERP matriz).",
  ],
  [
    { by: [matriz], waiting: ["ERP loja"] },
    "Buscado por 1 de 2 chaves",
    "Os preços aplicados foram buscados por ERP matriz em 25/11/2026 14:03; 1 chave ainda não os buscou: ERP loja.",
  ],
  // The last one to have it is when all had it.
  [
    { by: [loja, matriz], waiting: [] },
    "Buscado em 25/11/2026 14:05",
    "Os preços aplicados foram buscados pelo ERP em 25/11/2026 14:05 (ERP loja e ERP matriz).",
  ],
])("an application fetched %o", (fetched, short, long) => {
  const row = { status: "applied" as const, restored: null, fetched };
  expect([shortFetch(row, ZONE), longFetch(row, ZONE)]).toEqual([short, long]);
});

test("of what was undone it is the way back that counts, if anything went back", () => {
  const fetched = { by: [matriz], waiting: [] };
  expect(longFetch({ status: "undone", restored: 2, fetched }, ZONE)).toMatch(
    /^Os preços restaurados foram buscados pelo ERP/,
  );
  expect(longFetch({ status: "partly_undone", restored: 0, fetched }, ZONE)).toMatch(
    /^Os preços aplicados foram buscados/,
  );
});
