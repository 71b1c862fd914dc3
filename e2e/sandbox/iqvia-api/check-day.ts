import { type DayBody, layoutShape } from "./layout-shape.ts";

const cents = (value: number) => Math.round(value * 100);

/** Codes used in a line that no array of the same file has. */
function findOpenReferences(body: DayBody): string[] {
  const known = {
    codEstab: new Set(body.estabelecimentos.map(({ cod }) => cod)),
    codCliente: new Set(body.clientes.map(({ cod }) => cod)),
    codProd: new Set(body.produtos.map(({ cod }) => cod)),
    codProfSaude: new Set(["0", ...body.profissionaisSaude.map(({ cod }) => cod)]),
  };
  const lists: Array<[string, ReadonlyArray<Partial<Record<keyof typeof known, string>>>]> = [
    ["vendas", body.vendas],
    ["vendasDevolucoesCancelamentos", body.vendasDevolucoesCancelamentos],
    ["estoque", body.estoque],
  ];
  return lists.flatMap(([list, lines]) =>
    lines.flatMap((line, index) =>
      (Object.keys(known) as Array<keyof typeof known>).flatMap((field) =>
        line[field] !== undefined && !known[field].has(line[field])
          ? [`${list}.${index}.${field}: ${line[field]} não existe no arquivo`]
          : [],
      ),
    ),
  );
}

function findRepeated(body: DayBody): string[] {
  const lists = {
    estabelecimentos: body.estabelecimentos,
    clientes: body.clientes,
    produtos: body.produtos,
    profissionaisSaude: body.profissionaisSaude,
  };
  return Object.entries(lists).flatMap(([name, list]) =>
    new Set(list.map(({ cod }) => cod)).size === list.length ? [] : [`${name}: código repetido`],
  );
}

function checkSale(line: DayBody["vendas"][number], index: number): string[] {
  const { valor, desconto, icms } = line.preco;
  const problems: string[] = [];
  const where = `vendas.${index}.preco`;
  if (valor.liquido === 0 || valor.bruto === 0)
    problems.push(`${where}: preço zero deve ir como brinde, com o preço de tabela`);
  const gift = desconto?.paraConsumidorFinal === 12;
  if (gift && (desconto.perc !== 100 || cents(desconto.valor) !== cents(valor.bruto)))
    problems.push(`${where}.desconto: brinde tem desconto de 100%`);
  if (!gift && cents(valor.bruto) - cents(desconto?.valor ?? 0) !== cents(valor.liquido))
    problems.push(`${where}: bruto menos desconto difere do líquido`);
  if (cents(icms.valor) > cents(valor.liquido)) problems.push(`${where}.icms: maior que o preço`);
  if (line.comPrescricao === 1 && line.codProfSaude === "0")
    problems.push(`vendas.${index}: com prescrição e sem profissional`);
  return problems;
}

/** One day's JSON: `U_{CLIENTID}_{AAAAMMDD}.json` by its name, the layout by its fields, then what no shape can say. */
export function checkDay(
  name: string,
  content: Buffer,
): { day: string; rows: number; problems: string[] } {
  const nothing = (problem: string) => ({ day: "", rows: 0, problems: [`${name}: ${problem}`] });
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(content));
  } catch {
    return nothing("não é JSON em UTF-8");
  }
  const result = layoutShape.safeParse(parsed);
  if (!result.success)
    return {
      day: "",
      rows: 0,
      problems: result.error.issues.map(
        (issue) => `${name}: ${issue.path.join(".")}: ${issue.message}`,
      ),
    };
  const body = result.data;
  const { vendas, vendasDevolucoesCancelamentos: undone, estoque } = body;
  const problems = [
    ...findOpenReferences(body),
    ...findRepeated(body),
    ...vendas.flatMap(checkSale),
  ];
  if (!name.endsWith(`_${body.data.replaceAll("-", "")}.json`))
    problems.push("o nome não é o do dia");
  if ([...vendas, ...undone, ...estoque].some(({ dt }) => dt !== body.data))
    problems.push("há linhas de outro dia");
  return {
    day: body.data,
    rows: vendas.length + undone.length,
    problems: problems.map((problem) => `${name}: ${problem}`),
  };
}
