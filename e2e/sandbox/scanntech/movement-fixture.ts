import type { MovementBody } from "./movement-shape.ts";

/** A receipt of two lines paid in two ways, right to the cent. */
export function makeMovement(change: Partial<MovementBody> = {}): MovementBody {
  return {
    fecha: "2026-03-05T14:30:00.000-0300",
    numero: "00000123",
    total: 32.4,
    codigoMoneda: "986",
    cotizacion: 1,
    descuentoTotal: 0,
    recargoTotal: 0,
    cancelacion: false,
    codigoCanalVenta: 1,
    descripcionCanalVenta: "LOJA",
    detalles: [
      {
        codigoArticulo: "501",
        codigoBarras: "4006381333931",
        descripcionArticulo: "DIPIRONA 500MG",
        cantidad: 2,
        importeUnitario: 12.9,
        importe: 24.8,
        descuento: 1,
        recargo: 0,
      },
      {
        codigoArticulo: "77",
        codigoBarras: "77",
        descripcionArticulo: "SACOLA",
        cantidad: 1,
        importeUnitario: 7.6,
        importe: 7.6,
        descuento: 0,
        recargo: 0,
      },
    ],
    pagos: [
      { codigoTipoPago: 9, importe: 12.4, codigoMoneda: "986", cotizacion: 1 },
      {
        codigoTipoPago: 10,
        importe: 20,
        codigoMoneda: "986",
        cotizacion: 1,
        bin: null,
        ultimosDigitosTarjeta: "1234",
      },
    ],
    ...change,
  };
}
