import { expect, test } from "vitest";
import { type CatalogueItem, matchCatalogue } from "./match-catalogue.ts";

const item = (id: string, name: string, rest: Partial<CatalogueItem> = {}): CatalogueItem => ({
  id,
  name,
  code: "",
  flags: {},
  ...rest,
});
const found = (
  kind: Parameters<typeof matchCatalogue>[0],
  sources: CatalogueItem[],
  targets: CatalogueItem[],
) =>
  Object.fromEntries(
    matchCatalogue(kind, sources, targets).map(({ sourceKey, candidates }) => [
      sourceKey,
      candidates.map(({ id, by }) => `${id} ${by}`),
    ]),
  );

test("a situation is known by its mark, and by its name where CV gives none", () => {
  const tenant = [
    item("47", "PODE FATURAR"),
    item("3", "Vendida"),
    item("4", "Reserva perdida", { flags: { cancelled: true } }),
    item("13", "Distrato", { flags: { dissolved: true } }),
  ];
  expect(found("situation", [], tenant)).toEqual({
    pode_faturar: ["47 name"],
    vendida: ["3 name"],
    cancelada: ["4 flag"],
    distratada: ["13 flag"],
  });
});

test("mark and name that point at different situations are both shown", () => {
  expect(
    found(
      "situation",
      [],
      [item("4", "Perdida", { flags: { cancelled: true } }), item("9", "Cancelada")],
    ),
  ).toMatchObject({ cancelada: ["4 flag", "9 name"] });
});

test("a name does not take what is marked as something else", () => {
  expect(
    found("situation", [], [item("4", "Cancelada", { flags: { dissolved: true } })]),
  ).toMatchObject({ cancelada: [], distratada: ["4 flag"] });
});

test("series go by shared code, then name, then initials and period; several stay several", () => {
  const hub = [
    item("1", "Mensais", { code: "PM" }),
    item("2", "Intermediária"),
    item("3", "Sinal", { flags: { initials: "S", period: "Única" } }),
    item("5", "Chaves"),
  ];
  const terminal = [
    item("91", "Parcelas do mês", { code: "pm" }),
    item("92", "intermediaria"),
    item("93", "Entrada", { flags: { initials: "s", period: "unica" } }),
    item("95", "Chaves"),
    item("96", "CHAVES"),
  ];
  expect(found("series", hub, terminal)).toEqual({
    1: ["91 code"],
    2: ["92 name"],
    3: ["93 name"],
    5: ["95 name", "96 name"],
  });
});

test("a spouse is a spouse in every tenant, whatever it is called", () => {
  expect(
    found(
      "association",
      [item("1", "Cônjuge", { flags: { spouse: true, guarantor: false } })],
      [
        item("7", "Esposo(a)", { flags: { spouse: true } }),
        item("8", "Avalista", { flags: { spouse: false, guarantor: true } }),
      ],
    ),
  ).toEqual({ 1: ["7 flag"] });
});

test("two without a code or a name are not the same", () => {
  expect(found("sale_type", [item("1", "")], [item("2", "")])).toEqual({ 1: [] });
});
