import { z } from "zod";
import { isGtin } from "@/lib/core/documents.ts";
import { roundCents } from "@/lib/core/money.ts";
import {
  type Finding,
  type InboxContext,
  type InboxDocument,
  refuseUnknownBranch,
} from "../document.ts";
import { amount, cnpj, line, quantity, required, unitAmount } from "./fields.ts";
import { code, flag, readRecord, whole } from "../records/record-fields.ts";

type Parsed = { document: InboxDocument; warnings: Finding[] };

const product = z.strictObject({
  codigo: required(60),
  descricao: required(200),
  eans: z.array(line(20)).max(50).default([]),
  categoria: line(60).default(""),
  fornecedor: line(60).default(""),
  ncm: line(8).default(""),
  cest: line(7).default(""),
  registroMs: line(13).default(""),
  marca: line(60).default(""),
  unidade: line(6).default("UN"),
  embalagem: whole(1, 999_999).default(1),
  pmc: amount.nullable().default(null),
  ativo: flag.default(true),
  precoFabrica: amount.nullable().default(null),
  fabricante: line(60).nullable().default(null),
  principioAtivo: line(100).nullable().default(null),
  classe: code(1)
    .pipe(z.enum(["1", "2", ""]))
    .nullable()
    .default(null),
  curva: line(3).nullable().default(null),
  farmaciaPopular: flag.nullable().default(null),
  pbm: flag.nullable().default(null),
  marcaPropria: flag.nullable().default(null),
});

/** One record of `POST /api/v1/products`. */
export function parseProduct(record: unknown): Parsed {
  const data = readRecord(product, record, "codigo");
  const warnings: Finding[] = [];
  const eans = [...new Set(data.eans)].filter((ean) => {
    if (isGtin(ean)) return true;
    if (ean !== "")
      warnings.push({
        documentKey: data.codigo,
        code: "wrong_ean",
        reason: `O EAN ${ean} tem dígito verificador errado e foi desconsiderado. O produto foi aceito.`,
      });
    return false;
  });
  const {
    codigo: code,
    descricao: description,
    categoria: categoryCode,
    fornecedor: supplierCode,
    ncm,
    cest,
    registroMs: msRegistration,
    marca: brand,
    unidade: unit,
    embalagem: packQuantity,
    pmc: pmcCents,
    ativo: active,
  } = data;
  const details = {
    factoryPriceCents: data.precoFabrica,
    manufacturer: data.fabricante,
    molecule: data.principioAtivo,
    therapeuticClass: data.classe,
    abcClass: data.curva,
    popularPharmacy: data.farmaciaPopular,
    pbm: data.pbm,
    ownBrand: data.marcaPropria,
  };
  return {
    document: {
      type: "product",
      code,
      product: {
        description,
        eans,
        categoryCode,
        supplierCode,
        ncm,
        cest,
        msRegistration,
        brand,
        unit,
        packQuantity,
        pmcCents,
        active,
      },
      details,
      branchId: null,
      price: null,
      stock: null,
    },
    warnings,
  };
}

const price = z.strictObject({
  filial: cnpj,
  codigo: required(60),
  preco: amount.nullable().default(null),
  precoPromocional: amount.nullable().default(null),
  precoFidelidade: amount.nullable().default(null),
  precoAtacado: amount.nullable().default(null),
  quantidadeAtacado: whole(1, 999_999).nullable().default(null),
  custo: unitAmount.transform(roundCents).nullable().default(null),
});

/** One record of `POST /api/v1/prices`. */
export function parsePrice(record: unknown, context: InboxContext): Parsed {
  const data = readRecord(price, record, "codigo");
  const branchId = context.branchIdByCnpj.get(data.filial) ?? refuseUnknownBranch(data.codigo);
  return {
    document: {
      type: "product",
      code: data.codigo,
      product: null,
      details: null,
      branchId,
      price: {
        priceCents: data.preco,
        promotionCents: data.precoPromocional,
        loyaltyCents: data.precoFidelidade,
        wholesaleCents: data.precoAtacado,
        wholesaleQuantity: data.quantidadeAtacado,
        costCents: data.custo,
      },
      stock: null,
    },
    warnings: [],
  };
}

const stock = z.strictObject({
  filial: cnpj,
  codigo: required(60),
  quantidade: quantity({ least: -99_999_999_999 }),
});

/** One record of `POST /api/v1/stock`. */
export function parseStock(record: unknown, context: InboxContext): Parsed {
  const data = readRecord(stock, record, "codigo");
  const branchId = context.branchIdByCnpj.get(data.filial) ?? refuseUnknownBranch(data.codigo);
  return {
    document: {
      type: "product",
      code: data.codigo,
      product: null,
      details: null,
      branchId,
      price: null,
      stock: data.quantidade,
    },
    warnings: [],
  };
}
