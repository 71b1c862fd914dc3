import { describe, expect, test } from "vitest";
import { type InboxContext, readingOf } from "../document.ts";
import { categoryRecord } from "../records/category-record.ts";
import { controlledRecord } from "../records/controlled-record.ts";
import { customerRecord } from "../records/customer-record.ts";
import { goalRecord } from "../records/goal-record.ts";
import { outboundRecord } from "../records/outbound-record.ts";
import { prescriptionRecord } from "../records/prescription-record.ts";
import { promotionRecord } from "../records/promotion-record.ts";
import { purchaseRecord } from "../records/purchase-record.ts";
import { supplierRecord } from "../records/supplier-record.ts";
import { zoneRecord } from "../records/zone-record.ts";
import { parsePrice, parseProduct, parseStock } from "./parse-catalogue.ts";
import { parseMovement } from "./parse-movement.ts";

const FILIAL = "41902377000113";
const OTHER = "11444777000161";
const context: InboxContext = {
  branchIdByCnpj: new Map([[FILIAL, 7]]),
  timeZone: "America/Sao_Paulo",
  now: new Date("2026-11-20T12:00:00Z"),
};
type Json = Record<string, unknown>;

/** A record of each kind with every field it can have. */
const FULL: Record<
  string,
  { parse: (record: unknown, of: InboxContext) => unknown; record: Json }
> = {
  movements: {
    parse: parseMovement,
    record: {
      tipo: "venda",
      filial: FILIAL,
      chave: "A",
      modelo: "65",
      serie: "1",
      numero: "1",
      caixa: 3,
      emitidaEm: "2026-11-10T10:00:00-03:00",
      cliente: "52998224725",
      canal: "app",
      vendedor: "V1",
      programa: "pbm",
      total: 19.5,
      itens: [
        {
          codigo: "P1",
          ean: "7891000100103",
          descricao: "Sabonete",
          ncm: "34011190",
          cfop: "5102",
          unidade: "UN",
          quantidade: 1.5,
          valorUnitario: 12.99,
          desconto: 0.48,
          acrescimo: 0.5,
          valorLiquido: 19.5,
          registroMs: "1000000010015",
          lote: "L1",
          custo: 5.2,
          oferta: true,
          receita: "R1",
        },
      ],
      pagamentos: [
        {
          forma: "03",
          valor: 19.5,
          bandeira: "01",
          adquirente: OTHER,
          autorizacao: "A1",
          nsu: "1",
          parcelas: 2,
          terminal: "T1",
        },
      ],
    },
  },
  products: {
    parse: parseProduct,
    record: {
      codigo: "P1",
      descricao: "Sabonete",
      eans: [],
      categoria: "1",
      fornecedor: "2",
      ncm: "34011190",
      cest: "2000100",
      registroMs: "1000000010015",
      marca: "M",
      unidade: "UN",
      embalagem: 12,
      pmc: 12.9,
      ativo: false,
      precoFabrica: 8.5,
      fabricante: "F",
      principioAtivo: "X",
      classe: 1,
      curva: "A",
      farmaciaPopular: true,
      pbm: false,
      marcaPropria: true,
    },
  },
  prices: {
    parse: parsePrice,
    record: {
      filial: FILIAL,
      codigo: "P1",
      preco: 9.9,
      precoPromocional: 8.9,
      precoFidelidade: 8.5,
      precoAtacado: 8.1,
      quantidadeAtacado: 6,
      custo: 5.25,
    },
  },
  stock: { parse: parseStock, record: { filial: FILIAL, codigo: "P1", quantidade: -12.5 } },
  customers: {
    parse: customerRecord.parse,
    record: {
      codigo: "C1",
      nome: "Maria de Exemplo",
      documento: "52998224725",
      email: "maria@cliente.example",
      nascimento: "1980-05-17",
      consentimento: true,
      consentimentoEm: "2026-10-01",
      consentimentoOrigem: "loja",
    },
  },
  suppliers: {
    parse: supplierRecord.parse,
    record: { codigo: "70", razaoSocial: "Distribuidora Ltda", cnpj: OTHER, uf: "SP" },
  },
  categories: {
    parse: categoryRecord.parse,
    record: { codigo: "11", nome: "Sabonetes", categoriaPai: "1" },
  },
  prescriptions: {
    parse: prescriptionRecord.parse,
    record: {
      filial: FILIAL,
      receita: "R1",
      tipo: 5,
      dataReceita: "2026-11-09",
      dataVenda: "2026-11-10",
      prescritor: "Helena de Exemplo",
      registroConselho: "12345",
      ufConselho: "SP",
      paciente: "Maria de Exemplo",
      idade: 40,
      unidadeIdade: 1,
      sexo: 2,
    },
  },
  controlled: {
    parse: controlledRecord.parse,
    record: {
      filial: FILIAL,
      movimento: "E1",
      tipo: "entrada",
      data: "2026-11-10",
      nota: "1",
      dataNota: "2026-11-09",
      cnpjOrigem: OTHER,
      cnpjDestino: FILIAL,
      itens: [
        {
          codigo: "P1",
          registro: "1234567890123",
          lote: "L1",
          validade: "2028-12-31",
          quantidade: 24,
          classe: 2,
          unidade: 1,
        },
      ],
    },
  },
  purchases: {
    parse: purchaseRecord.parse,
    record: {
      filial: FILIAL,
      tipo: "compra",
      chave: "N1",
      nota: "1",
      serie: "1",
      cnpjFornecedor: OTHER,
      fornecedor: "Distribuidora",
      data: "2026-11-10",
      hora: "10:00:00",
      total: 25.98,
      itens: [
        {
          codigo: "P1",
          descricao: "Sabonete",
          quantidade: 2.5,
          valorUnitario: 10.39,
          valorTotal: 25.98,
          lote: "L1",
          fabricacao: "2026-01-01",
          validade: "2028-01-01",
          bonificacao: true,
        },
      ],
    },
  },
  "outbound-orders": {
    parse: outboundRecord.parse,
    record: {
      filial: FILIAL,
      pedido: "1",
      numero: "1",
      destinatario: "2",
      nomeDestinatario: "Loja",
      data: "2026-11-10",
      itens: [{ codigo: "P1", quantidade: 12, embalagem: 6, descricao: "Sabonete" }],
    },
  },
  "price-zones": {
    parse: zoneRecord.parse,
    record: { zona: "1", nome: "Centro", filiais: [FILIAL] },
  },
  promotions: {
    parse: promotionRecord.parse,
    record: {
      filial: FILIAL,
      promocao: "P1",
      nome: "Semana",
      tipo: "compre_ganhe",
      codigo: "P1",
      inicio: "2026-11-10",
      fim: "2026-11-17",
      precoRegular: 9.99,
      precoPromocional: 7.99,
      leve: 2,
      desconto: 25.5,
      codigoGanho: "P2",
      quantidadeGanha: 1,
      frase: "x",
    },
  },
  "category-goals": {
    parse: goalRecord.parse,
    record: { categoria: "1", meta: 125000.5, competitividade: "Alta", midia: "TV" },
  },
};

type Path = Array<string | number>;
/** Every field of a record with its value, in lists too. */
function fieldsOf(value: unknown, path: Path = []): Array<{ path: Path; value: unknown }> {
  if (Array.isArray(value)) return value.flatMap((one, index) => fieldsOf(one, [...path, index]));
  if (value === null || typeof value !== "object") return [{ path, value }];
  return Object.entries(value).flatMap(([name, inner]) => [
    ...(typeof inner === "object" ? [{ path: [...path, name], value: inner }] : []),
    ...fieldsOf(inner, [...path, name]),
  ]);
}
/** The record with another value at one place; undefined takes the field away. */
function withField(record: Json, path: Path, value: unknown): Json {
  const copy = structuredClone(record);
  let place = copy as Record<string | number, unknown>;
  for (const step of path.slice(0, -1)) place = place[step] as typeof place;
  const last = path.at(-1)!;
  if (value === undefined) delete place[last];
  else place[last] = value;
  return copy;
}

describe.each(Object.entries(FULL))("%s", (_kind, { parse, record }) => {
  const read = (one: Json) => {
    const { document } = readingOf(() => parse(one, context) as never);
    return document;
  };
  const whole = read(record);
  const fields = fieldsOf(record).filter(({ path }) => typeof path.at(-1) === "string");

  test("a record with all its fields is taken", () => {
    expect(whole).not.toBeNull();
  });

  test("a number may be its text, with a point or a comma", () => {
    for (const { path, value } of fields) {
      if (typeof value !== "number") continue;
      for (const text of [String(value), String(value).replace(".", ",")])
        expect([path, read(withField(record, path, text))]).toEqual([path, whole]);
      // A code is text that a program may hold as a number; what is none in its list is refused too.
      const wrong = CODES.has(String(path.at(-1)))
        ? ["x"]
        : ["", "x", "1.234,5", "1.500", "1,500", "1e3", " 1"];
      for (const text of wrong)
        expect([path, text, read(withField(record, path, text))]).toEqual([path, text, null]);
    }
  });

  test("true and false may be their words", () => {
    for (const { path, value } of fields) {
      if (typeof value !== "boolean") continue;
      for (const word of value ? ["S", "sim", "1", "true"] : ["N", "não", "0", "false"])
        expect([path, read(withField(record, path, word))]).toEqual([path, whole]);
      for (const word of ["", "talvez", 1])
        expect([path, word, read(withField(record, path, word))]).toEqual([path, word, null]);
    }
  });

  test("null is as good as left out, where a field is due and where it is not", () => {
    for (const { path } of fields)
      expect([path, read(withField(record, path, null))]).toEqual([
        path,
        read(withField(record, path, undefined)),
      ]);
  });
});

/** Codes of closed lists, which a program may hold as numbers. */
const CODES = new Set(["classe", "tipo", "sexo", "unidade", "unidadeIdade", "caixa"]);
