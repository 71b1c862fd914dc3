import { z } from "zod";
import { isDay } from "@/lib/core/period.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import type { Collected, TaskContext } from "../define.ts";
import { type CallKey, callScanntech, localPath, readAnswer } from "./call.ts";
import { toPartnerPromotion } from "./promotion.ts";

const requestShape = z.array(
  z.object({
    fecha: z
      .string()
      .transform((text) => text.slice(0, 10))
      .refine(isDay),
    codigoCaja: z
      .union([
        z.number().int(),
        z
          .string()
          .regex(/^\d{1,5}$/)
          .transform(Number),
      ])
      .nullish(),
  }),
);

const promotionShape = z.object({
  total: z.number(),
  results: z.array(
    z.looseObject({
      id: z.union([z.string(), z.number()]).transform(String),
      titulo: z.string(),
      tipo: z.string(),
      vigenciaDesde: z.string(),
      vigenciaHasta: z.string(),
    }),
  ),
});

/** What the partner asks to have again: days of a till, of sales or of closings. */
export async function* collectResendRequests(ctx: TaskContext<CallKey>): AsyncIterable<Collected> {
  for (const branch of ctx.branches) {
    for (const [resource, operation, what] of [
      ["movimientos", "sales", "vendas"],
      ["cierresDiarios", "closings", "fechamento"],
    ] as const) {
      const response = await callScanntech(ctx, {
        method: "GET",
        path: `${localPath(ctx, branch.id)}/solicitudes/${resource}`,
      });
      for (const { fecha, codigoCaja } of response.status === 204
        ? []
        : readAnswer(requestShape, response)) {
        // Without a till the whole day is meant.
        const one =
          codigoCaja == null
            ? { reason: `A ScannTech pediu novamente: ${what} de todos os caixas` }
            : {
                register: String(codigoCaja),
                reason: `A ScannTech pediu novamente: ${what} do caixa ${codigoCaja}`,
              };
        yield {
          type: "run",
          operation,
          period: { first: fecha, last: fecha },
          branchId: branch.id,
          ...one,
        };
      }
    }
  }
}

/** Accepted promotions of each store, whole. The partner is sovereign: what it changes replaces what we had. */
export async function* collectPromotions(ctx: TaskContext<CallKey>): AsyncIterable<Collected> {
  for (const branch of ctx.branches) {
    const response = await callScanntech(ctx, {
      method: "GET",
      path: `${localPath(ctx, branch.id, "pmkt-rest-api")}/promociones?estado=ACEPTADA`,
    });
    const { results, total } = readAnswer(promotionShape, response);
    for (const promotion of results) {
      yield {
        type: "item",
        kind: "promotion",
        key: promotion.id,
        title: promotion.titulo,
        branchId: branch.id,
        validFrom: dayOf(promotion.vigenciaDesde),
        validTo: dayOf(promotion.vigenciaHasta),
        data: promotion,
        promotion: toPartnerPromotion(promotion),
      };
    }
    // A part of a list says nothing about what it leaves out.
    if (results.length >= total) yield { type: "listed", kind: "promotion", branchId: branch.id };
    ctx.log(
      "info",
      `${branch.name}: ${formatCount(results.length, "promoção aceita", "promoções aceitas")}.`,
    );
  }
}

function dayOf(moment: string): string | undefined {
  const day = moment.slice(0, 10);
  return isDay(day) ? day : undefined;
}
