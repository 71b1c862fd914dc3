import { z } from "zod";
import { gtin, type LotResource, named, positive, quantity, words } from "./lot-contract.ts";

const withdrawn = z.strictObject({
  chave: named,
  codigo_cliente: named,
  consentimento: z.literal(false),
});
const agreed = z.strictObject({
  chave: named,
  codigo_cliente: named,
  consentimento: z.literal(true),
  nome: named,
  telefone: z.string().regex(/^[1-9][1-9]\d{8,9}$/),
  email: z.email().nullable(),
  cidade: named.nullable(),
  uf: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .nullable(),
  consentido_em: z.iso.datetime().nullable(),
  origem_consentimento: named.nullable(),
});

/** People who may be called, or who may no longer be: whoever did not agree comes without a name. */
export const CONTACTS: LotResource = {
  shape: z.union([agreed, withdrawn]),
  uniqueOf: ((record: { telefone?: string }) => record.telefone ?? null) as never,
};

export const BOUGHT: LotResource = {
  shape: z.strictObject({
    chave: z.string().regex(/^[VCD]-.{1,60}$/),
    codigo_cliente: named,
    tipo: z.enum(["compra", "cancelamento", "devolucao"]),
    data_hora: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2}$/),
    valor_total: positive,
    itens: z
      .array(
        z.strictObject({
          codigo_produto: named,
          ean: gtin,
          descricao: words,
          quantidade: quantity.positive(),
        }),
      )
      .min(1),
  }),
  judge: ((record: { data_hora: string }, day: string) =>
    record.data_hora.startsWith(day)
      ? null
      : ["DATA_DIVERGENTE", "data_hora fora do dia do lote"]) as never,
};

export const AVAILABLE: LotResource = {
  shape: z.strictObject({
    chave: named,
    codigo_produto: named,
    ean: gtin,
    disponivel: z.boolean(),
  }),
};
