import { expect, test } from "vitest";
import { checkLine } from "./check-lot.ts";

const lot = {
  lote: "L1",
  cnpj: "41902377000113",
  codigo_estabelecimento: "1",
  data_movimento: "2026-03-05",
  registros: [],
};
const line = {
  chave: "DOC-1-1",
  cnpj: lot.cnpj,
  codigo_estabelecimento: "1",
  data_hora: "2026-03-05T10:45:10-03:00",
  nsu: "7",
  autorizacao: "9",
  adquirente_cnpj: "",
  bandeira: "visa",
  produto: "credito",
  parcelas: [
    { numero: 1, valor: 6.46 },
    { numero: 2, valor: 6.44 },
  ],
  valor_bruto: 12.9,
  terminal: "",
  caixa: "1",
  cupom: "101",
  cancelada: false,
};

test("a right line has no problem; a cancellation may be of another day", () => {
  expect(checkLine(line, lot).problem).toBeNull();
  expect(
    checkLine({ ...line, cancelada: true, data_hora: "2026-03-06T10:00:00-03:00" }, lot).problem,
  ).toBeNull();
});

test.each<[what: string, change: object, codigo: string]>([
  ["no NSU", { nsu: "" }, "FORMATO"],
  ["an unknown field", { cpf: "52998224725" }, "FORMATO"],
  ["a moment without a zone", { data_hora: "2026-03-05T10:45:10" }, "FORMATO"],
  ["fractions of a cent", { valor_bruto: 12.901 }, "FORMATO"],
  ["a card without authorization", { autorizacao: "" }, "AUTORIZACAO"],
  ["instalments that do not sum", { valor_bruto: 12.91 }, "PARCELAS"],
  ["instalments out of order", { parcelas: [{ numero: 2, valor: 12.9 }] }, "PARCELAS"],
  ["another store", { cnpj: "41902377000202" }, "LOJA"],
  ["another day", { data_hora: "2026-03-04T10:45:10-03:00" }, "DIA"],
])("%s is refused", (_what, change, codigo) => {
  expect(checkLine({ ...line, ...change }, lot).problem?.codigo).toBe(codigo);
});
