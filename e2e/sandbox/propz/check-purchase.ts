import { z } from "zod";

const hasPlaces = (value: number, places: number) =>
  Math.abs(value * 10 ** places - Math.round(value * 10 ** places)) < 1e-4;
const moment = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/, "deve ser ISO-8601 com fuso")
  .refine((text) => !Number.isNaN(Date.parse(text)), "não existe");

/** A CPF by its check digits, computed here and not with the hub's code. */
export function isCustomerId(text: string): boolean {
  if (!/^\d{11}$/.test(text) || /^(\d)\1+$/.test(text)) return false;
  const digit = (length: number) => {
    let sum = 0;
    for (let index = 0; index < length; index++) sum += Number(text[index]) * (length + 1 - index);
    return ((sum * 10) % 11) % 10;
  };
  return digit(9) === Number(text[9]) && digit(10) === Number(text[10]);
}

const item = z.strictObject({
  itemId: z.string(),
  ean: z.string().min(1, "não pode ser vazio"),
  unitPrice: z
    .number()
    .nonnegative()
    .refine((value) => hasPlaces(value, 6), "deve ter até 6 casas"),
  quantity: z.number().positive(),
  unitSize: z.literal("Unit"),
  blockUpdate: z.literal([0, 1]),
});

const purchaseShape = z.strictObject({
  sessionId: z.string().min(1),
  customer: z
    .strictObject({ customerId: z.string().refine(isCustomerId, "não é um CPF") })
    .optional(),
  ticket: z.strictObject({
    ticketId: z.string().min(1).max(100),
    storeId: z.string().min(1),
    posId: z.string().min(1),
    employeeId: z.string().min(1).nullable(),
    amount: z
      .number()
      .nonnegative()
      .refine((value) => hasPlaces(value, 2), "deve ter até 2 casas"),
    date: moment,
    blockUpdate: z.literal([0, 1]),
    items: z.array(item).min(1),
  }),
});

export type PurchaseBody = z.infer<typeof purchaseShape>;

/** A purchase by itself: its fields, the order of its items, and that they sum to the amount. */
export function checkPurchase(
  body: unknown,
): { purchase: PurchaseBody; problem: null } | { purchase: null; problem: string } {
  const parsed = purchaseShape.safeParse(body);
  if (!parsed.success)
    return {
      purchase: null,
      problem: parsed.error.issues
        .map((issue) => `${issue.path.join(".") || "corpo"}: ${issue.message}`)
        .join("; "),
    };
  const { ticket } = parsed.data;
  const misnumbered = ticket.items.findIndex((one, index) => one.itemId !== String(index));
  if (misnumbered >= 0)
    return {
      purchase: null,
      problem: `items.${misnumbered}.itemId: deve ser a posição do item, a partir de 0`,
    };
  const sum = ticket.items.reduce(
    (total, one) => total + Math.round(one.unitPrice * one.quantity * 100),
    0,
  );
  if (sum !== Math.round(ticket.amount * 100))
    return {
      purchase: null,
      problem: `amount ${ticket.amount.toFixed(2)} difere da soma dos itens (${(sum / 100).toFixed(2)})`,
    };
  return { purchase: parsed.data, problem: null };
}
