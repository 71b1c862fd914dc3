import { expect, test } from "vitest";
import { AVAILABLE, BOUGHT, CONTACTS } from "./contact-contract.ts";
import { LABELS } from "./label-contract.ts";
import { type LotResource, PRICES, PRODUCTS, SALES, STOCK } from "./lot-contract.ts";
import { NEEDS } from "../webcompras/quote-needs.ts";
import { judgeHead, judgeRecords, type LotDesk } from "./read-lot.ts";

const DAY = "2026-03-05";
const line = {
  linha: 1,
  codigo_produto: "1001",
  ean: "7890006000011",
  descricao: "Ácido fólico",
  registro_ms: "1000000010015",
  lote: null,
  quantidade: 2,
  valor_unitario: 10,
  valor_bruto: 20,
  valor_desconto: 1.5,
  valor_acrescimo: 0,
  valor_liquido: 18.5,
  em_oferta: false,
};
const sale = {
  chave: "V-DOC-1",
  tipo: "venda",
  chave_original: null,
  documento: "DOC-1",
  modelo: "65",
  serie: "1",
  numero: "1",
  caixa: "1",
  data_hora: `${DAY}T10:45:10-03:00`,
  canal: "store",
  valor_bruto: 20,
  valor_desconto: 1.5,
  valor_acrescimo: 0,
  valor_total: 18.5,
  itens: [line],
  pagamentos: [{ forma: "01", valor: 18.5, bandeira: null, nsu: null, autorizacao: null }],
};
const product = {
  chave: "1001",
  codigo_produto: "1001",
  ean: "7890006000011",
  eans_adicionais: [],
  descricao: "Ácido fólico",
  registro_ms: null,
  marca: null,
  categoria: null,
  fornecedor: null,
  ncm: "30049099",
  unidade: "CX",
  quantidade_embalagem: 1,
  preco_maximo: 19.9,
  ativo: true,
};
const stock = {
  chave: "1001",
  codigo_produto: "1001",
  ean: null,
  quantidade: 1,
  quantidade_pendente: 0,
  media_diaria: 0,
};
const price = {
  chave: "1001",
  codigo_produto: "1001",
  preco: 12.9,
  preco_oferta: 11.61,
  preco_fidelidade: null,
  preco_atacado: null,
  quantidade_atacado: null,
  ativo: true,
};
const contact = {
  chave: "C1",
  codigo_cliente: "C1",
  consentimento: true,
  nome: "Conceição",
  telefone: "19987654321",
  email: null,
  cidade: null,
  uf: "SP",
  consentido_em: null,
  origem_consentimento: null,
};
const bought = {
  chave: "V-DOC-1",
  codigo_cliente: "C1",
  tipo: "compra",
  data_hora: `${DAY}T10:45:10-03:00`,
  valor_total: 10,
  itens: [{ codigo_produto: "1001", ean: null, descricao: "Ácido", quantidade: 1 }],
};
const offer = {
  chave: "P1/1001",
  gtin: null,
  cdProduto: "1001",
  cdFilial: "1",
  cdPrecoGrupo: null,
  cdPromocao: "P1",
  dtVigenciaInicial: "2026-03-01",
  dtVigenciaFinal: "2026-03-31",
  exibeFraseInformativa: "N",
  deFraseInformativa: null,
};
const fromTo = { ...offer, vlPrecoDe: 12.9, vlPrecoUnitario: 11.61 };
const takePay = { ...offer, qtCompre: 3, qtPague: 2 };
const need = {
  chave: "1001",
  codigo_produto: "1001",
  ean: null,
  descricao: "Ácido",
  registro_ms: null,
  estoque: 1,
  estoque_pendente: 0,
  estoque_minimo: 2,
  estoque_maximo: 10,
  media_30: 1,
  media_60: 1,
  media_90: 1,
  quantidade_sugerida: 10,
  embalagem: 5,
  ultimo_custo: 8,
};

const judge = (resource: LotResource, ...records: unknown[]) =>
  judgeRecords(resource, records, DAY).map(({ codigo }) => codigo);

test("right records have no problem", () => {
  for (const [resource, record] of [
    [SALES, sale],
    [PRODUCTS, product],
    [STOCK, stock],
    [PRICES, price],
    [CONTACTS, contact],
    [BOUGHT, bought],
    [AVAILABLE, { chave: "1", codigo_produto: "1", ean: null, disponivel: true }],
    [LABELS.preco_de_por!, fromTo],
    [LABELS.leve_pague!, takePay],
    [NEEDS, need],
  ] as const)
    expect(judge(resource, record)).toEqual([]);
  expect(judge(CONTACTS, { chave: "C1", codigo_cliente: "C1", consentimento: false })).toEqual([]);
  expect(
    judge(SALES, { ...sale, chave: "D-X", tipo: "devolucao", chave_original: "V-DOC-1" }),
  ).toEqual([]);
});

test.each<[what: string, resource: LotResource, record: object, codigo: string]>([
  ["an unknown field of a sale", SALES, { ...sale, extra: 1 }, "CAMPO_INVALIDO"],
  [
    "a sale of another day",
    SALES,
    { ...sale, data_hora: "2026-03-06T00:00:00-03:00" },
    "DATA_DIVERGENTE",
  ],
  ["a moment without a zone", SALES, { ...sale, data_hora: `${DAY}T10:45:10` }, "CAMPO_INVALIDO"],
  [
    "a kind that is not the key's",
    SALES,
    { ...sale, tipo: "devolucao", chave_original: "V-1" },
    "TIPO_DIVERGENTE",
  ],
  [
    "a cancellation of nothing",
    SALES,
    { ...sale, chave: "C-1", tipo: "cancelamento" },
    "SEM_ORIGEM",
  ],
  ["no items", SALES, { ...sale, itens: [] }, "CAMPO_INVALIDO"],
  [
    "an item that does not add up",
    SALES,
    { ...sale, itens: [{ ...line, valor_desconto: 1.4 }] },
    "ITEM_DIVERGENTE",
  ],
  [
    "a total that is not the items'",
    SALES,
    { ...sale, valor_total: 18.51, pagamentos: [{ ...sale.pagamentos[0], valor: 18.51 }] },
    "TOTAL_DIVERGENTE",
  ],
  [
    "payments short of a cent",
    SALES,
    { ...sale, pagamentos: [{ ...sale.pagamentos[0], valor: 18.49 }] },
    "PAGAMENTO_DIVERGENTE",
  ],
  ["a head that is not the items'", SALES, { ...sale, valor_bruto: 21 }, "SOMA_DIVERGENTE"],
  ["fractions of a cent", SALES, { ...sale, valor_total: 18.501 }, "CAMPO_INVALIDO"],
  ["a wrong EAN", SALES, { ...sale, itens: [{ ...line, ean: "7890006000012" }] }, "CAMPO_INVALIDO"],
  [
    "a break in a text",
    SALES,
    { ...sale, itens: [{ ...line, descricao: "a\nb" }] },
    "CAMPO_INVALIDO",
  ],
  ["a quantity of none", SALES, { ...sale, itens: [{ ...line, quantidade: 0 }] }, "CAMPO_INVALIDO"],
  ["a product without a name", PRODUCTS, { ...product, descricao: "" }, "CAMPO_INVALIDO"],
  ["a stock below zero", STOCK, { ...stock, quantidade: -1 }, "ESTOQUE_NEGATIVO"],
  ["a price of zero", PRICES, { ...price, preco: 0, preco_oferta: null }, "PRECO_INVALIDO"],
  ["an offer that is none", PRICES, { ...price, preco_oferta: 12.9 }, "OFERTA_INVALIDA"],
  ["a loyalty price that is none", PRICES, { ...price, preco_fidelidade: 13 }, "OFERTA_INVALIDA"],
  ["wholesale without its quantity", PRICES, { ...price, preco_atacado: 10 }, "ATACADO"],
  ["a phone without its area", CONTACTS, { ...contact, telefone: "987654321" }, "CAMPO_INVALIDO"],
  [
    "the name of one who did not agree",
    CONTACTS,
    { chave: "C1", codigo_cliente: "C1", consentimento: false, nome: "Zé" },
    "CAMPO_INVALIDO",
  ],
  ["a document of a customer", CONTACTS, { ...contact, cpf: "52998224725" }, "CAMPO_INVALIDO"],
  [
    "a purchase of another day",
    BOUGHT,
    { ...bought, data_hora: "2026-03-04T10:45:10-03:00" },
    "DATA_DIVERGENTE",
  ],
  [
    "an offer that ends before it begins",
    LABELS.preco_de_por!,
    { ...fromTo, dtVigenciaInicial: "2026-04-01" },
    "VIGENCIA_INVERTIDA",
  ],
  [
    "an offer that is over",
    LABELS.preco_de_por!,
    { ...fromTo, dtVigenciaFinal: "2026-03-04" },
    "VIGENCIA_ENCERRADA",
  ],
  [
    "an offer not below its from",
    LABELS.preco_de_por!,
    { ...fromTo, vlPrecoUnitario: 12.9 },
    "OFERTA_INVALIDA",
  ],
  [
    "a phrase without its mark",
    LABELS.preco_de_por!,
    { ...fromTo, deFraseInformativa: "Leve já" },
    "FRASE",
  ],
  ["take three, pay three", LABELS.leve_pague!, { ...takePay, qtPague: 3 }, "QUANTIDADES"],
  [
    "a discount above the whole",
    LABELS.desconto_unidade!,
    { ...offer, qtCompre: 2, pcDesconto: 101 },
    "CAMPO_INVALIDO",
  ],
  ["a need of half a package", NEEDS, { ...need, quantidade_sugerida: 7 }, "EMBALAGEM"],
  ["a suggestion without a need", NEEDS, { ...need, estoque: 5 }, "SUGESTAO"],
  ["a suggestion for an unknown stock", NEEDS, { ...need, estoque: null }, "ESTOQUE"],
  ["a least above the most", NEEDS, { ...need, estoque_minimo: 11 }, "LIMITES"],
])("%s is refused", (_what, resource, record, codigo) => {
  expect(judge(resource, record)).toEqual([codigo]);
});

test("a key twice in a lot, and a phone of two people, are refused at the second", () => {
  expect(judgeRecords(STOCK, [stock, stock], DAY)).toMatchObject([
    { indice: 1, codigo: "CHAVE_DUPLICADA" },
  ]);
  expect(
    judgeRecords(CONTACTS, [contact, { ...contact, chave: "C2", codigo_cliente: "C2" }], DAY),
  ).toMatchObject([{ indice: 1, codigo: "DUPLICADO" }]);
});

const desk: LotDesk = {
  head: { codigo_cliente: "4471" },
  resources: {},
  limits: { records: 500, bytes: 5_000_000, closedBefore: "" },
};
const lot = {
  lote: "vendas-1",
  cnpj: "41902377000113",
  data_movimento: DAY,
  codigo_cliente: "4471",
  registros: [{}],
};
test.each<[what: string, change: object, code: string | null]>([
  ["a right head", {}, null],
  ["another client's code", { codigo_cliente: "1" }, "CODIGO_DESCONHECIDO"],
  ["a wrong CNPJ", { cnpj: "41902377000114" }, "LOTE_INVALIDO"],
  ["an unknown field", { extra: 1 }, "LOTE_INVALIDO"],
  ["no records", { registros: [] }, "LOTE_INVALIDO"],
  ["a day that does not exist", { data_movimento: "2026-02-30" }, "LOTE_INVALIDO"],
  ["a day to come", { data_movimento: "2999-01-01" }, "DATA_FUTURA"],
])("the head of a lot: %s", (_what, change, code) => {
  expect(judgeHead(desk, { ...lot, ...change })?.code ?? null).toBe(code);
});
