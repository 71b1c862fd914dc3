import type { EndpointFacts, EndpointTable } from "./facts.ts";

/** What a table of ours says otherwise than a publication, a line each; empty = the same. */
export function compareFacts(ours: EndpointTable, published: EndpointTable): string[] {
  return Object.entries(ours).flatMap(([endpoint, facts]) => {
    const theirs = published[endpoint];
    if (!theirs) return [`${endpoint}: no longer published`];
    return compareEndpoint(facts, theirs).map((difference) => `${endpoint}: ${difference}`);
  });
}

function compareEndpoint(ours: EndpointFacts, theirs: EndpointFacts): string[] {
  return [
    ...(ours.auth === theirs.auth ? [] : [`auth ${ours.auth} → ${theirs.auth}`]),
    ...compareRecords("status", toRecord(ours.statuses), toRecord(theirs.statuses)),
    ...compareRecords("query", ours.query, theirs.query),
    ...compareRecords("body", ours.body, theirs.body),
    ...compareRecords("answer", ours.answer, theirs.answer),
  ];
}

const toRecord = (statuses: readonly number[]) =>
  Object.fromEntries(statuses.map((status) => [status, true]));

function compareRecords(
  part: string,
  ours: Record<string, unknown>,
  theirs: Record<string, unknown>,
): string[] {
  const names = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])];
  return names.flatMap((name) => {
    const [mine, other] = [JSON.stringify(ours[name]), JSON.stringify(theirs[name])];
    if (mine === other) return [];
    return [`${part} ${name}: ${mine ?? "absent"} → ${other ?? "absent"}`];
  });
}
