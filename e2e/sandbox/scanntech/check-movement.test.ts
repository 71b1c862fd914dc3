import { expect, test } from "vitest";
import { checkMovement } from "./check-movement.ts";
import { Ledger } from "./ledger.ts";
import { makeMovement } from "./movement-fixture.ts";

test("a right movement passes without a word", () => {
  expect(checkMovement(makeMovement())).toMatchObject({
    numero: "00000123",
    error: null,
    warnings: [],
  });
});

test("payments and lines must sum to the total, to the cent", () => {
  const [first] = makeMovement().pagos;
  expect(checkMovement(makeMovement({ pagos: [{ ...first!, importe: 32.41 }] })).error?.code).toBe(
    "FALLO_MOV_SUMA_PAGOS",
  );
  expect(checkMovement(makeMovement({ total: 32.41 })).error?.code).toBe(
    "FALLO_MOV_IMPORTE_DETALLES",
  );
  expect(checkMovement(makeMovement({ detalles: [] })).error?.code).toBe("FALLO_MOV_SIN_DETALLES");
});

test("a discount of the whole receipt may stay at the head", () => {
  const [first] = makeMovement().pagos;
  const movement = makeMovement({
    total: 30,
    descuentoTotal: 2.4,
    pagos: [{ ...first!, importe: 30 }],
  });
  expect(checkMovement(movement).error).toBeNull();
});

test.each([
  ["zone left out", { fecha: "2026-03-05T14:30:00.000" }, "fecha"],
  ["day that does not exist", { fecha: "2026-02-30T14:30:00.000-0300" }, "fecha"],
  ["short receipt number", { numero: "123" }, "numero"],
  ["three decimals", { total: 32.401 }, "total"],
  ["unknown field", { cpf: "x" }, "cpf"],
  ["unknown channel", { codigoCanalVenta: 5 }, "codigoCanalVenta"],
])("%s is a fault of format", (_what, change, field) => {
  const { error } = checkMovement({ ...makeMovement(), ...change });
  expect(error?.code).toBe("FALLO_MOV_FORMATO");
  expect(error?.message).toContain(field);
});

test("the minus sign and the cancellation flag go together", () => {
  expect(checkMovement(makeMovement({ numero: "-00000123" })).error?.code).toBe(
    "FALLO_MOV_CANCELACION",
  );
  expect(checkMovement(makeMovement({ cancelacion: true })).error?.code).toBe(
    "FALLO_MOV_CANCELACION",
  );
  expect(checkMovement(makeMovement({ numero: "-00000123", cancelacion: true })).error).toBeNull();
});

test("odd lines are pointed out and accepted", () => {
  const [line, bag] = makeMovement().detalles;
  const { error, warnings } = checkMovement(
    makeMovement({
      detalles: [
        { ...line!, importeUnitario: 15, codigoBarras: "4006381333930" },
        { ...bag!, codigoBarras: "78" },
      ],
    }),
  );
  expect(error).toBeNull();
  expect(warnings).toHaveLength(3);
});

test("closings are compared with what was accepted, and divergent ones asked for again", () => {
  const ledger = new Ledger(null);
  ledger.keepMovement("1", 2, makeMovement());
  ledger.keepMovement("1", 2, makeMovement({ numero: "00000124" }));
  expect(ledger.keepMovement("1", 2, makeMovement({ numero: "00000124" }))).toBe(true);
  ledger.keepMovement("1", 2, makeMovement({ numero: "-00000124", cancelacion: true }));
  const closing = {
    fechaVentas: "2026-03-05",
    montoVentaLiquida: 32.4,
    montoCancelaciones: 32.4,
    cantidadMovimientos: 2,
    cantidadCancelaciones: 1,
  };

  expect(ledger.keepClosing("1", 2, { ...closing, montoVentaLiquida: 64.8 })).toBe(true);
  expect(ledger.asked("1", "CIERRES_DIARIOS")).toEqual([
    { local: "1", fecha: "2026-03-05", codigoCaja: 2, tipo: "CIERRES_DIARIOS" },
  ]);
  expect(ledger.asked("2", "CIERRES_DIARIOS")).toEqual([]);
  expect(ledger.keepClosing("1", 2, closing)).toBe(false);
  expect(ledger.asked("1", "CIERRES_DIARIOS")).toEqual([]);
  expect(ledger.counts()).toMatchObject({
    "Vendas aceitas": 2,
    "Cancelamentos aceitos": 1,
    "Movimentos repetidos": 1,
    "Fechamentos divergentes": 1,
  });
});
