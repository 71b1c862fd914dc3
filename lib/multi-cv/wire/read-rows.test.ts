import { describe, expect, test } from "vitest";
import { isAccepted, sentenceOf, failureOf, ResourceForbidden, withWait } from "./judge-answer.ts";
import { PartnerError } from "@/lib/core/errors.ts";
import { readPage } from "./read-rows.ts";
import { redactAnswer } from "./redact-answer.ts";
import { readAllPages } from "./walk-pages.ts";

const row = (id: number) => ({ id });
const ENVELOPES: Array<
  [name: string, wrap: (rows: unknown[], page: number, pages: number, total: number) => unknown]
> = [
  [
    "v1",
    (dados, pagina, total_de_paginas, total_de_registros) => ({
      pagina,
      registros: dados.length,
      total_de_registros,
      total_de_paginas,
      dados,
    }),
  ],
  [
    "v1 limit/offset",
    (comissoes, _page, _pages, total) => ({
      total,
      limit: 2,
      offset: 0,
      totalConteudo: comissoes.length,
      comissoes,
    }),
  ],
  [
    "v2",
    (dados, pagina, total_de_paginas, total_de_registros) => ({
      paginacao: { pagina, registros: dados.length, total_de_registros, total_de_paginas },
      dados,
      status: "success",
    }),
  ],
  [
    "v3",
    (data, pagina, totalPaginas, totalRegistros) => ({
      status: "success",
      code: 200,
      pagination: { pagina, registros: data.length, totalRegistros, totalPaginas },
      filter: [],
      order: {},
      data,
    }),
  ],
  [
    "Sienge",
    (results, _page, _pages, count) => ({
      resultSetMetadata: { count, offset: 0, limit: 2 },
      results,
    }),
  ],
  ["bare array", (rows) => rows],
];

describe("envelopes", () => {
  test.each(ENVELOPES)("%s is walked to its end", async (_name, wrap) => {
    const all = [1, 2, 3, 4, 5].map(row);
    let calls = 0;
    const rows = await readAllPages({
      size: 2,
      names: ["comissoes"],
      fetch: async ({ page, offset }) => {
        calls += 1;
        expect(offset).toBe((page - 1) * 2);
        return wrap(all.slice((page - 1) * 2, page * 2), page, 3, 5);
      },
    });
    expect(rows).toEqual(all);
    expect(calls).toBe(3);
  });

  test("an object keyed by id gives its rows with their ids", () => {
    expect(readPage({ "7": { a: 1 }, "8": { a: 2 } }).rows).toEqual([
      { _id: 7, a: 1 },
      { _id: 8, a: 2 },
    ]);
    expect(readPage({ dados: { "7": { a: 1 } } }).rows).toEqual([{ _id: 7, a: 1 }]);
    expect(readPage({ codigo: 200, pessoas: [row(1)] }, "pessoas").rows).toEqual([row(1)]);
    expect(readPage(null).rows).toEqual([]);
  });

  test("a partner that repeats the first of many pages is told, not taken for whole", async () => {
    const first = [row(1), row(2)];
    for (const figures of [{ total_de_paginas: 3 }, { total_de_registros: 5 }])
      await expect(
        readAllPages({ size: 2, fetch: async () => ({ ...figures, dados: first }) }),
      ).rejects.toMatchObject({ kind: "unexpected_shape" });
  });

  test("a partner that ignores the page number is read once", async () => {
    let calls = 0;
    const rows = await readAllPages({
      size: 2,
      fetch: async () => ((calls += 1), [row(1), row(2)]),
    });
    expect([rows, calls]).toEqual([[row(1), row(2)], 2]);
  });

  test("204 ends a list", async () => {
    expect(
      await readAllPages({
        size: 2,
        fetch: async ({ page }) => (page === 1 ? [row(1), row(2)] : null),
      }),
    ).toEqual([row(1), row(2)]);
  });
});

describe("judging an answer", () => {
  test.each([
    { sucesso: false, mensagem: "x" },
    { codigo: 400, mensagem: "x" },
    { codigo: "403" },
    { erro: "x" },
    { error: "x" },
    { errors: ["x"] },
  ])("%j inside 200 is a refusal", (body) => {
    expect(isAccepted(body)).toBe(false);
    expect(
      failureOf({
        system: "CV",
        resource: "POST /x",
        status: 200,
        body,
        repeatable: true,
        secrets: [],
      })?.kind,
    ).toBe("rejected");
  });

  test.each([
    { codigo: 200, mensagem: "ok" },
    { codigo: "200" },
    { sucesso: true, id: null },
    { status: "sucess" },
    { error: null, errors: [] },
    [],
    null,
  ])("%j inside 200 is accepted", (body) => {
    expect(isAccepted(body)).toBe(true);
  });

  test("statuses have kinds; a write answered 5xx is uncertain", () => {
    const judge = (status: number, repeatable = true) =>
      failureOf({ system: "CV", resource: "GET /x", status, body: null, repeatable, secrets: [] });
    expect([
      judge(401)?.kind,
      judge(400)?.kind,
      judge(422)?.kind,
      judge(500)?.kind,
      judge(500, false)?.kind,
    ]).toEqual(["auth", "rejected", "rejected", "unavailable", "uncertain"]);
    expect(judge(403)).toBeInstanceOf(ResourceForbidden);
    expect(judge(204)).toBeNull();
  });

  test("a 429 says how long: 60 s when nothing was said, 15 minutes at most", () => {
    const waits = (seconds?: number) =>
      (
        withWait(
          new PartnerError(
            "rate_limited",
            "x",
            seconds === undefined ? {} : { retryAfterSeconds: seconds },
          ),
        ) as PartnerError
      ).retryAfterSeconds;
    expect([waits(), waits(5), waits(86_400)]).toEqual([60, 5, 900]);
  });

  test("the partner's sentence is shown without secrets and documents", () => {
    expect(
      sentenceOf({ mensagem: "CPF 529.982.247-25 recusado para tok-segredo-1" }, ["tok-segredo-1"]),
    ).toBe("CPF ***.982.247-** recusado para •••");
  });
});

test("what a journal keeps names nobody and opens nothing", () => {
  const kept = redactAnswer({
    titular: {
      nome: "Joana Teste",
      documento: "52998224725",
      telefone: "79 99999-0000",
      idpessoa_cv: 3,
    },
    situacao: { nome: "Pode Faturar" },
    link: "https://docs.example/abc?token=1",
    contrato_base64: "JVBERi0=",
  });
  expect(kept).toEqual({
    titular: { nome: "•••", documento: "•••", telefone: "•••", idpessoa_cv: 3 },
    situacao: { nome: "Pode Faturar" },
    link: "https://docs.example/•••",
    contrato_base64: "•••",
  });
});
