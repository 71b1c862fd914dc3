/** What an envelope says about the pages; unknown figures are null. */
export interface Page {
  rows: unknown[];
  page: number | null;
  pages: number | null;
  total: number | null;
}

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const numberIn = (source: unknown, ...names: string[]): number | null => {
  if (!isObject(source)) return null;
  for (const name of names) {
    const value = source[name];
    if (typeof value === "number" || (typeof value === "string" && /^\d+$/.test(value)))
      return Number(value);
  }
  return null;
};

/**
 * Takes the rows out of any of CV's envelopes: `dados`, `data`, `results`, a key of the resource's own
 * (`comissoes`, `pessoas`), a bare array, or an object keyed by id. Null (204) is an empty page.
 */
export function readPage(body: unknown, ...names: string[]): Page {
  const figures = isObject(body)
    ? [body, body.paginacao, body.pagination, body.resultSetMetadata]
    : [];
  const first = (...keys: string[]) =>
    figures.map((one) => numberIn(one, ...keys)).find((value) => value !== null) ?? null;
  return {
    rows: readRows(body, names),
    page: first("pagina", "paginaAtual"),
    pages: first("total_de_paginas", "totalPaginas"),
    total: first("total_de_registros", "totalRegistros", "total", "count"),
  };
}

/** The rows of an answer, without its figures. */
export function readRows(body: unknown, names: readonly string[] = []): unknown[] {
  if (body === null || body === undefined) return [];
  if (Array.isArray(body)) return body;
  if (!isObject(body)) return [];
  for (const name of [...names, "dados", "data", "results"]) {
    const held = body[name];
    if (held === undefined) continue;
    if (Array.isArray(held)) return held;
    if (!isObject(held)) return [];
    // One more layer is seen: {dados:{…:[…]}}, or the only row by itself.
    const inner = names.find((one) => held[one] !== undefined);
    if (inner) return readRows(held, names);
    return isKeyedById(held) ? keyed(held) : [held];
  }
  return isKeyedById(body) ? keyed(body) : [];
}

/** An object whose own keys are ids. */
export function isKeyedById(value: unknown): value is Json {
  if (!isObject(value)) return false;
  const entries = Object.entries(value);
  return (
    entries.length > 0 &&
    entries.every(([key, item]) => /^\d+$/.test(key) && typeof item === "object" && item !== null)
  );
}

/** Rows keyed by id often do not repeat it inside: it is put back. */
function keyed(value: Json): unknown[] {
  return Object.entries(value).map(([key, item]) => ({ _id: Number(key), ...(item as Json) }));
}
