import { z } from "zod";

const money = z
  .number()
  .refine(
    (value) => value >= 0 && Math.abs(value * 100 - Math.round(value * 100)) < 1e-6,
    "deve ser valor não negativo com até 2 casas",
  );
const optionalText = z.string().nullish();
const plainText = z
  .string()
  .min(1)
  .regex(/^[\x20-\x7e]*$/, "não pode ter acentos");

/** A moment with its zone, as in 2026-03-05T14:30:00.000-0300. */
const moment = z
  .string()
  .regex(
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d{4}$/,
    "deve ser AAAA-MM-DDTHH:MM:SS.000-0300",
  )
  .refine((text) => {
    const date = new Date(`${text.slice(0, 19)}Z`);
    return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text.slice(0, 19));
  }, "não existe");

const line = z.strictObject({
  codigoArticulo: z.string().min(1),
  codigoBarras: z.string().min(1),
  descripcionArticulo: plainText,
  cantidad: z.number().positive(),
  importeUnitario: money,
  importe: money,
  descuento: money,
  recargo: money,
});

const payment = z.strictObject({
  codigoTipoPago: z.literal([9, 10, 11, 12, 13, 14, 15]),
  importe: money,
  codigoMoneda: z.literal("986"),
  cotizacion: z.number().positive(),
  documentoCliente: optionalText,
  bin: z
    .string()
    .regex(/^\d{6,8}$/)
    .nullish(),
  ultimosDigitosTarjeta: z
    .string()
    .regex(/^\d{4}$/)
    .nullish(),
  numeroAutorizacion: optionalText,
  codigoTarjeta: optionalText,
  codigoProveedorQR: optionalText,
  detalleFinalizadora: optionalText,
});

/** A movement as the partner expects it, exactly: an unknown field is a complaint. */
export const movementShape = z.strictObject({
  fecha: moment,
  numero: z.string().regex(/^-?\d{8}$/, "deve ter 8 dígitos, com - na frente se cancelamento"),
  total: money,
  codigoMoneda: z.literal("986"),
  cotizacion: z.number().positive(),
  descuentoTotal: money,
  recargoTotal: money,
  cancelacion: z.boolean(),
  idCliente: optionalText,
  documentoCliente: optionalText,
  codigoCanalVenta: z.literal([1, 2, 3, 4, 6, 8]),
  descripcionCanalVenta: optionalText,
  detalles: z.array(line),
  pagos: z.array(payment),
});

export type MovementBody = z.infer<typeof movementShape>;

const signedMoney = z
  .number()
  .refine(
    (value) => Math.abs(value * 100 - Math.round(value * 100)) < 1e-6,
    "deve ter até 2 casas",
  );

/** A daily closing of one register. */
export const closingShape = z.strictObject({
  fechaVentas: z.iso.date(),
  montoVentaLiquida: signedMoney,
  montoCancelaciones: money,
  cantidadMovimientos: z.int().nonnegative(),
  cantidadCancelaciones: z.int().nonnegative(),
});

export type ClosingBody = z.infer<typeof closingShape>;
