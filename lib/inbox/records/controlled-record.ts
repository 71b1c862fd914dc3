import { z } from "zod";
import type { ControlledKind } from "@/lib/core/controlled.ts";
import { cnpj, line, required } from "../api/fields.ts";
import { type ControlledRow, DocumentRefusal, type InboxContext, refuseUnknownBranch } from "../document.ts";
import { code, day, decimal, documentNumber, readRecord } from "./record-fields.ts";
import type { RecordKind } from "./record-kind.ts";

const item = z.strictObject({
  codigo: line(60).default(""),
  classe: code(1).default(""),
  registro: required(14),
  lote: required(20),
  validade: day.nullable().default(null),
  quantidade: decimal(0.000001, 999_999.999999, 6),
  unidade: code(1).default("1"),
  usoProlongado: z.enum(["S", "N", ""]).default(""),
  cnpjFornecedor: documentNumber.default(""),
});

const schema = z.strictObject({
  filial: cnpj,
  movimento: required(60),
  tipo: z.enum(["inventario", "entrada", "venda", "transferencia", "perda", "cancelamento"]),
  substancia: z.enum(["medicamento", "insumo"]).default("medicamento"),
  data: day,
  receita: line(60).default(""),
  nota: line(9).default(""),
  tipoNota: code(1).default(""),
  dataNota: day.nullable().default(null),
  cnpjOrigem: documentNumber.default(""),
  cnpjDestino: documentNumber.default(""),
  motivo: code(2).default(""),
  movimentoOriginal: line(60).default(""),
  itens: z.array(item).max(2000).default([]),
});

const KIND: Record<z.output<typeof schema>["tipo"], ControlledKind> = { inventario: "inventory", entrada: "entry", venda: "sale", transferencia: "transfer", perda: "loss", cancelamento: "cancellation" };
const { itens: _items, ...head } = schema.shape;

/** A movement of controlled products of `POST /api/v1/controlled` or of a CSV. */
export const controlledRecord: RecordKind = {
  label: "Controlados",
  field: "controlados",
  columns: Object.keys(head),
  rows: { field: "itens", columns: Object.keys(item.shape) },
  parse(record: unknown, context: InboxContext) {
    const data = readRecord(schema, record, "movimento");
    const refuse = (reason: string): never => {
      throw new DocumentRefusal("invalid_record", reason, data.movimento);
    };
    const branchId = context.branchIdByCnpj.get(data.filial) ?? refuseUnknownBranch(data.movimento);
    if (Date.parse(`${data.data}T00:00:00Z`) > context.now.getTime() + 36 * 3_600_000) throw new DocumentRefusal("future", "A data do movimento está no futuro.", data.movimento);
    const kind = KIND[data.tipo];
    if (kind === "cancellation" && data.movimentoOriginal === "") refuse("Um cancelamento precisa do campo movimentoOriginal.");
    if (kind !== "cancellation" && kind !== "inventory" && data.itens.length === 0) refuse("O movimento não tem itens.");
    if (kind === "sale" && data.receita === "") refuse("Uma venda precisa do campo receita.");
    if (kind === "loss" && !/^([1-9]|10)$/.test(data.motivo)) refuse("Uma perda precisa do campo motivo, de 1 a 10.");
    if ((kind === "entry" || kind === "transfer") && (data.nota === "" || data.dataNota === null || data.cnpjOrigem === "" || data.cnpjDestino === "")) refuse("Entradas e transferências precisam de nota, dataNota, cnpjOrigem e cnpjDestino.");
    if ((kind === "entry" || kind === "inventory") && data.itens.some(({ classe }) => classe !== "1" && classe !== "2")) refuse("Cada item de uma entrada ou de um inventário precisa da classe: 1 (antimicrobiano) ou 2 (controle especial).");
    const wrong = data.itens.find(({ registro, quantidade }) => (data.substancia === "medicamento" ? !/^1\d{12,13}$/.test(registro) || !Number.isInteger(quantidade) : !/^\d{5}$/.test(registro)));
    if (wrong) refuse(data.substancia === "medicamento" ? `O item do lote ${wrong.lote} precisa do registro MS (13 ou 14 dígitos, começando por 1) e de uma quantidade inteira.` : `O item do lote ${wrong.lote} precisa do código DCB do insumo, com 5 dígitos.`);
    const row: ControlledRow = {
      branchId, key: data.movimento, kind, substance: data.substancia === "insumo" ? "ingredient" : "medicine", day: data.data, originalKey: data.movimentoOriginal, prescriptionKey: data.receita,
      invoiceNumber: data.nota, invoiceOperation: data.tipoNota || (kind === "transfer" ? "2" : kind === "entry" ? "1" : ""), invoiceIssuedOn: data.dataNota, originCnpj: data.cnpjOrigem, destinationCnpj: data.cnpjDestino, lossReason: data.motivo,
      lines: data.itens.map((one, index) => ({ lineNumber: index + 1, productCode: one.codigo, therapeuticClass: one.classe, registration: one.registro, lot: one.lote, expiresOn: one.validade, quantity: one.quantidade, unit: one.unidade, prolongedUse: one.usoProlongado, supplierCnpj: one.cnpjFornecedor })),
    };
    return { document: { type: "controlled", documentKey: data.movimento, row }, warnings: [] };
  },
};
