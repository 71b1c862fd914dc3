import { gtinCheckDigit } from "@/lib/core/documents.ts";

export const PROMOTION_STATES = ["PENDIENTE", "ACEPTADA", "RECHAZADA"] as const;
export type PromotionState = (typeof PROMOTION_STATES)[number];

interface Item {
  cantidad: number;
  articulos: { codigoBarras: string; nombre: string }[];
}

/** A promotion in the partner's shape; `estado` is kept aside and is not part of what it answers. */
export interface Promotion {
  id: number;
  titulo: string;
  descripcion: string;
  tipo:
    | "LLEVA_PAGA"
    | "PRECIO_FIJO"
    | "DESCUENTO_VARIABLE"
    | "DESCUENTO_FIJO"
    | "ADICIONAL_DESCUENTO"
    | "ADICIONAL_REGALO";
  autor: { descripcion: string };
  vigenciaDesde: string;
  vigenciaHasta: string;
  limitePromocionesPorTicket: number | null;
  detalles: {
    precio?: number;
    descuento?: number;
    paga?: number;
    condiciones: {
      items: Item[];
      formasPago?: { codigoTipoPago: number; descripcion: string; bines: string[] }[];
    };
    beneficios: { items: Item[] };
  };
}

/** Six valid GTIN-13s of invented products. */
export const DEFAULT_GTINS: readonly string[] = Array.from({ length: 6 }, (_, index) => {
  const base = `78999900010${index + 1}`;
  return `${base}${gtinCheckDigit(base)}`;
});

const stamp = (date: Date) => `${date.toISOString().slice(0, 10)}T00:00:00.000-0300`;

/**
 * The partner's promotions, valid from the first of this month to the end of the next: one of each
 * type accepted, one waiting, one refused.
 */
export function makePromotions(
  gtins: readonly string[],
  now: Date,
): (Promotion & { estado: PromotionState })[] {
  const vigenciaDesde = stamp(new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1)));
  const vigenciaHasta = stamp(
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 2, 0)),
  ).replace("T00:00:00", "T23:59:59");
  const items = (index: number, cantidad: number): Item[] => {
    const codigoBarras = gtins[index % gtins.length] ?? DEFAULT_GTINS[0]!;
    return [
      {
        cantidad,
        articulos: [{ codigoBarras, nombre: `PRODUTO PARTICIPANTE ${(index % gtins.length) + 1}` }],
      },
    ];
  };
  const promotion = (
    id: number,
    estado: PromotionState,
    titulo: string,
    tipo: Promotion["tipo"],
    detalles: Promotion["detalles"],
    limit: number | null = null,
  ) => ({
    id,
    titulo,
    descripcion: `${titulo}, enquanto durarem os estoques`,
    tipo,
    autor: { descripcion: "Indústria Exemplo" },
    vigenciaDesde,
    vigenciaHasta,
    limitePromocionesPorTicket: limit,
    detalles,
    estado,
  });
  const none = { items: [] };
  return [
    promotion(
      70001,
      "ACEPTADA",
      "Leve 3 pague 2",
      "LLEVA_PAGA",
      { paga: 2, condiciones: { items: items(0, 3) }, beneficios: none },
      2,
    ),
    promotion(70002, "ACEPTADA", "Por apenas R$ 9,90", "PRECIO_FIJO", {
      precio: 9.9,
      condiciones: { items: items(1, 1) },
      beneficios: none,
    }),
    promotion(70003, "ACEPTADA", "15% de desconto no Pix", "DESCUENTO_VARIABLE", {
      descuento: 15,
      condiciones: {
        items: items(2, 1),
        formasPago: [{ codigoTipoPago: 14, descripcion: "PIX", bines: [] }],
      },
      beneficios: none,
    }),
    promotion(
      70004,
      "ACEPTADA",
      "R$ 5,00 de desconto na compra de 2",
      "DESCUENTO_FIJO",
      { descuento: 5, condiciones: { items: items(3, 2) }, beneficios: none },
      1,
    ),
    promotion(70005, "ACEPTADA", "Compre um e leve outro com 50%", "ADICIONAL_DESCUENTO", {
      descuento: 50,
      condiciones: { items: items(4, 1) },
      beneficios: { items: items(5, 1) },
    }),
    promotion(
      70006,
      "ACEPTADA",
      "Compre 2 e ganhe um brinde",
      "ADICIONAL_REGALO",
      { condiciones: { items: items(5, 2) }, beneficios: { items: items(0, 1) } },
      1,
    ),
    promotion(70007, "PENDIENTE", "Leve 4 pague 3", "LLEVA_PAGA", {
      paga: 3,
      condiciones: { items: items(1, 4) },
      beneficios: none,
    }),
    promotion(70008, "RECHAZADA", "10% de desconto", "DESCUENTO_VARIABLE", {
      descuento: 10,
      condiciones: { items: items(2, 1) },
      beneficios: none,
    }),
  ];
}
