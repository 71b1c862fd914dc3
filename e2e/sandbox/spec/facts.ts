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
}

/** What a partner publishes about one endpoint. */
export interface EndpointFacts {
  /** `account`: its headers `email` and `token`; `bearer`: a token that is fetched; `none`. */
  auth: "account" | "bearer" | "none";
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
