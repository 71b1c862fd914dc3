import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { isGtin } from "@/lib/core/documents.ts";
import type { OutboundKind, OutboundLine } from "@/lib/core/outbound-order.ts";
import { cnpj, decimal, line, required } from "../api/fields.ts";
import {
  DocumentRefusal,
  type Finding,
  type InboxContext,
  refuseUnknownBranch,
} from "../document.ts";
import { day, documentNumber, readRecord, whole } from "./record-fields.ts";
import type { RecordKind } from "./record-kind.ts";

const KIND = {
  ressuprimento: "replenishment",
  pre_nota: "pre_invoice",
  orcamento: "quote",
  devolucao_fornecedor: "supplier_return",
} as const satisfies Record<string, OutboundKind>;

const item = z.strictObject({
  codigo: required(60),
  ean: line(20).default(""),
  descricao: line(200).default(""),
  quantidade: decimal(0.0001, 99_999_999_999, 4),
  embalagem: whole(1, 999_999).default(1),
});

const schema = z.strictObject({
  filial: cnpj,
  pedido: required(120),
  tipo: z
    .enum(["ressuprimento", "pre_nota", "orcamento", "devolucao_fornecedor"])
    .default("ressuprimento"),
  numero: required(60),
  documentoOriginal: line(60).default(""),
  destinatario: required(60),
  nomeDestinatario: required(120),
  cnpjDestinatario: documentNumber.default(""),
  emailDestinatario: line(120).default(""),
  data: day,
  hora: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/)
    .default("12:00:00"),
  itens: z.array(item).min(1).max(2000),
});
const { itens: _items, ...head } = schema.shape;

/** What a depot is asked to send out, of `POST /api/v1/outbound-orders` or of a CSV. */
export const outboundRecord: RecordKind = {
  label: "Pedidos de saída",
  field: "pedidosSaida",
  columns: Object.keys(head),
  rows: { field: "itens", columns: Object.keys(item.shape) },
  parse(record: unknown, context: InboxContext) {
    const data = readRecord(schema, record, "pedido");
    const branchId = context.branchIdByCnpj.get(data.filial) ?? refuseUnknownBranch(data.pedido);
    if (data.cnpjDestinatario !== "" && !/^[0-9A-Z]{12}\d{2}$/.test(data.cnpjDestinatario))
      throw new DocumentRefusal(
        "invalid_record",
        "O campo cnpjDestinatario está ausente ou inválido.",
        data.pedido,
      );
    const issuedAt = new Date(
      Temporal.PlainDateTime.from(`${data.data}T${data.hora}`).toZonedDateTime(context.timeZone)
        .epochMilliseconds,
    );
    if (issuedAt.getTime() > context.now.getTime() + 36 * 3_600_000)
      throw new DocumentRefusal("future", "A data do pedido está no futuro.", data.pedido);
    const warnings: Finding[] = [];
    const lines = data.itens.map((one, index): OutboundLine => {
      const ean = isGtin(one.ean) ? one.ean : "";
      if (ean !== one.ean && one.ean.toUpperCase() !== "SEM GTIN")
        warnings.push({
          documentKey: data.pedido,
          code: "wrong_ean",
          reason: `Item ${index + 1}: o EAN ${one.ean} tem dígito verificador errado. O pedido foi aceito com este item sem EAN.`,
        });
      return {
        lineNumber: index + 1,
        productCode: one.codigo,
        ean,
        description: one.descricao,
        packQuantity: one.embalagem,
        quantity: one.quantidade,
      };
    });
    return {
      document: {
        type: "outbound",
        documentKey: data.pedido,
        branchId,
        kind: KIND[data.tipo],
        number: data.numero,
        originalNumber: data.documentoOriginal,
        recipientCode: data.destinatario,
        recipientName: data.nomeDestinatario,
        recipientCnpj: data.cnpjDestinatario,
        recipientEmail: data.emailDestinatario,
        issuedAt,
        day: data.data,
        lines,
      },
      warnings,
    };
  },
};
