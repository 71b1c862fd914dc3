import path from "node:path";
import { expect, test } from "vitest";
import { CSV_MODEL } from "@/lib/core/csv-models.ts";
import type { InboxContext, InboxDocument } from "../document.ts";
import { readCsv } from "./read-csv.ts";

const context: InboxContext = {
  branchIdByCnpj: new Map([["41902377000113", 7]]),
  timeZone: "America/Sao_Paulo",
  now: new Date("2026-11-20T12:00:00Z"),
};
const TYPES: Record<keyof typeof CSV_MODEL, InboxDocument["type"][]> = {
  vendas: ["sale", "sale"],
  produtos: ["product", "product"],
  clientes: ["customer", "customer"],
  compras: ["purchase"],
  receitas: ["prescription", "prescription"],
  controlados: ["controlled", "controlled", "controlled", "controlled"],
  zonas: ["zone"],
  promocoes: ["promotion", "promotion"],
  metas: ["goal", "goal"],
  pedidosDeSaida: ["outbound"],
};

test.each(Object.keys(CSV_MODEL) as (keyof typeof CSV_MODEL)[])(
  "the model of %s is read without a refusal or a warning",
  async (name) => {
    const readings = [];
    for await (const unit of readCsv(path.join("public", CSV_MODEL[name].href), context))
      readings.push(...(await unit.read()));
    expect(
      readings.filter(({ document, warnings }) => document === null || warnings.length > 0),
    ).toEqual([]);
    expect(readings.map(({ document }) => document?.type)).toEqual(TYPES[name]);
  },
);
