import { addDays, type Day } from "@/lib/core/period.ts";
import type { CsvRow } from "../sftp-csv/check-csv.ts";

/** What the next return is to hold besides proper suggestions, for a demonstration of what is refused. */
export type Spoiled = "unknown_product" | "unknown_zone" | "stale";

const HEADER = [
  "data",
  "zona",
  "cd",
  "ean",
  "preco_sugerido",
  "preco_minimo",
  "preco_maximo",
  "motivo",
  "validade",
];
const money = (value: number) => (Math.round(value * 100) / 100).toFixed(2);
/** Prices in shops end in nine. */
const rounded = (value: number) => Math.max(0.09, Math.round(value * 10) / 10 - 0.01);

/** The same product always gets the same advice: its code decides. */
function adviceFor(row: CsvRow): { price: number; reason: string } {
  const seed = [...`${row.cd}`].reduce(
    (sum, character) => (sum * 31 + character.charCodeAt(0)) % 9_973,
    7,
  );
  const today = Number(row.preco_atual);
  const cost = Number(row.custo || 0);
  const ceiling = Number(row.pmc || 0);
  if (seed % 29 === 0) return { price: today * 1.42, reason: "Procura em forte alta" };
  if (seed % 31 === 0 && cost > 0)
    return { price: cost * 0.97, reason: "Concorrência liquida estoque" };
  if (seed % 37 === 0 && ceiling > 0) return { price: ceiling * 1.04, reason: "Reajuste esperado" };
  const percent = ((seed % 27) - 11) / 100;
  return {
    price: today * (1 + percent),
    reason:
      percent < -0.02
        ? "Concorrente mais barato na região"
        : percent > 0.02
          ? "Baixa sensibilidade a preço"
          : "Ajuste de arredondamento",
  };
}

/** Suggestions for the zone of one branch's PRODUTOS file; empty when the file names no zone. */
export function suggestPrices(
  rows: readonly CsvRow[],
  returnedOn: Day,
  spoiled: readonly Spoiled[],
): ReadonlyMap<string, string> {
  const zone = rows.find((row) => row.zona)?.zona;
  if (!zone) return new Map();
  const lines = rows.flatMap((row) => {
    if (row.zona !== zone || !Number(row.preco_atual)) return [];
    const { price, reason } = adviceFor(row);
    const suggested = rounded(price);
    return [
      [
        returnedOn,
        zone,
        row.cd ?? "",
        row.ean ?? "",
        money(suggested),
        money(suggested * 0.94),
        money(suggested * 1.06),
        reason,
        addDays(returnedOn, 7),
      ],
    ];
  });
  const [first] = lines;
  if (first && spoiled.includes("unknown_product")) lines.push(first.with(2, "999999").with(3, ""));
  if (first && spoiled.includes("unknown_zone")) lines.push(first.with(1, "Z-99"));
  if (first && spoiled.includes("stale")) lines.push(first.with(0, addDays(returnedOn, -9)));
  const quote = (field: string) =>
    /[;"\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
  const name = `PRECOS_SUGERIDOS_${zone.replace(/[^A-Za-z0-9-]/g, "")}_${returnedOn.replaceAll("-", "")}_001.csv`;
  return new Map([
    [name, [HEADER, ...lines].map((fields) => `${fields.map(quote).join(";")}\r\n`).join("")],
  ]);
}
