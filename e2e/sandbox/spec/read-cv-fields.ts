import { z } from "zod";
import { type EndpointFacts, type EndpointTable, type FieldFacts, toPattern } from "./facts.ts";

const field = z.object({
  name: z.string(),
  type: z.string(),
  required: z.boolean().nullish(),
  example: z.unknown(),
  allowed: z.array(z.string()).nullish(),
});
const endpoint = z.object({
  method: z.string(),
  path: z.string(),
  auth: z.string(),
  params: z.array(field),
  body: z.array(field),
  responses: z.record(z.string(), z.object({ fields: z.array(field) })),
  statuses: z.array(z.string()),
});
type Published = z.output<typeof field>;

const TYPES = ["string", "integer", "number", "boolean", "array", "object"] as const;

/** Takes over CV's published fields as facts. */
export function readCvFields(published: unknown): EndpointTable {
  const table: EndpointTable = {};
  for (const one of z.array(endpoint).parse(published))
    table[toPattern(one.method, one.path)] = toFacts(one);
  return table;
}

function toFacts(one: z.output<typeof endpoint>): EndpointFacts {
  const good = Object.entries(one.responses).find(([status]) => status.startsWith("2"));
  return {
    auth: /bearer/i.test(one.auth) ? "bearer" : one.auth === "none" ? "none" : "account",
    statuses: one.statuses.map(Number).filter(Number.isInteger),
    query: Object.fromEntries(
      one.params
        .filter(({ name }) => !one.path.includes(`{${name}}`))
        .map((param) => [param.name, toField(param)]),
    ),
    body: Object.fromEntries(one.body.map((sent) => [sent.name, toField(sent)])),
    answer: Object.fromEntries(
      (good?.[1].fields ?? []).map(({ name, type }) => [name, bare(type)]),
    ),
  };
}

function toField({ type, required, example, allowed }: Published): FieldFacts {
  const shown = typeof example === "string" ? example : "";
  const known = TYPES.find((one) => one === bare(type)) ?? "string";
  const longest = /\(max (\d+)\)/.exec(shown)?.[1];
  const form = shown.startsWith("YYYY-MM-DD HH:mm:ss")
    ? "moment"
    : shown.startsWith("YYYY-MM-DD")
      ? "day"
      : shown.startsWith("DD/MM/YYYY")
        ? "brazilian-day"
        : undefined;
  return {
    type: known,
    ...(required ? { required: true as const } : {}),
    ...(allowed && !allowed.some((word) => word.endsWith("…")) ? { allowed } : {}),
    ...(form && known === "string" ? { form } : {}),
    ...(longest && known === "string" ? { longest: Number(longest) } : {}),
  };
}

/** "integer(int32)" is an integer. */
const bare = (type: string) => type.replace(/\(.*$/, "");
