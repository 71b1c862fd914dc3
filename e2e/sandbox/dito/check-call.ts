import { z } from "zod";

const EVENT_NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const PROPERTY_NAME = /^[a-z0-9]+(_[a-z0-9]+)*$/;
const CREATED_AT = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{4}$/;

const properties = z.record(
  z.string().regex(PROPERTY_NAME, "nome de propriedade deve ser minúsculo, sem acentos, com _"),
  z.union([z.string(), z.number()]),
);
const hasCents = (value: number) => Math.abs(value * 100 - Math.round(value * 100)) < 1e-6;

const eventShape = z.strictObject({
  action: z.string().regex(EVENT_NAME, "nome de evento deve ser minúsculo, sem acentos, com -"),
  message_id: z.string().regex(/^[0-9a-f]{40}$/),
  revenue: z.number().refine(hasCents, "deve ter até 2 casas").optional(),
  created_at: z.string().regex(CREATED_AT, "deve ser AAAA-MM-DD HH:MM:SS -0300"),
  data: properties,
});

const userShape = z.strictObject({
  name: z.string().min(1),
  email: z
    .string()
    .regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, "e-mail inválido")
    .optional(),
  gender: z.enum(["male", "female"]).optional(),
  location: z.string().min(1).optional(),
  birthday: z.iso.date().optional(),
  created_at: z.string().optional(),
  data: properties,
});

export type EventBody = z.infer<typeof eventShape>;
type Read<Value> = { value: Value; problem: null } | { value: null; problem: string };

/** The fields in which Dito wants a JSON text, not an object. */
function readText<Value>(shape: z.ZodType<Value>, given: unknown, field: string): Read<Value> {
  if (typeof given !== "string") return { value: null, problem: `${field} deve ser um texto JSON` };
  let parsed: unknown;
  try {
    parsed = JSON.parse(given);
  } catch {
    return { value: null, problem: `${field} não é JSON` };
  }
  const result = shape.safeParse(parsed);
  return result.success
    ? { value: result.data, problem: null }
    : {
        value: null,
        problem: result.error.issues
          .map((issue) => `${field}.${issue.path.join(".")}: ${issue.message}`)
          .join("; "),
      };
}

/** What every call carries beside its own text. */
export function checkEnvelope(body: unknown): string | null {
  const fields = (body ?? {}) as Record<string, unknown>;
  if (fields.network_name !== "pt") return "network_name deve ser pt";
  if (fields.encoding !== "base64") return "encoding deve ser base64";
  return null;
}

/** Reads `event`, with the rules of purchases. */
export function checkEvent(body: unknown): Read<EventBody> {
  const read = readText(eventShape, (body as Record<string, unknown>).event, "event");
  if (read.value === null) return read;
  const { action, revenue, data } = read.value;
  const purchase = /^(comprou|devolveu)(-produto)?$/.exec(action);
  if (!purchase) return read;
  const refuse = (problem: string): Read<EventBody> => ({ value: null, problem });
  if (typeof data.transaction_id !== "string" || data.transaction_id === "")
    return refuse("data.transaction_id é obrigatório");
  if (typeof data.store_code !== "string" || data.store_code === "")
    return refuse("data.store_code é obrigatório");
  if (purchase[2]) {
    if (revenue !== undefined) return refuse("revenue só vai no evento do cupom");
    if (
      typeof data.product_price !== "number" ||
      typeof data.product_name !== "string" ||
      typeof data.quantity !== "number"
    )
      return refuse("data deve ter product_name, product_price e quantity");
    return read;
  }
  if (revenue === undefined) return refuse("revenue é obrigatório");
  if (purchase[1] === "comprou" ? revenue < 0 : revenue > 0)
    return refuse("revenue com sinal trocado");
  return read;
}

/** Reads `user_data`. */
export function checkUser(body: unknown): Read<z.infer<typeof userShape>> {
  return readText(userShape, (body as Record<string, unknown>).user_data, "user_data");
}
