import { z } from "zod";
import { type EndpointFacts, type EndpointTable, type FieldFacts, toPattern } from "./facts.ts";

const METHODS = ["get", "post", "put", "patch", "delete"] as const;
/** Deeper than any publication goes: a definition that names itself ends here. */
const DEEPEST = 6;

interface Schema {
  $ref?: string | undefined;
  type?: string | undefined;
  description?: string | undefined;
  enum?: unknown[] | undefined;
  minimum?: number | undefined;
  maximum?: number | undefined;
  maxLength?: number | undefined;
  required?: string[] | boolean | undefined;
  properties?: Record<string, Schema> | undefined;
  items?: Schema | undefined;
  allOf?: Schema[] | undefined;
}
const schema: z.ZodType<Schema> = z.lazy(() =>
  z.object({
    $ref: z.string().optional(),
    type: z.string().optional(),
    description: z.string().optional(),
    enum: z.array(z.unknown()).optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    maxLength: z.number().optional(),
    required: z.union([z.array(z.string()), z.boolean()]).optional(),
    properties: z.record(z.string(), schema).optional(),
    items: schema.optional(),
    allOf: z.array(schema).optional(),
  }),
);
const parameter = z.intersection(
  schema,
  z.object({ name: z.string(), in: z.string(), schema: schema.optional() }),
);
const operation = z.object({
  parameters: z.array(parameter).default([]),
  responses: z.record(z.string(), z.object({ schema: schema.optional() })),
  security: z.array(z.record(z.string(), z.unknown())).optional(),
});
const document = z.object({
  basePath: z.string(),
  security: z.array(z.record(z.string(), z.unknown())).optional(),
  paths: z.record(
    z.string(),
    z.object(
      Object.fromEntries(METHODS.map((method) => [method, operation.optional()])) as Record<
        (typeof METHODS)[number],
        z.ZodOptional<typeof operation>
      >,
    ),
  ),
  definitions: z.record(z.string(), schema).default({}),
});
type Document = z.output<typeof document>;

/** Takes over what one of Sienge's Swagger 2.0 files publishes, by the path behind the customer's subdomain. */
export function readSiengeFields(published: unknown): EndpointTable {
  const read = document.parse(published);
  const base = read.basePath.replace(/^\/\{[^}]+\}/, "");
  const table: EndpointTable = {};
  for (const [path, operations] of Object.entries(read.paths))
    for (const method of METHODS) {
      const one = operations[method];
      if (one) table[toPattern(method.toUpperCase(), base + path)] = toFacts(read, one);
    }
  return table;
}

function toFacts(read: Document, one: z.output<typeof operation>): EndpointFacts {
  const body = one.parameters.find((given) => given.in === "body")?.schema;
  const good = Object.entries(one.responses).find(([status]) => status.startsWith("2"))?.[1].schema;
  const secured = (one.security ?? read.security ?? []).some((way) => "basicAuth" in way);
  return {
    auth: secured ? "basic" : "none",
    statuses: Object.keys(one.responses).map(Number).filter(Number.isInteger),
    query: Object.fromEntries(
      one.parameters
        .filter((given) => given.in === "query")
        .map((given) => [given.name, toField(given, given.required === true)]),
    ),
    body: Object.fromEntries(
      listFields(read, body).map(({ path, of, required }) => [path, toField(of, required)]),
    ),
    answer: Object.fromEntries(listFields(read, good).map(({ path, of }) => [path, typeOf(of)])),
  };
}

interface Field {
  path: string;
  of: Schema;
  required: boolean;
}

/** Every field below a schema by its dotted path, `[]` for a list's rows. */
function listFields(read: Document, given: Schema | undefined, prefix = "", depth = 0): Field[] {
  if (!given || depth > DEEPEST) return [];
  const of = resolve(read, given);
  if (of.items) return listFields(read, of.items, `${prefix}[]`, depth + 1);
  const required = Array.isArray(of.required) ? of.required : [];
  return Object.entries(of.properties ?? {}).flatMap(([name, value]) => {
    const path = prefix === "" ? name : `${prefix}.${name}`;
    const field = resolve(read, value);
    return [
      { path, of: field, required: required.includes(name) },
      ...listFields(read, field, path, depth + 1),
    ];
  });
}

function resolve(read: Document, given: Schema): Schema {
  if (given.$ref) {
    const name = given.$ref.replace(/^#\/definitions\//, "");
    return resolve(read, read.definitions[name] ?? {});
  }
  if (!given.allOf) return given;
  const parts = given.allOf.map((part) => resolve(read, part));
  return {
    ...given,
    type: "object",
    properties: Object.assign({}, ...parts.map(({ properties }) => properties ?? {})) as Record<
      string,
      Schema
    >,
    required: parts.flatMap(({ required }) => (Array.isArray(required) ? required : [])),
  };
}

const TYPES = ["string", "integer", "number", "boolean", "array", "object"] as const;

function typeOf({ type, properties }: Schema): FieldFacts["type"] {
  return TYPES.find((one) => one === type) ?? (properties ? "object" : "string");
}

function toField(of: Schema, required: boolean): FieldFacts {
  const type = typeOf(of);
  const allowed = of.enum ?? of.items?.enum;
  const isDay = type === "string" && /yyyy-MM-dd/i.test(of.description ?? "");
  return {
    type,
    ...(required ? { required: true as const } : {}),
    ...(allowed ? { allowed: allowed.map(String) } : {}),
    ...(isDay ? { form: "day" as const } : {}),
    ...(of.maxLength === undefined ? {} : { longest: of.maxLength }),
    ...(of.minimum === undefined ? {} : { least: of.minimum }),
    ...(of.maximum === undefined ? {} : { most: of.maximum }),
  };
}
