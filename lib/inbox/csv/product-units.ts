import { roundCents } from "@/lib/core/money.ts";
import type { Finding, InboxContext, InboxDocument } from "../document.ts";
import { readingOf } from "../document.ts";
import type { Unit } from "../unit.ts";
import { sourceOf } from "./group-rows.ts";
import {
  branchCell,
  cell,
  centsCell,
  checkEan,
  codeCell,
  type CsvRow,
  descriptionCell,
  flagCell,
  quantityCell,
  refuseCell,
  refuseDamaged,
  requiredCell,
  textCell,
  unitAmountCell,
} from "./read-cells.ts";

/** Columns of a file of products. */
export const PRODUCT_FILE: readonly string[] = [
  ..."codigo descricao ean categoria fornecedor ncm cest registro_ms marca unidade embalagem".split(
    " ",
  ),
  ..."pmc ativo preco_fabrica fabricante principio_ativo classe curva farmacia_popular".split(" "),
  ..."pbm marca_propria cnpj_filial preco preco_promocional preco_fidelidade".split(" "),
  ..."preco_atacado quantidade_atacado custo estoque".split(" "),
];

/** One unit a row: a product and, when a branch is named, its price and stock there. */
export async function* productUnits(
  rows: AsyncIterable<CsvRow>,
  context: InboxContext,
  skip: number,
): AsyncGenerator<Unit> {
  let position = 0;
  for await (const row of rows) {
    position += 1;
    if (position <= skip) continue;
    const code = cell(row, "codigo").slice(0, 60);
    yield {
      place: `linha ${row.line}`,
      bytesRead: row.bytes,
      source: sourceOf([row]),
      read: async () => {
        const reading = readingOf(() => readProduct(row, context));
        if (reading.document === null)
          return [{ ...reading, refusal: { ...reading.refusal, documentKey: code } }];
        return [
          {
            ...reading,
            warnings: reading.warnings.map((warning) => ({ ...warning, documentKey: code })),
          },
        ];
      },
    };
  }
}

const optionalCell = (row: CsvRow, name: string, most: number) => textCell(row, name, most) || null;

function classCell(row: CsvRow): "1" | "2" | null {
  const text = cell(row, "classe");
  if (text === "") return null;
  return text === "1" || text === "2"
    ? text
    : refuseCell(
        row,
        "invalid_value",
        "a coluna classe aceita 1 (antimicrobiano) ou 2 (controle especial).",
      );
}

/** A whole number from 1 on; null when the cell is empty. */
function wholeCell(row: CsvRow, name: string): number | null {
  const text = cell(row, name);
  if (text === "") return null;
  return /^[1-9]\d{0,5}$/.test(text)
    ? Number(text)
    : refuseCell(row, "invalid_value", `a coluna ${name} não traz uma quantidade inteira.`);
}

function readProduct(
  row: CsvRow,
  context: InboxContext,
): { document: InboxDocument; warnings: Finding[] } {
  refuseDamaged(row, PRODUCT_FILE);
  const warnings: Finding[] = [];
  const branchId = cell(row, "cnpj_filial") === "" ? null : branchCell(row, context);
  const cost = unitAmountCell(row, "custo");
  const price = {
    priceCents: centsCell(row, "preco", null),
    promotionCents: centsCell(row, "preco_promocional", null),
    loyaltyCents: centsCell(row, "preco_fidelidade", null),
    wholesaleCents: centsCell(row, "preco_atacado", null),
    wholesaleQuantity: wholeCell(row, "quantidade_atacado"),
    costCents: cost === null ? null : roundCents(cost),
  };
  const hasPrice = Object.values(price).some((value) => value !== null);
  const hasStock = cell(row, "estoque") !== "";
  if (branchId === null && (hasPrice || hasStock))
    refuseCell(
      row,
      "missing_value",
      "preço e estoque são por filial: informe a coluna cnpj_filial.",
    );
  return {
    document: {
      type: "product",
      code: requiredCell(row, "codigo", 60),
      product: {
        description: descriptionCell(row, warnings),
        eans: cell(row, "ean")
          .split(/[|,\s]+/)
          .map((ean) => checkEan(ean, row, warnings))
          .filter((ean, index, all) => ean !== "" && all.indexOf(ean) === index),
        categoryCode: textCell(row, "categoria", 60),
        supplierCode: textCell(row, "fornecedor", 60),
        ncm: codeCell(row, "ncm", 8),
        cest: codeCell(row, "cest", 7),
        msRegistration: codeCell(row, "registro_ms", 13),
        brand: textCell(row, "marca", 60),
        unit: textCell(row, "unidade", 6) || "UN",
        packQuantity: wholeCell(row, "embalagem") ?? 1,
        pmcCents: centsCell(row, "pmc", null),
        active: flagCell(row, "ativo") ?? true,
      },
      details: {
        factoryPriceCents: centsCell(row, "preco_fabrica", null),
        manufacturer: optionalCell(row, "fabricante", 60),
        molecule: optionalCell(row, "principio_ativo", 100),
        therapeuticClass: classCell(row),
        abcClass: optionalCell(row, "curva", 3),
        popularPharmacy: flagCell(row, "farmacia_popular"),
        pbm: flagCell(row, "pbm"),
        ownBrand: flagCell(row, "marca_propria"),
      },
      branchId,
      price: hasPrice ? price : null,
      stock: hasStock ? quantityCell(row, "estoque", { zero: true, negative: true }) : null,
    },
    warnings,
  };
}
