import { z } from "zod";
import { isGtin } from "@/lib/core/documents.ts";
import { type Cents, parseCents } from "@/lib/core/money.ts";
import {
  type PartnerPromotion,
  type PromotionItem,
  type PromotionMechanic,
  UNTOLD_PROMOTION,
} from "@/lib/core/partner-promotion.ts";

const number = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d+(\.\d+)?$/)
      .transform(Number),
  ])
  .nullish();
const words = z.string().nullish();
const code = z.union([z.string(), z.number()]).transform(String);
const items = z.object({
  items: z
    .array(
      z.object({
        cantidad: number,
        articulos: z.array(z.object({ codigoBarras: code, nombre: words })).nullish(),
      }),
    )
    .nullish(),
});

const rulesShape = z.object({
  descripcion: words,
  tipo: z.string(),
  autor: z.object({ descripcion: words }).nullish(),
  limitePromocionesPorTicket: number,
  detalles: z.object({
    precio: number,
    descuento: number,
    paga: number,
    condiciones: items
      .extend({
        formasPago: z
          .array(
            z.object({ codigoTipoPago: code, descripcion: words, bines: z.array(code).nullish() }),
          )
          .nullish(),
      })
      .nullish(),
    beneficios: items.nullish(),
  }),
});

/** The partner's kinds. What `descuento` counts depends on them: per cent or reais. */
const MECHANIC: ReadonlyMap<string, PromotionMechanic> = new Map([
  ["LLEVA_PAGA", "take_pay"],
  ["PRECIO_FIJO", "fixed_price"],
  ["DESCUENTO_VARIABLE", "percent_off"],
  ["DESCUENTO_FIJO", "amount_off"],
  ["ADICIONAL_DESCUENTO", "other_percent_off"],
  ["ADICIONAL_REGALO", "gift"],
]);

/**
 * A promotion of the Clube de Promoções as a till needs it; one whose rules cannot be read stays
 * "other", and goes on as it came.
 */
export function toPartnerPromotion(promotion: unknown): PartnerPromotion {
  const read = rulesShape.safeParse(promotion);
  const mechanic = read.success ? MECHANIC.get(read.data.tipo) : undefined;
  if (!read.success || mechanic === undefined) return UNTOLD_PROMOTION;
  const { descripcion, autor, limitePromocionesPorTicket, detalles } = read.data;
  const { condiciones, beneficios, precio, descuento, paga } = detalles;
  const isPercent = mechanic === "percent_off" || mechanic === "other_percent_off";
  return {
    ...UNTOLD_PROMOTION,
    mechanic,
    description: descripcion ?? "",
    sponsor: autor?.descripcion ?? "",
    conditions: toItems(condiciones),
    benefits: toItems(beneficios),
    priceCents: toCents(precio),
    discountPercent: isPercent ? (descuento ?? null) : null,
    discountCents: isPercent ? null : toCents(descuento),
    payQuantity: paga ?? null,
    payments: (condiciones?.formasPago ?? []).map(
      ({ codigoTipoPago, descripcion: name, bines }) => ({
        code: codigoTipoPago,
        name: name ?? "",
        bins: bines ?? [],
      }),
    ),
    limitPerReceipt: limitePromocionesPorTicket ?? null,
  };
}

function toItems(list: z.output<typeof items> | null | undefined): PromotionItem[] {
  return (list?.items ?? []).map(({ cantidad, articulos }) => ({
    quantity: cantidad ?? null,
    // A product without an EAN goes to the partner under its own code, and comes back under it.
    products: (articulos ?? []).map(({ codigoBarras, nombre }) => ({
      ean: isGtin(codigoBarras) ? codigoBarras : "",
      code: isGtin(codigoBarras) ? "" : codigoBarras,
      name: nombre ?? "",
    })),
  }));
}

function toCents(value: number | null | undefined): Cents | null {
  return value == null ? null : parseCents(String(value));
}
