import { readFileSync } from "node:fs";
import type { RestRequest } from "../control/serve-rest.ts";
import { type EndpointTable, makeFinder } from "../spec/facts.ts";
import { judgeBody, judgeQuery } from "../spec/judge-request.ts";

const BASE = "/public/api/v1/";

/** What Sienge publishes about the endpoint that a request names; undefined = nothing. */
export const findFacts = makeFinder(
  JSON.parse(
    readFileSync(new URL("./spec/endpoints.json", import.meta.url), "utf8"),
  ) as EndpointTable,
);

/** What is wrong with a call below {@link BASE} by what Sienge publishes, a sentence each. */
export function judgeCall(below: string, request: RestRequest): string[] {
  const found = findFacts({ method: request.method, path: BASE + below });
  if (!found) return [`${request.method} ${below}: não publicado`];
  return [
    ...judgeQuery(found.facts, request.query),
    ...(request.method === "POST" ? judgeBody(found.facts, request.json) : []),
  ];
}
