import { readFileSync } from "node:fs";
import type { RestAnswer, RestRequest } from "../control/serve-rest.ts";
import { type EndpointTable, makeFinder } from "../spec/facts.ts";
import { type Alternatives, judgeBody, judgeQuery } from "../spec/judge-request.ts";
import { refuse } from "./envelope.ts";

const TABLE = JSON.parse(
  readFileSync(new URL("./spec/endpoints.json", import.meta.url), "utf8"),
) as EndpointTable;

/** What CV publishes about the endpoint that a request names; undefined = nothing. */
export const findFacts = makeFinder(TABLE);

/** Fields of which the publication's own text asks for one, though it marks each of them. */
const ALTERNATIVES: Readonly<Record<string, Alternatives>> = {
  "POST /api/v1/financeiro/comissoes": [
    [
      "comissoes[].comissao_quem",
      "comissoes[].comissao_documento",
      "comissoes[].comissao_docfaturamento",
    ],
  ],
  "POST /api/v1/cadastros/corretores": [["idimobiliaria", "idimobiliaria_int"]],
};

/** Shown as the body of a GET, which no client of ours sends: whether the address is read too is not published. */
const ALSO_IN_QUERY: Readonly<Record<string, readonly string[]>> = {
  "GET /api/v1/comercial/seriestabeladepreco": ["pagina", "registros_por_pagina"],
};

/** The refusal of a body that is not as published; null = it is. */
export function refuseBody(request: RestRequest): RestAnswer | null {
  const found = findFacts(request);
  if (!found || request.method === "GET" || request.method === "DELETE") return null;
  const problems = judgeBody(found.facts, request.json, ALTERNATIVES[found.endpoint]);
  return problems.length === 0 ? null : { ...refuse(400, problems[0] ?? ""), problems };
}

/** What the address of a call holds that is not published: CV may ignore it, and then answers something else. */
export function listOddParameters(request: RestRequest): string[] {
  const found = findFacts(request);
  if (!found) return [`${request.method} ${request.path}: não publicado`];
  const query = new URLSearchParams(request.query);
  for (const name of ALSO_IN_QUERY[found.endpoint] ?? []) query.delete(name);
  return judgeQuery(found.facts, query);
}
