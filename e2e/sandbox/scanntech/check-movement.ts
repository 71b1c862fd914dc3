import { isGtin } from "@/lib/core/documents.ts";
import { movementShape, type MovementBody } from "./movement-shape.ts";

/** Why a movement, and only it, is refused. */
export interface MovementError {
  code: string;
  message: string;
}

/** A movement read: what is wrong with it, and what is odd but accepted. */
export interface MovementCheck {
  numero: string;
  movement: MovementBody | null;
  error: MovementError | null;
  warnings: string[];
}

const cents = (value: number) => Math.round(value * 100);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + cents(value), 0);

function findError(movement: MovementBody): MovementError | null {
  const { total, detalles, pagos, descuentoTotal, recargoTotal, cancelacion, numero } = movement;
  if (cancelacion !== numero.startsWith("-"))
    return {
      code: "FALLO_MOV_CANCELACION",
      message: "numero con prefijo - exige cancelacion true, y viceversa",
    };
  if (detalles.length === 0)
    return { code: "FALLO_MOV_SIN_DETALLES", message: "El movimiento no tiene detalles" };
  const lines = sum(detalles.map((detalle) => detalle.importe));
  // Integrators either net the receipt's discount into the lines or leave it at the head: both are taken.
  const adjusted = lines - cents(descuentoTotal) + cents(recargoTotal);
  if (lines !== cents(total) && adjusted !== cents(total)) {
    return {
      code: "FALLO_MOV_IMPORTE_DETALLES",
      message: `La suma de los detalles (${(lines / 100).toFixed(2)}) no coincide con el total (${total.toFixed(2)})`,
    };
  }
  const paid = sum(pagos.map((pago) => pago.importe));
  if (paid !== cents(total)) {
    return {
      code: "FALLO_MOV_SUMA_PAGOS",
      message: `La suma de los pagos (${(paid / 100).toFixed(2)}) no coincide con el total (${total.toFixed(2)})`,
    };
  }
  return null;
}

function findWarnings(movement: MovementBody): string[] {
  return movement.detalles.flatMap((detalle, index) => {
    const warnings: string[] = [];
    const where = `${movement.numero}, linha ${index + 1}`;
    const net = detalle.cantidad * detalle.importeUnitario - detalle.descuento + detalle.recargo;
    if (Math.abs(net - detalle.importe) > 0.011)
      warnings.push(
        `${where}: importe ${detalle.importe.toFixed(2)} difere de quantidade × unitário − desconto + acréscimo (${net.toFixed(2)})`,
      );
    const internal = detalle.codigoBarras.length < 8 || detalle.codigoBarras.startsWith("2");
    if (internal && detalle.codigoBarras !== detalle.codigoArticulo)
      warnings.push(`${where}: código interno deve repetir codigoArticulo em codigoBarras`);
    if (
      !internal &&
      detalle.codigoBarras !== detalle.codigoArticulo &&
      !isGtin(detalle.codigoBarras)
    )
      warnings.push(`${where}: codigoBarras não é GTIN válido`);
    return warnings;
  });
}

/** Checks one movement of a lot by itself, without knowing the others. */
export function checkMovement(body: unknown): MovementCheck {
  const numero =
    typeof body === "object" && body !== null && "numero" in body ? String(body.numero) : "";
  const parsed = movementShape.safeParse(body);
  if (!parsed.success) {
    const message = parsed.error.issues
      .map((issue) => `${issue.path.join(".") || "movimiento"}: ${issue.message}`)
      .join("; ");
    return { numero, movement: null, error: { code: "FALLO_MOV_FORMATO", message }, warnings: [] };
  }
  return {
    numero,
    movement: parsed.data,
    error: findError(parsed.data),
    warnings: findWarnings(parsed.data),
  };
}
