import { describe, expect, test } from "vitest";
import { compareFacts } from "./compare-facts.ts";
import type { EndpointFacts } from "./facts.ts";
import { judgeBody, judgeQuery } from "./judge-request.ts";
import { readCvFields } from "./read-cv-fields.ts";
import { readSiengeFields } from "./read-sienge-fields.ts";

const facts = (body: EndpointFacts["body"]): EndpointFacts => ({
  auth: "account",
  statuses: [200],
  query: {
    pagina: { type: "integer" },
    a_partir_de: { type: "string", form: "brazilian-day" },
    faturar: { type: "boolean" },
  },
  body,
  answer: {},
});
const sale = facts({
  idreserva_cv: { type: "integer", required: true },
  idreserva_int: { type: "string", required: true },
  tipo: { type: "string", allowed: ["C", "P"] },
  quando: { type: "string", form: "moment" },
  linhas: { type: "array", required: true },
  "linhas[].valor": { type: "number", required: true },
  "linhas[].dia": { type: "string", form: "day", required: true },
  "linhas[].nome": { type: "string", longest: 3 },
  dono: { type: "object" },
  "dono.id": { type: "integer", required: true },
});
const right = { idreserva_cv: 1, linhas: [{ valor: 1.5, dia: "2026-09-01" }] };

describe("a body", () => {
  test.each([
    [right],
    [{ idreserva_int: "X", linhas: [] }],
    [{ ...right, tipo: "c", quando: "2026-09-01 10:15:35", dono: { id: 1 }, idreserva_int: null }],
  ])("as published has no problem: %j", (body) => {
    expect(judgeBody(sale, body)).toEqual([]);
  });

  test.each([
    [{ ...right, outro: 1 }, "Campo desconhecido: outro"],
    [{ ...right, linhas: [{ ...right.linhas[0], x: 1 }] }, "Campo desconhecido: linhas[].x"],
    [{ linhas: [] }, "Campo obrigatório ausente: idreserva_cv"],
    [{ idreserva_cv: "1", linhas: [] }, "idreserva_cv: esperado integer, veio string"],
    [{ idreserva_cv: 1.5, linhas: [] }, "idreserva_cv: esperado integer, veio number"],
    [{ idreserva_cv: 1 }, "Campo obrigatório ausente: linhas"],
    [{ ...right, linhas: [{ valor: "1", dia: "2026-09-01" }] }, "linhas[].valor: esperado number"],
    [{ ...right, linhas: [{ valor: 1, dia: "01/09/2026" }] }, "linhas[].dia: esperado day"],
    [{ ...right, linhas: [{ valor: 1, dia: "2026-13-01" }] }, "linhas[].dia: esperado day"],
    [{ ...right, linhas: [{ valor: 1 }] }, "Campo obrigatório ausente: linhas[].dia"],
    [{ ...right, linhas: [{ ...right.linhas[0], nome: "abcd" }] }, "mais de 3 caracteres"],
    [{ ...right, tipo: "X" }, "tipo: valor não aceito"],
    [{ ...right, quando: "S" }, "quando: esperado moment"],
    [{ ...right, dono: {} }, "Campo obrigatório ausente: dono.id"],
    [{ ...right, dono: [1] }, "dono: esperado object, veio array"],
    [[], "O corpo não é um objeto"],
    [null, "O corpo não é um objeto"],
  ])("%j: %s", (body, problem) => {
    expect(judgeBody(sale, body).join("; ")).toContain(problem);
  });

  test("of a group of which one is meant one is enough, and none is not", () => {
    const body = facts({
      a: { type: "string", required: true },
      b: { type: "string" },
      c: { type: "string" },
    });
    const groups = [["a", "b", "c"]];
    expect(judgeBody(body, { c: "x" }, groups)).toEqual([]);
    expect(judgeBody(body, {}, groups)).toEqual(["Campo obrigatório ausente: a"]);
  });
});

test("an address is judged by its parameters", () => {
  const judge = (query: string) => judgeQuery(sale, new URLSearchParams(query));
  expect(judge("pagina=2&a_partir_de=01/09/2026&faturar=false")).toEqual([]);
  expect(judge("pagina=x&limite=1&faturar=S")).toEqual([
    "Parâmetro pagina: esperado integer",
    "Parâmetro desconhecido: limite",
    "Parâmetro faturar: esperado boolean",
  ]);
  const query: EndpointFacts["query"] = {
    limit: { type: "integer", required: true, least: 1, most: 200 },
    situation: { type: "array", allowed: ["0", "1"] },
  };
  const demand = (text: string) => judgeQuery({ ...sale, query }, new URLSearchParams(text));
  expect(demand("limit=200&situation=0,1")).toEqual([]);
  expect(demand("situation=0,2")).toEqual([
    "Parâmetro situation: valor não aceito",
    "Parâmetro obrigatório ausente: limit",
  ]);
  expect([demand("limit=0"), demand("limit=201")]).toEqual([
    ["Parâmetro limit: de 1 a 200"],
    ["Parâmetro limit: de 1 a 200"],
  ]);
});

test("fields of Swagger are read through references, wholes of parts and rows, and end where a definition names itself", () => {
  const published = readSiengeFields({
    basePath: "/{subdominio-do-cliente}/public/api/v1",
    security: [{ basicAuth: [] }],
    paths: {
      "/things/{id}": {
        get: {
          parameters: [
            { name: "id", in: "path", required: true, type: "integer" },
            { name: "since", in: "query", type: "string", description: "Formato: yyyy-MM-dd." },
            { name: "kind", in: "query", type: "array", items: { type: "string", enum: [0, 1] } },
          ],
          responses: {
            "200": { schema: { $ref: "#/definitions/Whole" } },
            "404": { description: "não encontrado" },
          },
        },
        post: {
          security: [],
          parameters: [{ name: "body", in: "body", schema: { $ref: "#/definitions/Part" } }],
          responses: { "201": {} },
        },
      },
    },
    definitions: {
      Part: { type: "object", required: ["name"], properties: { name: { type: "string" } } },
      Whole: {
        allOf: [
          { $ref: "#/definitions/Part" },
          {
            properties: {
              rows: { type: "array", items: { $ref: "#/definitions/Part" } },
              lone: { type: "object", properties: { id: { type: "integer" } } },
              again: { $ref: "#/definitions/Whole" },
            },
          },
        ],
      },
    },
  });
  expect(published["GET /public/api/v1/things/{}"]).toMatchObject({
    auth: "basic",
    statuses: [200, 404],
    query: {
      since: { type: "string", form: "day" },
      kind: { type: "array", allowed: ["0", "1"] },
    },
    answer: {
      name: "string",
      rows: "array",
      "rows[].name": "string",
      "lone.id": "integer",
      "again.again.name": "string",
    },
  });
  expect(published["POST /public/api/v1/things/{}"]).toEqual({
    auth: "none",
    statuses: [201],
    query: {},
    body: { name: { type: "string", required: true } },
    answer: {},
  });
});

test("what a publication changed is named, and what it kept is not", () => {
  const published = (type: string) =>
    readCvFields([
      {
        method: "POST",
        path: "/api/v1/x/{id}",
        auth: "Bearer Token",
        params: [{ name: "id", type: "integer", example: null }],
        body: [
          {
            name: "dia",
            type,
            required: true,
            example: "YYYY-MM-DD (2026-01-31)",
            allowed: null,
          },
        ],
        responses: { "201": { fields: [{ name: "id", type: "integer(int32)", example: null }] } },
        statuses: ["201", "?"],
      },
    ]);
  const ours = published("string");
  expect(ours).toEqual({
    "POST /api/v1/x/{}": {
      auth: "bearer",
      statuses: [201],
      query: {},
      body: { dia: { type: "string", required: true, form: "day" } },
      answer: { id: "integer" },
    },
  });
  expect(compareFacts(ours, published("string"))).toEqual([]);
  expect(compareFacts(ours, published("integer"))).toHaveLength(1);
  expect(compareFacts(ours, {})).toEqual(["POST /api/v1/x/{}: no longer published"]);
});
