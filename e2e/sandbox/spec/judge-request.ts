import type { EndpointFacts, FieldFacts, Form } from "./facts.ts";

/** Groups of fields of which the partner's own text asks for one, where its marks ask for all. */
export type Alternatives = readonly (readonly string[])[];

const FORMS: Record<Form, RegExp> = {
  day: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/,
  moment: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]) \d{2}:\d{2}:\d{2}$/,
  "brazilian-day": /^(0[1-9]|[12]\d|3[01])\/(0[1-9]|1[0-2])\/\d{4}$/,
};

/** What is wrong with a body by what the partner publishes, a sentence each; it knows nothing of who sent it. */
export function judgeBody(
  facts: EndpointFacts,
  body: unknown,
  alternatives: Alternatives = [],
): string[] {
  if (Object.keys(facts.body).length === 0) return [];
  if (typeof body !== "object" || body === null || Array.isArray(body))
    return ["O corpo não é um objeto"];
  const problems: string[] = [];
  judgeObject(facts.body, body as Record<string, unknown>, "", alternatives, problems);
  return problems;
}

/** Parameters of the address that the partner does not publish, that are of another type, or that it demands. */
export function judgeQuery(facts: EndpointFacts, query: URLSearchParams): string[] {
  const given = [...query].flatMap(([name, value]) => {
    const known = facts.query[name];
    return known ? judgeParameter(name, known, value) : [`Parâmetro desconhecido: ${name}`];
  });
  const absent = Object.entries(facts.query).filter(
    ([name, { required }]) => required && !query.has(name),
  );
  return [...given, ...absent.map(([name]) => `Parâmetro obrigatório ausente: ${name}`)];
}

function judgeParameter(name: string, known: FieldFacts, value: string): string[] {
  const right =
    known.type === "integer"
      ? /^\d+$/.test(value)
      : known.type === "boolean"
        ? /^(true|false)$/.test(value)
        : known.form === undefined || FORMS[known.form].test(value);
  if (!right) return [`Parâmetro ${name}: esperado ${known.form ?? known.type}`];
  const words = known.type === "array" ? value.split(",") : [value];
  if (known.allowed && !words.every((word) => known.allowed?.includes(word)))
    return [`Parâmetro ${name}: valor não aceito`];
  if (Number(value) < (known.least ?? -Infinity) || Number(value) > (known.most ?? Infinity))
    return [`Parâmetro ${name}: de ${known.least ?? ""} a ${known.most ?? ""}`];
  return [];
}

/**
 * Fields of an answer that are not published. A list is the same as an object here: which of both stands
 * in a publication is often the rendering's choice.
 */
export function listUnpublished({ answer }: EndpointFacts, body: unknown): string[] {
  const known = new Set(Object.keys(answer).map((path) => path.replaceAll("[]", "")));
  return [...new Set(pathsOf(body, ""))].filter((path) => !known.has(path));
}

function pathsOf(value: unknown, prefix: string): string[] {
  if (Array.isArray(value)) return value.flatMap((row) => pathsOf(row, prefix));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, held]) => {
    const path = prefix === "" ? name : `${prefix}.${name}`;
    return [path, ...pathsOf(held, path)];
  });
}

function judgeObject(
  facts: Record<string, FieldFacts>,
  object: Record<string, unknown>,
  prefix: string,
  alternatives: Alternatives,
  problems: string[],
): void {
  const here = Object.entries(facts).filter(
    ([path]) => path.startsWith(prefix) && /^[^.[\]]+$/.test(path.slice(prefix.length)),
  );
  for (const [name, value] of Object.entries(object)) {
    const path = prefix + name;
    const known = facts[path];
    if (!known) problems.push(`Campo desconhecido: ${path}`);
    else if (value !== null) judgeValue(facts, known, path, value, alternatives, problems);
  }
  const isThere = (path: string) => {
    const value = object[path.slice(prefix.length)];
    // An empty text is given: no invoice yet is one of those.
    return value !== undefined && value !== null;
  };
  for (const [path, { required }] of here) {
    if (!required || isThere(path)) continue;
    const others =
      alternatives.find((group) => group.includes(path)) ?? pairOf(path, facts).filter(Boolean);
    if (!others.some(isThere)) problems.push(`Campo obrigatório ausente: ${path}`);
  }
}

/** Of `x_cv` and `x_int` one is meant, though both are marked. */
function pairOf(path: string, facts: Record<string, FieldFacts>): string[] {
  const other = path.endsWith("_cv")
    ? path.replace(/_cv$/, "_int")
    : path.endsWith("_int")
      ? path.replace(/_int$/, "_cv")
      : "";
  return [path, other].filter((one) => one in facts);
}

function judgeValue(
  facts: Record<string, FieldFacts>,
  known: FieldFacts,
  path: string,
  value: unknown,
  alternatives: Alternatives,
  problems: string[],
): void {
  if (!isOfType(known.type, value)) {
    problems.push(`${path}: esperado ${known.type}, veio ${describe(value)}`);
    return;
  }
  if (known.type === "array")
    for (const row of value as unknown[]) {
      if (typeof row === "object" && row !== null)
        judgeObject(facts, row as Record<string, unknown>, `${path}[].`, alternatives, problems);
    }
  else if (known.type === "object")
    judgeObject(facts, value as Record<string, unknown>, `${path}.`, alternatives, problems);
  else if (typeof value === "string") judgeText(known, path, value, problems);
  else if (known.allowed && !known.allowed.includes(String(value)))
    problems.push(`${path}: ${String(value)} não é aceito`);
}

function judgeText(known: FieldFacts, path: string, text: string, problems: string[]): void {
  const low = text.toLowerCase();
  if (known.allowed && !known.allowed.some((word) => word.toLowerCase() === low))
    problems.push(`${path}: valor não aceito`);
  if (known.form && text !== "" && !FORMS[known.form].test(text))
    problems.push(`${path}: esperado ${known.form}`);
  if (known.longest !== undefined && text.length > known.longest)
    problems.push(`${path}: mais de ${known.longest} caracteres`);
}

function isOfType(type: FieldFacts["type"], value: unknown): boolean {
  if (type === "array") return Array.isArray(value);
  if (type === "object") return typeof value === "object" && !Array.isArray(value);
  if (type === "integer") return Number.isInteger(value);
  return typeof value === type;
}

const describe = (value: unknown) => (Array.isArray(value) ? "array" : typeof value);
