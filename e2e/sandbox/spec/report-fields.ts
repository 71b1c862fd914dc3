import type { EndpointFacts, EndpointTable } from "./facts.ts";
import type { FieldRecord } from "./field-recorder.ts";

/**
 * Fields of answers by endpoint, and under "*" of all. A text names the endpoint whose answers are
 * the same.
 */
export type FieldsOfAnswers = Record<string, readonly string[] | string>;

/** What is known of a partner's fields. */
export interface Known {
  table: EndpointTable;
  /** Seen in answers without being published. */
  captured: FieldsOfAnswers;
  /** Read although nobody showed it, with a reason in writing. */
  explained: FieldsOfAnswers;
}

/** Where a field that is sent or read is known from. */
export interface FieldSource {
  endpoint: string;
  field: string;
  side: "sent" | "read";
  source: "published" | "captured" | "explained" | "neither";
}

/** "GET /api/v1/…: read x". */
export const describeField = ({ endpoint, side, field }: FieldSource): string =>
  `${endpoint}: ${side} ${field}`;

/** Wrappers of answers that differ from account to account: what stands in them is the same field. */
const WRAPPERS = ["dados", "data", "results"];
/** Figures of pages, and what holds them: four envelopes were seen, and any account may have any of them. */
const PAGES = new Set(["paginacao", "pagination", "resultSetMetadata"]);
const FIGURES = new Set(
  "pagina total_de_paginas total_de_registros total count paginaAtual totalPaginas totalRegistros".split(
    " ",
  ),
);
/** What our own reader writes beside a row that has its id as a key. */
const OUR_ID = "_id";

/** Says of each field of a record where it is known from. */
export function reportFields(record: FieldRecord, known: Known): FieldSource[] {
  return Object.entries(record).flatMap(([endpoint, { query, body, read }]) => {
    const facts = known.table[endpoint];
    const sourceOf = findSources(endpoint, facts, known);
    const sent = [
      ...query.map((name) => `?${name}`),
      ...new Set(body.map((one) => one.replace(/: \w+$/, ""))),
    ];
    return [
      ...sent.map((field) => ({
        endpoint,
        field,
        side: "sent" as const,
        source: isPublishedToSend(facts, field) ? ("published" as const) : ("neither" as const),
      })),
      ...read
        .filter((field) => field.split(".").at(-1) !== OUR_ID)
        .map((field) => ({ endpoint, field, side: "read" as const, source: sourceOf(field) })),
    ];
  });
}

function isPublishedToSend(facts: EndpointFacts | undefined, field: string): boolean {
  const body = Object.keys(facts?.body ?? {}).map(bare);
  if (!field.startsWith("?")) return body.includes(field);
  // Pages of a GET are published as its body, which no client of ours sends.
  return field.slice(1) in (facts?.query ?? {}) || body.includes(field.slice(1));
}

/** Tells of one field of an endpoint's answers where it is known from. */
function findSources(
  endpoint: string,
  facts: EndpointFacts | undefined,
  { captured, explained }: Known,
): (field: string) => FieldSource["source"] {
  // The fields of one answer are published as the body of its GET.
  const published = [
    ...Object.entries(facts?.body ?? {}).map(([path, { type }]) => [bare(path), type] as const),
    ...Object.entries(facts?.answer ?? {}).map(([path, type]) => [bare(path), type] as const),
  ];
  // A list of one kind may come under a name of its own or under none.
  const wrappers = new Set([
    ...WRAPPERS,
    ...published.flatMap(([path, type]) =>
      (type === "array" || type === "object") && !path.includes(".") ? [path] : [],
    ),
  ]);
  const inside = (paths: readonly string[]) =>
    new Set(paths.flatMap((path) => [path, unwrap(path, wrappers)]));
  const same = captured[endpoint];
  const own = typeof same === "string" ? same : endpoint;
  const sources = [
    ["published", inside(published.map(([path]) => path))],
    ["captured", inside([...listed(captured, "*"), ...listed(captured, own)])],
    ["explained", inside([...listed(explained, "*"), ...listed(explained, own)])],
  ] as const;
  return (field) => {
    const bareField = unwrap(field, wrappers);
    const found = sources.find(
      ([, paths]) => paths.has(field) || (bareField !== "" && paths.has(bareField)),
    );
    return found?.[0] ?? (bareField === "" || isPaging(field) ? "captured" : "neither");
  };
}

function listed(fields: FieldsOfAnswers, name: string): readonly string[] {
  const own = fields[name];
  return typeof own === "object" ? own : [];
}

function isPaging(field: string): boolean {
  const parts = field.split(".").filter((part) => !PAGES.has(part));
  return parts.length === 0 || (parts.length === 1 && FIGURES.has(parts[0] ?? ""));
}

const bare = (path: string) => path.replaceAll("[]", "").replace(/^\./, "");

/** A path without the wrappers it begins with; "" = nothing but wrappers. */
function unwrap(path: string, wrappers: ReadonlySet<string>): string {
  const parts = path.split(".");
  const first = parts.findIndex((part) => !wrappers.has(part));
  return first < 0 ? "" : parts.slice(first).join(".");
}
