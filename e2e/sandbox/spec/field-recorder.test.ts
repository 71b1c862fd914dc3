import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { HttpTransport } from "@/lib/connectors/transports/types.ts";
import { redactAnswer } from "@/lib/multi-cv/wire/redact-answer.ts";
import { readRows } from "@/lib/multi-cv/wire/read-rows.ts";
import { listOf, someText } from "@/lib/multi-cv/wire/tolerant-shapes.ts";
import type { EndpointFacts } from "./facts.ts";
import { FieldRecorder } from "./field-recorder.ts";
import { readExplained } from "./read-explained.ts";
import { reportFields } from "./report-fields.ts";
import { watchReads } from "./watch-reads.ts";

/** Any field of any value: what a reader without shapes would write. */
interface Loose {
  [name: string]: Loose;
}

/** What a reader asks of an answer. */
function listReads(value: unknown, read: (watched: Loose) => unknown): string[] {
  const paths = new Set<string>();
  read(watchReads(value, (path) => void paths.add(path)) as Loose);
  return [...paths];
}

describe("of an answer is noted", () => {
  const row = { nome: "Ana", idade: 3, dono: { id: 1, nome: "Eva" } };
  test.each<[string, unknown, (watched: Loose) => unknown, string[]]>([
    ["a field by its name", row, (own) => own.nome, ["nome"]],
    ["one that is not there", row, (own) => own.sexo, ["sexo"]],
    ["one below another", row, (own) => own.dono?.nome, ["dono", "dono.nome"]],
    ["one of rows", [row, row], (rows) => [rows[0]?.nome, rows[1]?.nome], ["nome"]],
    ["one of rows keyed by id", { 7: row }, (held) => held[7]?.nome, ["nome"]],
    [
      "one of rows that were found by going through all",
      { Titular: [row], Fiador: [row] },
      (held) => Object.values(held).map((rows) => rows[0]?.nome),
      ["nome"],
    ],
    ["nothing of a copy", row, (own) => ({ ...own }), []],
    ["nothing of JSON", row, (own) => JSON.stringify(own), []],
    ["nothing of a redaction", row, (own) => redactAnswer(own), []],
    [
      "what a shape names, and nothing that it only takes along",
      row,
      (own) => z.looseObject({ nome: someText, sexo: someText }).parse(own),
      ["nome", "sexo"],
    ],
    [
      "what a shape names after a redaction has seen all",
      { dados: [row] },
      (own) => {
        redactAnswer(own);
        return listOf(z.object({ dono: z.object({ id: z.number() }) })).parse(readRows(own));
      },
      ["dados", "dados.dono", "dados.dono.id"],
    ],
  ])("%s", (_what, value, read, paths) => {
    expect(listReads(value, read)).toEqual(paths);
  });
});

test("what is read is the answer itself", () => {
  const answer = { dados: [{ id: 1, nomes: ["a", "b"] }], nada: null };
  expect(structuredClone(JSON.parse(JSON.stringify(watchReads(answer, () => undefined))))).toEqual(
    answer,
  );
  expect(watchReads(answer, () => undefined)).toEqual(answer);
});

const FACTS: EndpointFacts = {
  auth: "account",
  statuses: [200],
  query: { pagina: { type: "integer" } },
  body: {
    nome: { type: "string" },
    linhas: { type: "array" },
    "linhas[].valor": { type: "number" },
  },
  answer: { pessoas: "array", "pessoas[].id": "integer" },
};

test("each field that was sent or read has its source, and one without any is found", async () => {
  const recorder = new FieldRecorder(({ method, path }) => `${method} ${path}`);
  const answer = { dados: [{ id: 1 }], pagina: 1 };
  const http: HttpTransport = async () => ({
    status: 200,
    headers: new Headers(),
    text: "",
    json: () => answer,
  });
  const response = await recorder.watch(http)({
    method: "POST",
    url: "https://x.test/pessoas?pagina=1&limite=2",
    body: JSON.stringify({ nome: "Ana", linhas: [{ valor: 1, extra: null }] }),
  });
  const read = response.json() as Loose;
  const row = read.dados?.[0];
  void [read.pagina, row?.id, row?.visto, row?.dito, read.outro];
  const sources = reportFields(recorder.record, {
    table: { "POST /pessoas": FACTS },
    captured: { "POST /pessoas": ["visto"] },
    explained: readExplained(
      "# Notes\n\n## In no publication and no capture\n\n| answer | fields | why |\n|---|---|---|\n| `POST /pessoas` | `dados.dito` | said |\n\n## Other\n\n| `*` | `outro` | – |\n",
    ),
  });
  expect(
    Object.fromEntries(sources.map(({ side, field, source }) => [`${side} ${field}`, source])),
  ).toEqual({
    "sent ?pagina": "published",
    "sent ?limite": "neither",
    "sent nome": "published",
    "sent linhas": "published",
    "sent linhas.valor": "published",
    "sent linhas.extra": "neither",
    "read pagina": "captured",
    "read dados": "captured",
    "read dados.id": "published",
    "read dados.visto": "captured",
    "read dados.dito": "explained",
    "read outro": "neither",
  });
});
