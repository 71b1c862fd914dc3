import { z } from "zod";
import { isGtin } from "@/lib/core/documents.ts";

/** One resource a stand-in of the batch profile takes: its record, and what is wrong with one beyond its form. */
export interface LotResource {
  shape: z.ZodType;
  /** Code and sentence of a refusal; null when the record is right. The day is that of the lot. */
  judge?(record: never, day: string): [code: string, message: string] | null;
  /** What no other record of a lot may have; null where it does not matter. */
  uniqueOf?(record: never): string | null;
}

export const money = z
  .number()
  .refine(
    (value) =>
      Number.isInteger(Math.round(value * 100)) &&
      Math.abs(value * 100 - Math.round(value * 100)) < 1e-6,
    "mais de duas casas",
  );
export const positive = money.nonnegative();
export const gtin = z.string().refine(isGtin, "dígito verificador").nullable();
export const words = z
  .string()
  .max(1000)
  .refine(
    (text) => text === text.trim() && !/\p{Cc}/u.test(text) && text.isWellFormed(),
    "espaços nas pontas ou caracteres de controle",
  );
export const named = words.min(1);
const registration = z
  .string()
  .regex(/^1\d{12}$/)
  .nullable();
export const quantity = z
  .number()
  .refine(
    (value) => Math.abs(value * 10_000 - Math.round(value * 10_000)) < 1e-4,
    "mais de quatro casas",
  );

const line = z.strictObject({
  linha: z.number().int().positive(),
  codigo_produto: named,
  ean: gtin,
  descricao: words,
  registro_ms: registration,
  lote: named.nullable(),
  quantidade: quantity.positive(),
  valor_unitario: positive,
  valor_bruto: positive,
  valor_desconto: positive,
  valor_acrescimo: positive,
  valor_liquido: money,
  em_oferta: z.boolean().nullable(),
});
const payment = z.strictObject({
  forma: z.string().regex(/^\d{2}$/),
  valor: money,
  bandeira: named.nullable(),
  nsu: named.nullable(),
  autorizacao: named.nullable(),
});
const sale = z.strictObject({
  chave: z.string().regex(/^[VCD]-.{1,60}$/),
  tipo: z.enum(["venda", "cancelamento", "devolucao"]),
  chave_original: z
    .string()
    .regex(/^V-.{1,60}$/)
    .nullable(),
  documento: z.string().min(1).max(60),
  modelo: words,
  serie: words,
  numero: named,
  caixa: words,
  data_hora: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2}$/),
  canal: words,
  cpf_cliente: z
    .string()
    .regex(/^\d{11}$/)
    .nullable()
    .optional(),
  valor_bruto: positive,
  valor_desconto: positive,
  valor_acrescimo: positive,
  valor_total: positive,
  itens: z.array(line).min(1),
  pagamentos: z.array(payment).min(1),
});
type Sale = z.output<typeof sale>;

const cents = (value: number) => Math.round(value * 100);
const sumOf = <Item>(list: readonly Item[], pick: (item: Item) => number) =>
  list.reduce((total, item) => total + cents(pick(item)), 0);

function judgeSale(record: Sale, day: string): [string, string] | null {
  const { itens, pagamentos } = record;
  if (record.data_hora.slice(0, 10) !== day)
    return ["DATA_DIVERGENTE", "data_hora fora do dia do lote"];
  if ({ venda: "V", cancelamento: "C", devolucao: "D" }[record.tipo] !== record.chave[0])
    return ["TIPO_DIVERGENTE", "tipo difere da chave"];
  if (record.tipo !== "venda" && record.chave_original === null)
    return ["SEM_ORIGEM", "cancelamento ou devolução sem a venda de origem"];
  if (
    itens.some(
      (one) =>
        cents(one.valor_bruto) - cents(one.valor_desconto) + cents(one.valor_acrescimo) !==
        cents(one.valor_liquido),
    )
  )
    return ["ITEM_DIVERGENTE", "bruto, desconto e acréscimo não dão o líquido do item"];
  if (sumOf(itens, (one) => one.valor_liquido) !== cents(record.valor_total))
    return ["TOTAL_DIVERGENTE", "os itens não somam o total"];
  if (sumOf(pagamentos, (one) => one.valor) !== cents(record.valor_total))
    return ["PAGAMENTO_DIVERGENTE", "os pagamentos não somam o total"];
  for (const field of ["valor_bruto", "valor_desconto", "valor_acrescimo"] as const)
    if (sumOf(itens, (one) => one[field]) !== cents(record[field]))
      return ["SOMA_DIVERGENTE", `os itens não somam ${field}`];
  return null;
}

/** Receipts: fields exact, sums to the cent, the day of the lot. */
export const SALES: LotResource = { shape: sale, judge: judgeSale as never };

export const PRODUCTS: LotResource = {
  shape: z.strictObject({
    chave: named,
    codigo_produto: named,
    ean: gtin,
    eans_adicionais: z.array(z.string().refine(isGtin)),
    descricao: named,
    registro_ms: registration,
    marca: named.nullable(),
    categoria: named.nullable(),
    fornecedor: named.nullable(),
    ncm: z
      .string()
      .regex(/^\d{8}$/)
      .nullable(),
    unidade: named,
    quantidade_embalagem: z.number().int().positive(),
    preco_maximo: positive.nullable(),
    ativo: z.boolean(),
  }),
};

export const STOCK: LotResource = {
  shape: z.strictObject({
    chave: named,
    codigo_produto: named,
    ean: gtin,
    quantidade: quantity,
    quantidade_pendente: quantity.nullable(),
    media_diaria: quantity.nonnegative().nullable(),
  }),
  judge: ((record: { quantidade: number }) =>
    record.quantidade < 0 ? ["ESTOQUE_NEGATIVO", "quantidade abaixo de zero"] : null) as never,
};

export const PRICES: LotResource = {
  shape: z.strictObject({
    chave: named,
    codigo_produto: named,
    preco: positive,
    preco_oferta: positive.nullable(),
    preco_fidelidade: positive.nullable(),
    preco_atacado: positive.nullable(),
    quantidade_atacado: z.number().int().nonnegative().nullable(),
    ativo: z.boolean(),
  }),
  judge: ((record: {
    preco: number;
    preco_oferta: number | null;
    preco_fidelidade: number | null;
    preco_atacado: number | null;
    quantidade_atacado: number | null;
  }) => {
    if (record.preco <= 0) return ["PRECO_INVALIDO", "preço zero ou negativo"];
    const offers = [record.preco_oferta, record.preco_fidelidade, record.preco_atacado].filter(
      (offer) => offer !== null,
    );
    if (offers.some((offer) => offer <= 0 || offer >= record.preco))
      return ["OFERTA_INVALIDA", "oferta de graça, igual ou acima do preço"];
    return (record.preco_atacado === null) !== (record.quantidade_atacado === null)
      ? ["ATACADO", "preço e quantidade de atacado vêm juntos"]
      : null;
  }) as never,
};
