import { expect, test } from "vitest";
import { checkSmarketFile } from "./check-file.ts";

const COUPON =
  "DT_VENDA|SEQPRODUTO|SEQLOJA|SEQCUPOM|SEQCLIENTE|QUANTIDADE|PRECO_UNITARIO|CUSTO_UNITARIO|DESCONTO_UNITARIO|FLAG_OFERTA";
const LINE = "2026-03-05 14:30:00|501|1|880||2|12.90|8.10|0|0";

function check(content: string, name = "cupom-2026-03-06-02-00-00.csv") {
  return checkSmarketFile(name, Buffer.from(content));
}

test("a right coupon file has no problems and gives its lines", () => {
  const result = check(`${COUPON}\n${LINE}\n${LINE}\n2026-03-05 14:30:00|502|1|880||-1|3|||1\n`);
  expect(result.problems).toEqual([]);
  expect(result.rows).toBe(3);
  expect(result.coupons).toEqual([
    { store: "1", coupon: "880", product: "501", line: 1 },
    { store: "1", coupon: "880", product: "501", line: 2 },
    { store: "1", coupon: "880", product: "502", line: 1 },
  ]);
});

test.each([
  ["cupom.csv", "Nome fora do padrão"],
  ["cupom-2026-02-31-02-00-00.csv", "Nome fora do padrão"],
  ["cupom-2026-03-06 02:00:00.csv", "Nome fora do padrão"],
  ["cupons-2026-03-06-02-00-00.csv", "Entidade desconhecida: cupons"],
])("the name %s is refused", (name, problem) => {
  expect(check(`${COUPON}\n${LINE}\n`, name).problems.join()).toContain(problem);
});

test.each([
  [
    "header in another order",
    `SEQPRODUTO|DT_VENDA${COUPON.slice(19)}\n${LINE}\n`,
    "Cabeçalho diferente",
  ],
  ["a column too many", `${COUPON}\n${LINE}|x\n`, "Linha 2: 11 colunas em vez de 10"],
  ["quotes", `${COUPON}\n${LINE.replace("501", '"501"')}\n`, "Linha 2: tem aspas"],
  [
    "decimal comma",
    `${COUPON}\n${LINE.replace("12.90", "12,90")}\n`,
    "PRECO_UNITARIO não é número",
  ],
  [
    "date of another format",
    `${COUPON}\n${LINE.replace("2026-03-05 14", "05/03/2026 14")}\n`,
    "DT_VENDA não é data",
  ],
  [
    "date that does not exist",
    `${COUPON}\n${LINE.replace("03-05", "02-30")}\n`,
    "DT_VENDA não é data",
  ],
  ["flag out of range", `${COUPON}\n${LINE.slice(0, -1)}2\n`, "FLAG_OFERTA não é 0 nem 1"],
  ["cut last line", `${COUPON}\n${LINE}`, "pode estar cortado"],
  ["byte order mark", `\ufeff${COUPON}\n${LINE}\n`, "BOM"],
])("%s is noticed", (_what, content, problem) => {
  expect(check(content).problems.join("; ")).toContain(problem);
});

test("goals are once a category, in amounts that are none below zero", () => {
  const name = "meta_categoria-2026-03-06-02-00-00.csv";
  const goals = (...lines: string[]) =>
    checkSmarketFile(
      name,
      Buffer.from(["SEQCATEGORIA|META|COMPETITIVIDADE|MIDIA", ...lines, ""].join("\n")),
    );
  expect(goals("11|125000.50|Alta|Tabloide", "12||Media|", "13|0.00||")).toMatchObject({
    entity: "meta_categoria",
    rows: 3,
    problems: [],
    categories: ["11", "12", "13"],
  });
  expect(goals("11|1||", "11|2||", "|3||", "14|-5||", "15|1.005||", "16|1,5||").problems).toEqual([
    "Linha 3: a categoria 11 aparece mais de uma vez",
    "Linha 4: não tem o código da categoria",
    ...[5, 6, 7].map(
      (line) =>
        `Linha ${line}: META não é valor com ponto decimal e até dois decimais, nunca negativo`,
    ),
  ]);
});

test("accents and forbidden characters are noticed in text columns only", () => {
  const name = "segmento-2026-03-06-02-00-00.csv";
  expect(check("seqsegmento|segmento\n1|FARMACIA\n", name).problems).toEqual([]);
  expect(check("seqsegmento|segmento\n1|FARMÁCIA\n", name).problems.join()).toContain("acento");
  expect(check("seqsegmento|segmento\n1|FARMACIA S/A\n", name).problems.join()).toContain(
    "caractere proibido",
  );
});

test("bytes that are not UTF-8 are noticed", () => {
  const bytes = Buffer.from("seqsegmento|segmento\n1|FARM\xc1CIA\n", "latin1");
  expect(checkSmarketFile("segmento-2026-03-06-02-00-00.csv", bytes).problems).toEqual([
    "Arquivo não está em UTF-8",
  ]);
});

test("an EAN is zero or has the right check digit", () => {
  const name = "produto_ean-2026-03-06-02-00-00.csv";
  const problems = check(
    "SEQPRODUTO|EAN|PRINCIPAL\n1|0|1\n2|4006381333931|1\n3|4006381333930|1\n",
    name,
  ).problems;
  expect(problems).toEqual(["Linha 4: EAN não é GTIN válido nem 0"]);
});
