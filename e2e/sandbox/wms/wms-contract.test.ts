import { expect, test } from "vitest";
import { judgeDocument } from "./wms-contract.ts";

const pack = { sigla: "CX", descricao: "CAIXA", qtdembalagem: 1 };
const lot = {
  descricao: "F-01",
  fabricacao: "2026-01-10",
  vencimento: "2028-01-31",
  quantidade: 10,
};
const item = {
  produtoid: 1001,
  descricao: "Ácido fólico",
  ean: "7890006000011",
  fabricante: { id: 0, nome: "Serra Azul" },
  embalagemprimaria: pack,
  embalagemsecundaria: pack,
  lote: [lot],
};
const entry = {
  entradaid: 0,
  fornecedor: {
    fornecedorcodigo: 1,
    razao: "Distribuidora",
    fantasia: "",
    cnpj: "71300884000148",
    email: "",
  },
  natureza: "COMPRA",
  documentonr: "4501",
  documentodata: "2026-03-05",
  documentooriginal: "",
  registroerp: "NF-1",
  deposito: "D1",
  itens: [item],
};
const exitItem = {
  produtoid: 1001,
  descricao: "Ácido fólico",
  ean: "0",
  embalagempadrao: 1,
  quantidade: 6,
  itemid: 1,
};
const exit = {
  saidaid: 0,
  natureza: "RESSUPRIMENTO",
  documentonr: "8001",
  documentooriginal: "",
  documentodata: "2026-03-05",
  registroerp: "PED-1",
  deposito: "D1",
  destinatario: { destinatarioid: 2, razao: "Filial 2", fantasia: "", cnpj: "", email: "" },
  itens: [exitItem],
};

test("right documents are taken, with the depot where the contract has it and without where it has not", () => {
  expect([judgeDocument("entry", entry, true), judgeDocument("exit", exit, true)]).toEqual([
    null,
    null,
  ]);
  const { deposito: _depot, ...plain } = entry;
  expect(judgeDocument("entry", plain, false)).toBeNull();
  expect(judgeDocument("entry", plain, true)).toMatch(/^deposito/);
  expect(judgeDocument("entry", entry, false)).not.toBeNull();
});

test.each<[what: string, kind: "entry" | "exit", document: object, sentence: RegExp]>([
  ["no items", "entry", { ...entry, itens: [] }, /Não contém itens/],
  ["an unknown field", "entry", { ...entry, extra: 1 }, /extra/],
  [
    "a product code with letters",
    "entry",
    { ...entry, itens: [{ ...item, produtoid: "A1" }] },
    /itens\.0\.produtoid/,
  ],
  [
    "a supplier without a code",
    "entry",
    { ...entry, fornecedor: { ...entry.fornecedor, fornecedorcodigo: 0 } },
    /fornecedorcodigo/,
  ],
  ["a day in another form", "entry", { ...entry, documentodata: "05/03/2026" }, /documentodata/],
  ["no lot", "entry", { ...entry, itens: [{ ...item, lote: [] }] }, /lote/],
  [
    "a lot without expiry",
    "entry",
    { ...entry, itens: [{ ...item, lote: [{ ...lot, vencimento: undefined }] }] },
    /vencimento/,
  ],
  [
    "nothing of a lot",
    "entry",
    { ...entry, itens: [{ ...item, lote: [{ ...lot, quantidade: 0 }] }] },
    /quantidade/,
  ],
  ["an EAN with letters", "entry", { ...entry, itens: [{ ...item, ean: "SEM GTIN" }] }, /ean/],
  [
    "an ERP key that is too long",
    "entry",
    { ...entry, registroerp: "x".repeat(37) },
    /registroerp/,
  ],
  ["a number that is too long", "exit", { ...exit, documentonr: "9".repeat(21) }, /documentonr/],
  [
    "nothing of a product",
    "exit",
    { ...exit, itens: [{ ...exitItem, quantidade: -1 }] },
    /quantidade/,
  ],
  [
    "nobody to receive",
    "exit",
    { ...exit, destinatario: { ...exit.destinatario, destinatarioid: null } },
    /destinatarioid/,
  ],
])("%s is refused", (_what, kind, document, sentence) => {
  expect(judgeDocument(kind, document, true)).toMatch(sentence);
});
