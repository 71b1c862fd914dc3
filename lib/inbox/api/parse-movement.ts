import { z } from "zod";
import { isAccessKey, isGtin } from "@/lib/core/documents.ts";
import { formatReais, roundCents } from "@/lib/core/money.ts";
import type { SaleLine } from "@/lib/core/movement.ts";
import {
  DocumentRefusal,
  type Finding,
  type InboxContext,
  type InboxDocument,
  refuseUnknownBranch,
} from "../document.ts";
import {
  amount,
  cnpj,
  documentKey,
  instant,
  line,
  originalKey,
  quantity,
  required,
  unitAmount,
} from "./fields.ts";
import { code, flag, readRecord, whole } from "../records/record-fields.ts";

const item = z.strictObject({
  codigo: required(60),
  ean: line(20).default(""),
  descricao: required(200),
  ncm: line(8).default(""),
  cfop: line(4).default(""),
  unidade: line(6).default("UN"),
  quantidade: quantity({ least: 0.0001 }),
  valorUnitario: unitAmount,
  desconto: amount.default(0),
  acrescimo: amount.default(0),
  valorLiquido: amount.optional(),
  registroMs: line(13).default(""),
  lote: line(20).default(""),
  custo: unitAmount.transform(roundCents).optional(),
  oferta: flag.nullable().default(null),
  receita: line(60).default(""),
});

const payment = z.strictObject({
  forma: z.string().regex(/^\d{2}$/),
  valor: amount,
  bandeira: line(20).default(""),
  adquirente: line(14).default(""),
  autorizacao: line(40).default(""),
  nsu: line(40).default(""),
  parcelas: whole(1, 99).default(1),
  terminal: line(20).default(""),
});

const sale = z.strictObject({
  tipo: z.enum(["venda", "devolucao"]),
  filial: cnpj,
  chave: documentKey,
  chaveOriginal: originalKey,
  modelo: line(2).default("65"),
  serie: line(10).default(""),
  numero: required(60),
  caixa: code(5)
    .pipe(z.string().regex(/^\d{1,5}$/))
    .default("1"),
  emitidaEm: instant,
  cliente: line(18).default(""),
  canal: line(20).default("store"),
  vendedor: line(20).default(""),
  programa: z.enum(["", "normal", "pbm", "convenio", "farmacia_popular"]).nullable().default(null),
  total: amount,
  itens: z.array(item).min(1).max(2000),
  pagamentos: z.array(payment).max(50).default([]),
});

const PROGRAM = {
  "": "",
  normal: "",
  pbm: "pbm",
  convenio: "agreement",
  farmacia_popular: "popular",
} as const;

const cancellation = z.strictObject({
  tipo: z.literal("cancelamento"),
  filial: cnpj,
  chaveOriginal: documentKey,
  emitidaEm: instant,
  protocolo: line(60).default(""),
});

const movement = z.discriminatedUnion("tipo", [sale, cancellation]);

/** One record of `POST /api/v1/movements`. */
export function parseMovement(
  record: unknown,
  context: InboxContext,
): { document: InboxDocument; warnings: Finding[] } {
  const undoes = (record as { tipo?: unknown } | null)?.tipo === "cancelamento";
  const data = readRecord(movement, record, undoes ? "chaveOriginal" : "chave");
  const key = data.tipo === "cancelamento" ? data.chaveOriginal : data.chave;
  const branchId = context.branchIdByCnpj.get(data.filial) ?? refuseUnknownBranch(key);
  if (/^\d{6}[0-9A-Z]{12}\d{26}$/.test(key) && !isAccessKey(key))
    throw new DocumentRefusal(
      "wrong_check_digit",
      "O dígito verificador da chave de acesso está errado.",
      key,
    );
  if (data.emitidaEm.getTime() > context.now.getTime() + 36 * 3_600_000)
    throw new DocumentRefusal("future", "A data de emissão está no futuro.", key);
  if (data.tipo === "cancelamento")
    return {
      document: {
        type: "cancellation",
        documentKey: key,
        branchId,
        protocol: data.protocolo,
        cancelledAt: data.emitidaEm,
        awaited: "own",
        dayTold: true,
      },
      warnings: [],
    };

  const warnings: Finding[] = [];
  const lines = data.itens.map((one, index) => readItem(one, index + 1, key, warnings));
  const sum = (value: (one: SaleLine) => number) => lines.reduce((all, one) => all + value(one), 0);
  const netCents = sum((one) => one.netCents);
  if (netCents !== data.total)
    throw new DocumentRefusal(
      "lines_do_not_sum",
      `A soma dos itens (${formatReais(netCents)}) é diferente do total (${formatReais(data.total)}).`,
      key,
    );
  const payments = data.pagamentos.map(
    ({ forma, valor, bandeira, adquirente, autorizacao, nsu, parcelas, terminal }) => ({
      method: forma,
      amountCents: valor,
      cardBrand: bandeira,
      acquirerCnpj: adquirente,
      authorization: autorizacao,
      nsu,
      installments: parcelas,
      terminal,
    }),
  );
  const paid = payments.reduce((all, one) => all + one.amountCents, 0);
  if (paid !== data.total && !(payments.length === 0 && data.tipo === "devolucao"))
    throw new DocumentRefusal(
      "payments_do_not_sum",
      `Os pagamentos somam ${formatReais(paid)}, mas o total é ${formatReais(data.total)}.`,
      key,
    );
  return {
    document: {
      type: "sale",
      kind: data.tipo === "venda" ? "sale" : "return",
      branchId,
      documentKey: key,
      originalKey: data.tipo === "devolucao" ? data.chaveOriginal : "",
      model: data.modelo,
      series: data.serie,
      number: data.numero,
      register: data.caixa,
      soldAt: data.emitidaEm,
      customerDocument: data.cliente.replace(/[^0-9A-Za-z]/g, "").toUpperCase(),
      grossCents: sum((one) => one.grossCents),
      discountCents: sum((one) => one.discountCents),
      surchargeCents: sum((one) => one.surchargeCents),
      totalCents: data.total,
      channel: data.canal,
      sellerCode: data.vendedor,
      program: data.programa === null ? null : PROGRAM[data.programa],
      lines,
      payments,
    },
    warnings,
  };
}

function readItem(
  one: z.output<typeof item>,
  lineNumber: number,
  key: string,
  warnings: Finding[],
): SaleLine {
  const grossCents = roundCents(one.quantidade * one.valorUnitario);
  const computed = grossCents - one.desconto + one.acrescimo;
  const netCents = one.valorLiquido ?? computed;
  // Systems round quantity × price in their own way: one cent either way is theirs, more is a mistake.
  if (Math.abs(netCents - computed) > 1 || netCents < 0) {
    throw new DocumentRefusal(
      "line_does_not_sum",
      `Item ${lineNumber}: quantidade × valor unitário − desconto + acréscimo dá ${formatReais(computed)}, mas o valor líquido é ${formatReais(netCents)}.`,
      key,
    );
  }
  const ean = one.ean === "" || isGtin(one.ean) ? one.ean : "";
  if (ean !== one.ean)
    warnings.push({
      documentKey: key,
      code: "wrong_ean",
      reason: `Item ${lineNumber}: o EAN ${one.ean} tem dígito verificador errado. O movimento foi aceito com este item sem EAN.`,
    });
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
    grossCents,
    discountCents: one.desconto + Math.max(0, computed - netCents),
    surchargeCents: one.acrescimo + Math.max(0, netCents - computed),
    netCents,
    costCents: one.custo ?? null,
    msRegistration: one.registroMs,
    lot: one.lote,
    onOffer: one.oferta,
    prescriptionKey: one.receita,
  };
}
