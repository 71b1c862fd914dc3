import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { checkAuditFile } from "./check-file.ts";
import { checkControlFile, returnName, writeReturn } from "../sftp-csv/return-file.ts";

const NAME = "VENDAS_11222333000181_20260305_001.csv";
const HEADER =
  "cnpj;data;hora;cupom;ean;registro_ms;descricao;qtd;vl_bruto;vl_desconto;vl_liquido;tipo_venda;uf_crm;nr_crm";
const ROW =
  "11222333000181;2026-03-05;14:30:00;880;4006381333931;1234567890123;DIPIRONA 500MG;2;20.00;1.50;18.50;normal;SP;123456";

function check(row: string) {
  return checkAuditFile(NAME, Buffer.from(`${HEADER}\r\n${row}\r\n`));
}

test("a right file is accepted, row by row", () => {
  const result = check(ROW);
  expect(result).toEqual({ entity: "VENDAS", rows: 1, fileProblems: [], refusals: [] });
  expect(writeReturn(result)).toBe("linha;status;codigo;mensagem\r\n2;ACEITO;;\r\n");
});

test.each([
  ["EAN_INVALIDO", ROW.replace("4006381333931", "4006381333930")],
  ["EAN_AUSENTE", ROW.replace("4006381333931", "")],
  ["CNPJ_DIVERGENTE", ROW.replace("0001", "0002")],
  ["DATA_INVALIDA", ROW.replace("2026-03-05", "05/03/2026")],
  ["HORA_INVALIDA", ROW.replace("14:30:00", "14:30")],
  ["NUMERO_INVALIDO", ROW.replace("20.00", "20,00")],
  ["VALOR_DIVERGENTE", ROW.replace("18.50", "18.51")],
  ["TIPO_VENDA_INVALIDO", ROW.replace("normal", "brinde")],
  ["CRM_INVALIDO", ROW.replace(";SP;", ";;")],
  ["COLUNAS", `${ROW};x`],
])("a row is refused with %s and the others stay", (code, bad) => {
  const result = checkAuditFile(NAME, Buffer.from(`${HEADER}\r\n${ROW}\r\n${bad}\r\n`));
  expect(result.fileProblems).toEqual([]);
  expect(result.refusals.map(({ line, code: found }) => [line, found])).toEqual([[3, code]]);
  expect(writeReturn(result)).toMatch(
    new RegExp(
      `^linha;status;codigo;mensagem\\r\\n2;ACEITO;;\\r\\n3;REJEITADO;${code};[^;]+\\r\\n$`,
    ),
  );
});

test.each([
  ["the name", "vendas.csv", `${HEADER}\r\n${ROW}\r\n`, "Nome fora do padrão"],
  ["the CNPJ of the name", NAME.replace("0181", "0182"), `${HEADER}\r\n${ROW}\r\n`, "CNPJ"],
  ["line ends", NAME, `${HEADER}\n${ROW}\n`, "CRLF"],
  ["a cut end", NAME, `${HEADER}\r\n${ROW}`, "cortado"],
  ["the header", NAME, `${HEADER.replace("cupom", "coo")}\r\n${ROW}\r\n`, "Cabeçalho"],
  ["unpaired quotes", NAME, `${HEADER}\r\n${ROW.replace("DIPIRONA", '"DIPIRONA')}\r\n`, "Aspas"],
])("%s refuses the whole file", (_what, name, content, problem) => {
  const result = checkAuditFile(name, Buffer.from(content));
  expect(result.fileProblems.join()).toContain(problem);
  expect(writeReturn(result)).toMatch(/\r\n0;REJEITADO;ARQUIVO;/);
});

test("quoted fields and stock files are read", () => {
  expect(check(ROW.replace("DIPIRONA 500MG", '"DIPIRONA; 500MG"')).refusals).toEqual([]);
  const stock = "cnpj;data;ean;qtd\r\n11222333000181;2026-03-05;4006381333931;-3\r\n";
  expect(
    checkAuditFile("ESTOQUE_11222333000181_20260305_001.csv", Buffer.from(stock)),
  ).toMatchObject({ rows: 1, fileProblems: [], refusals: [] });
});

test("the control file must agree in rows and hash", () => {
  const csv = Buffer.from(`${HEADER}\r\n${ROW}\r\n`);
  const hash = createHash("sha256").update(csv).digest("hex");
  expect(checkControlFile(`1;${hash}\r\n`, csv, 1)).toEqual([]);
  expect(checkControlFile(`sha256=${hash}\nlinhas=1\n`, csv, 1)).toEqual([]);
  expect(checkControlFile(`2;${hash}`, csv, 1)).toEqual(["Arquivo .ok diz 2 linhas; o csv tem 1"]);
  expect(checkControlFile(`1;${"0".repeat(64)}`, csv, 1)).toEqual([
    "SHA-256 do .ok não confere com o csv",
  ]);
  expect(checkControlFile("", csv, 1)).toHaveLength(2);
});

test("the return is named after the file", () => {
  expect(returnName(NAME)).toBe("VENDAS_11222333000181_20260305_001_RET.csv");
});
