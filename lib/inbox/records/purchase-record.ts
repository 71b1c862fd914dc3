import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { isAccessKey, isGtin } from "@/lib/core/documents.ts";
import { formatReais, roundCents } from "@/lib/core/money.ts";
import type { PurchaseLine } from "@/lib/core/purchase.ts";
import {
  amount,
  cnpj,
  decimal,
  documentKey,
  line,
  originalKey,
  required,
  unitAmount,
} from "../api/fields.ts";
import {
  DocumentRefusal,
  type Finding,
  type InboxContext,
  refuseUnknownBranch,
} from "../document.ts";
import { day, documentNumber, flag, readRecord } from "./record-fields.ts";
import type { RecordKind } from "./record-kind.ts";

const item = z.strictObject({
  codigo: required(60),
  ean: line(20).default(""),
  descricao: required(200),
  ncm: line(8).default(""),
  cfop: line(4).default(""),
  unidade: line(6).default("UN"),
  quantidade: decimal(0.0001, 99_999_999_999, 4),
  valorUnitario: unitAmount,
  valorTotal: amount.optional(),
  lote: line(20).default(""),
  fabricacao: day.nullable().default(null),
  validade: day.nullable().default(null),
  registroMs: line(14).default(""),
  bonificacao: flag.default(false),
});

const schema = z.strictObject({
  filial: cnpj,
  tipo: z.enum(["compra", "devolucao", "cancelamento"]).default("compra"),
  chave: documentKey,
  chaveOriginal: originalKey,
  nota: line(20).default(""),
  serie: line(10).default(""),
  cnpjFornecedor: documentNumber.default(""),
  fornecedor: line(120).default(""),
  data: day,
  hora: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/)
    .default("12:00:00"),
  total: amount.optional(),
  itens: z.array(item).max(2000).default([]),
});
const { itens: _items, ...head } = schema.shape;

/** A purchase, a return to a supplier or their cancellation, of `POST /api/v1/purchases` or of a CSV. */
export const purchaseRecord: RecordKind = {
  label: "Compras",
  field: "compras",
  columns: Object.keys(head),
  rows: { field: "itens", columns: Object.keys(item.shape) },
  parse(record: unknown, context: InboxContext) {
    const data = readRecord(schema, record, "chave");
    const branchId = context.branchIdByCnpj.get(data.filial) ?? refuseUnknownBranch(data.chave);
    if (/^\d{6}[0-9A-Z]{12}\d{26}$/.test(data.chave) && !isAccessKey(data.chave))
      throw new DocumentRefusal(
        "wrong_check_digit",
        "O dígito verificador da chave de acesso está errado.",
        data.chave,
      );
    const issuedAt = new Date(
      Temporal.PlainDateTime.from(`${data.data}T${data.hora}`).toZonedDateTime(context.timeZone)
        .epochMilliseconds,
    );
    if (issuedAt.getTime() > context.now.getTime() + 36 * 3_600_000)
      throw new DocumentRefusal("future", "A data da compra está no futuro.", data.chave);
    if (data.tipo === "cancelamento")
      return {
        document: {
          type: "cancellation",
          documentKey: data.chave,
          branchId,
          protocol: "",
          cancelledAt: issuedAt,
          awaited: "own",
          dayTold: true,
        },
        warnings: [],
      };
    if (
      data.nota === "" ||
      !/^[0-9A-Z]{12}\d{2}$/.test(data.cnpjFornecedor) ||
      data.itens.length === 0
    )
      throw new DocumentRefusal(
        "invalid_record",
        "Uma compra precisa de nota, cnpjFornecedor e ao menos um item.",
        data.chave,
      );
    const warnings: Finding[] = [];
    const lines = data.itens.map((one, index) => readItem(one, index + 1, data.chave, warnings));
    const sum = lines.reduce((total, one) => total + one.netCents, 0);
    if (data.total !== undefined && data.total !== sum)
      throw new DocumentRefusal(
        "lines_do_not_sum",
        `A soma dos itens (${formatReais(sum)}) é diferente do total (${formatReais(data.total)}).`,
        data.chave,
      );
    return {
      document: {
        type: "purchase",
        kind: data.tipo === "devolucao" ? "return" : "purchase",
        branchId,
        documentKey: data.chave,
        originalKey: data.tipo === "devolucao" ? data.chaveOriginal : "",
        number: data.nota,
        series: data.serie,
        supplierCnpj: data.cnpjFornecedor,
        supplierName: data.fornecedor,
        issuedAt,
        totalCents: sum,
        lines,
      },
      warnings,
    };
  },
};

function readItem(
  one: z.output<typeof item>,
  lineNumber: number,
  key: string,
  warnings: Finding[],
): PurchaseLine {
  const computed = roundCents(one.quantidade * one.valorUnitario);
  const netCents = one.valorTotal ?? computed;
  // Sources round quantity × price in their own way: one cent either way is theirs, more is a mistake.
  if (Math.abs(netCents - computed) > 1)
    throw new DocumentRefusal(
      "line_does_not_sum",
      `Item ${lineNumber}: quantidade × valor unitário dá ${formatReais(computed)}, mas o valor total é ${formatReais(netCents)}.`,
      key,
    );
  const ean = isGtin(one.ean) ? one.ean : "";
  if (ean !== one.ean && one.ean.toUpperCase() !== "SEM GTIN")
    warnings.push({
      documentKey: key,
      code: "wrong_ean",
      reason: `Item ${lineNumber}: o EAN ${one.ean} tem dígito verificador errado. A compra foi aceita com este item sem EAN.`,
    });
  const lots =
    one.lote === ""
      ? []
      : [
          {
            lot: one.lote,
            quantity: one.quantidade,
            manufacturedOn: one.fabricacao,
            expiresOn: one.validade,
          },
        ];
  return {
    lineNumber,
    productCode: one.codigo,
    ean,
    description: one.descricao,
    ncm: one.ncm,
    cfop: one.cfop,
    unit: one.unidade || "UN",
    quantity: one.quantidade,
    unitPriceCents: roundCents(one.valorUnitario),
    netCents,
    lot: one.lote,
    lots,
    msRegistration: one.registroMs,
    bonus: one.bonificacao,
  };
}
