import { expect, test } from "vitest";
import { zipOf } from "../../support/zip-of.ts";
import { checkDay } from "./check-day.ts";
import { readMultipart, unzip } from "./read-upload.ts";

const place = { cep: "13870000", cidade: "São João", uf: "SP" };
const sale = {
  codEstab: "1",
  codCliente: "CF1",
  comPrescricao: 0,
  paraUsoProfSaude: 0,
  codProfSaude: "0",
  codProd: "1001",
  dt: "2026-03-05",
  qt: 1,
  ecommerce: 0,
  meio: 5,
  docTipo: 3,
  docFiscalSerie: "1",
  docFiscalNum: 101,
  vendaJudic: 0,
  tipoPagto: 1,
  preco: {
    valor: { liquido: 10, bruto: 12 },
    desconto: { paraConsumidorFinal: 1, perc: 16.67, valor: 2 },
    icms: {
      isento: 0,
      aliq: 0,
      valor: 0,
      cst: "060",
      subsTrib: { valor: 0, embutidoPreco: 1, cest: "0000000" },
    },
  },
};
const product = {
  cod: "1001",
  eanSellIn: "7890006000011",
  eanSellOut: "7890006000011",
  ncm: "30049099",
  apresent: "Ácido fólico",
  fabr: "Serra Azul",
  precoFabrica: 9.9,
  dispViaFarmaciaPopular: "0",
  dispViaPbm: "0",
  marcaPropria: "0",
};
const day = {
  data: "2026-03-05",
  estabelecimentos: [
    {
      cod: "1",
      doc: "41902377000113",
      nome: "Filial 1",
      nomeOfc: "Modelo",
      tipo: "F",
      tipoCaptacaoPrescricao: 0,
      ender: { descr: "Rua das Acácias, 100", ...place, tel: "1936330000" },
      codIqvia: "0892",
    },
  ],
  clientes: [{ tipo: 1, cod: "CF1", profSaude: 0, doc: "", ender: place }],
  profissionaisSaude: [],
  pacientes: [],
  produtos: [product],
  fornecedores: [],
  planosSaude: [],
  laboratoriosPBM: [],
  vendas: [sale],
  vendasDevolucoesCancelamentos: [],
  compras: [],
  comprasDevolucoesCancelamentos: [],
  prescricoes: [],
  estoque: [],
};
const check = (body: object, name = "U_REDE_20260305.json") =>
  checkDay(name, Buffer.from(JSON.stringify(body))).problems;
const withSale = (change: object) => ({ ...day, vendas: [{ ...sale, ...change }] });
const withPrice = (change: object) => withSale({ preco: { ...sale.preco, ...change } });

test("a right day has no problem", () => {
  expect(check(day)).toEqual([]);
});

test.each<[what: string, body: object, problem: RegExp]>([
  ["a missing array", { ...day, pacientes: undefined }, /pacientes/],
  ["an unknown field", withSale({ desconto: 1 }), /vendas\.0/],
  ["a numeric series", withSale({ docFiscalSerie: 1 }), /docFiscalSerie/],
  ["a quantity of zero", withSale({ qt: 0 }), /qt/],
  ["a part of a unit", withSale({ qt: 1.5 }), /qt/],
  ["ICMS outside the price", withPrice({ icms: undefined }), /icms/],
  [
    "a price of zero",
    withPrice({ valor: { liquido: 0, bruto: 0 }, desconto: undefined }),
    /preço zero/,
  ],
  [
    "a discount that does not explain the price",
    withPrice({ desconto: { ...sale.preco.desconto, valor: 1 } }),
    /difere do líquido/,
  ],
  [
    "a gift without its whole discount",
    withPrice({ desconto: { paraConsumidorFinal: 12, perc: 50, valor: 12 } }),
    /brinde/,
  ],
  ["a product the file does not have", withSale({ codProd: "1002" }), /codProd: 1002/],
  ["a customer the file does not have", withSale({ codCliente: "CF2" }), /codCliente: CF2/],
  [
    "a professional the file does not have",
    withSale({ codProfSaude: "CRM000091475SP" }),
    /codProfSaude/,
  ],
  ["a prescription of nobody", withSale({ comPrescricao: 1 }), /sem profissional/],
  ["a line of another day", withSale({ dt: "2026-03-04" }), /outro dia/],
  ["a product listed twice", { ...day, produtos: [product, product] }, /código repetido/],
  ["a text too long", { ...day, produtos: [{ ...product, apresent: "x".repeat(71) }] }, /apresent/],
  ["broken accents", { ...day, produtos: [{ ...product, fabr: "SÃ£o" }] }, /acentos estragados/],
  ["a number for a flag", { ...day, produtos: [{ ...product, marcaPropria: 0 }] }, /marcaPropria/],
  [
    "a short CEP",
    { ...day, clientes: [{ ...day.clientes[0], ender: { ...place, cep: "1387000" } }] },
    /cep/,
  ],
  [
    "a person's document",
    { ...day, clientes: [{ ...day.clientes[0], doc: "52998224725" }] },
    /pessoa física/,
  ],
  [
    "negative stock",
    { ...day, estoque: [{ codEstab: "1", codProd: "1001", dt: "2026-03-05", qt: -1 }] },
    /qt/,
  ],
])("%s is found", (_what, body, problem) => {
  expect(check(body).join("\n")).toMatch(problem);
});

test("another name, another encoding", () => {
  expect(check(day, "U_REDE_20260306.json")).toEqual([expect.stringContaining("nome")]);
  expect(
    checkDay("U_REDE_20260305.json", Buffer.from(JSON.stringify(day), "latin1")).problems,
  ).toEqual([expect.stringContaining("UTF-8")]);
});

test("an upload is one deflated zip in its field", async () => {
  const zip = await zipOf({ "a.json": "{}".repeat(100) });
  const body = (field: string) =>
    Buffer.concat([
      Buffer.from(
        `--b\r\ncontent-disposition: form-data; name="${field}"; filename="U.zip"\r\n\r\n`,
      ),
      zip,
      Buffer.from("\r\n--b--\r\n"),
    ]);
  const read = readMultipart("multipart/form-data; boundary=b", body("file"), "file");
  expect(read).toMatchObject({ name: "U.zip", content: zip });
  expect((await unzip(zip))?.map(({ name }) => name)).toEqual(["a.json"]);
  expect(readMultipart("multipart/form-data; boundary=b", body("arquivo"), "file")).toMatchObject({
    problem: expect.stringContaining("campo"),
  });
  expect(readMultipart("application/zip", zip, "file")).toMatchObject({
    problem: expect.stringContaining("multipart"),
  });
  expect(await unzip(Buffer.from("not a zip"))).toBeNull();
});
