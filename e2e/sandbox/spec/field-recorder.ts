import type { HttpRequest, HttpTransport } from "@/lib/connectors/transports/types.ts";
import { watchReads } from "./watch-reads.ts";

/** What was sent to one endpoint and read of its answers, by dotted paths without marks of lists. */
export interface EndpointRecord {
  query: string[];
  /** "path: type" of each field of a body. */
  body: string[];
  /** Asked for by a reader, whether the answer held it or not. */
  read: string[];
}

/** "POST /api/v1/…", the path as it was called. */
export type FieldRecord = Record<string, EndpointRecord>;

/** Whose call it is, and the name it is kept under; undefined = none of ours to look at. */
export type NameCall = (call: { method: string; path: string }) => string | undefined;

type Sets = Record<keyof EndpointRecord, Set<string>>;

/** Keeps each distinct request of a line and each field of an answer that its reader asks for. */
export class FieldRecorder {
  readonly #nameCall: NameCall;
  readonly #kept = new Map<string, Sets>();

  constructor(nameCall: NameCall) {
    this.#nameCall = nameCall;
  }

  /** The same line, watched. */
  watch(http: HttpTransport): HttpTransport {
    return async (request) => {
      const url = new URL(request.url);
      const name = this.#nameCall({ method: request.method, path: url.pathname });
      if (name === undefined) return http(request);
      const sets = this.#setsOf(name);
      for (const parameter of url.searchParams.keys()) sets.query.add(parameter);
      for (const field of listBodyFields(request)) sets.body.add(field);
      const response = await http(request);
      return {
        ...response,
        json: () => watchReads(response.json(), (path) => void sets.read.add(path)),
      };
    };
  }

  /** What was kept until now. */
  get record(): FieldRecord {
    return Object.fromEntries(
      [...this.#kept].map(([name, { query, body, read }]) => [
        name,
        {
          query: [...query].toSorted(),
          body: [...body].toSorted(),
          read: [...read].toSorted(),
        },
      ]),
    );
  }

  #setsOf(name: string): Sets {
    const known = this.#kept.get(name) ?? {
      query: new Set<string>(),
      body: new Set<string>(),
      read: new Set<string>(),
    };
    this.#kept.set(name, known);
    return known;
  }
}

function listBodyFields({ body }: HttpRequest): string[] {
  if (typeof body !== "string") return [];
  const fields: string[] = [];
  const walk = (value: unknown, path: string): void => {
    if (Array.isArray(value)) for (const row of value) walk(row, path);
    else if (typeof value === "object" && value !== null)
      for (const [name, held] of Object.entries(value)) {
        const own = path === "" ? name : `${path}.${name}`;
        fields.push(
          `${own}: ${Array.isArray(held) ? "array" : held === null ? "null" : typeof held}`,
        );
        walk(held, own);
      }
  };
  walk(JSON.parse(body), "");
  return fields;
}
