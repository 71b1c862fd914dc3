import { readFileSync } from "node:fs";
import type { HttpTransport } from "@/lib/connectors/transports/types.ts";
import { type EndpointTable, makeFinder } from "./facts.ts";
import { type FieldRecord, FieldRecorder } from "./field-recorder.ts";
import { readExplained } from "./read-explained.ts";
import {
  describeField,
  type FieldsOfAnswers,
  type FieldSource,
  type Known,
  reportFields,
} from "./report-fields.ts";

const readSpec = (partner: string, name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../${partner}/spec/${name}.json`, import.meta.url), "utf8"));

/** What CV and Sienge publish, what was seen of them beyond that, and what NOTES.md explains. */
const KNOWN: Known = {
  table: {
    ...(readSpec("cv", "endpoints") as EndpointTable),
    ...(readSpec("sienge", "endpoints") as EndpointTable),
  },
  captured: {
    ...(readSpec("cv", "captured") as FieldsOfAnswers),
    ...(readSpec("sienge", "captured") as FieldsOfAnswers),
  },
  explained: readExplained(),
};
const findFacts = makeFinder(KNOWN.table);

/** The endpoint of a call of CV or Sienge, behind Sienge's subdomain; ids as `{}` where it is unknown. */
function nameEndpoint({ method, path }: { method: string; path: string }): string | undefined {
  const own = path.replace(/^\/[^/]+(?=\/public\/api\/)/, "");
  if (!/^\/(public\/)?api\//.test(own)) return undefined;
  const found = findFacts({ method, path: own });
  return found?.endpoint ?? `${method} ${own.replace(/\/\d+(?=\/|$)/g, "/{}")}`;
}

/** Where each field of a record is known from: published, captured, explained in NOTES.md, or nowhere. */
export function reportRecord(record: FieldRecord): FieldSource[] {
  return reportFields(record, KNOWN);
}

/** A recorder of lines to CV and Sienge. */
export function openFieldRecorder(): {
  watch(http: HttpTransport): HttpTransport;
  readonly record: FieldRecord;
  /** What was sent or read and is neither published, nor captured, nor explained. */
  listUnexplained(): string[];
} {
  const recorder = new FieldRecorder(nameEndpoint);
  return {
    watch: (http) => recorder.watch(http),
    get record() {
      return recorder.record;
    },
    listUnexplained: () =>
      reportRecord(recorder.record)
        .filter(({ source }) => source === "neither")
        .map(describeField),
  };
}

/** What several records hold together. */
export function mergeRecords(records: readonly FieldRecord[]): FieldRecord {
  const merged: FieldRecord = {};
  for (const record of records)
    for (const [endpoint, own] of Object.entries(record)) {
      const known = merged[endpoint] ?? { query: [], body: [], read: [] };
      merged[endpoint] = {
        query: union(known.query, own.query),
        body: union(known.body, own.body),
        read: union(known.read, own.read),
      };
    }
  return merged;
}

const union = (one: readonly string[], other: readonly string[]) =>
  [...new Set([...one, ...other])].toSorted();
