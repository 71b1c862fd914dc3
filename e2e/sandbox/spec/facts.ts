/** How a value must be written, where its type does not say it. */
export type Form = "day" | "moment" | "brazilian-day";

/** What a partner publishes about one field that is sent to it. */
export interface FieldFacts {
  type: "string" | "integer" | "number" | "boolean" | "array" | "object";
  required?: true;
  /** Nothing else is taken; compared without capitals. */
  allowed?: string[];
  form?: Form;
  /** Longest text. */
  longest?: number;
  /** Smallest and largest number. */
  least?: number;
  most?: number;
}

/** What a partner publishes about one endpoint. */
export interface EndpointFacts {
  /** `account`: its headers `email` and `token`; `bearer`: a token that is fetched; `basic`; `none`: none said. */
  auth: "account" | "bearer" | "basic" | "none";
  statuses: number[];
  /** Parameters of the address. */
  query: Record<string, FieldFacts>;
  /** Of the body, by dotted path with `[]` for a list's rows. */
  body: Record<string, FieldFacts>;
  /** Fields of a good answer, by the same paths; empty = not published, so that nothing follows from it. */
  answer: Record<string, string>;
}

/** "POST /api/v1/…" with `{}` for each part of the path that is an id. */
export type EndpointTable = Record<string, EndpointFacts>;

/** `{idReserva}` and `{id}` are the same place. */
export function toPattern(method: string, path: string): string {
  return `${method} ${path.replace(/\{[^}]*\}/g, "{}")}`;
}

/** What a partner publishes about the endpoint that a request names; undefined = nothing. */
export type FindFacts = (request: {
  method: string;
  path: string;
}) => { endpoint: string; facts: EndpointFacts } | undefined;

/** Looks requests up in a table. */
export function makeFinder(table: EndpointTable): FindFacts {
  const known = Object.entries(table)
    .map(([endpoint, facts]) => {
      const [method = "", path = ""] = endpoint.split(" ");
      return {
        endpoint,
        method,
        facts,
        pattern: new RegExp(`^${path.replaceAll("{}", "[^/]+")}$`),
      };
    })
    // "…/distratos" is no id of "…/{}".
    .sort((a, b) => a.endpoint.split("{}").length - b.endpoint.split("{}").length);
  return ({ method, path }) => known.find((one) => one.method === method && one.pattern.test(path));
}
