/** What a file was found to be. */
export interface DemandCheck {
  rows: number;
  problems: string[];
}

const HEADER =
  "CODIGO_REDE;CODIGO_LOJA;CNPJ;DATA;EAN;CODIGO_PRODUTO;DESCRICAO;FABRICANTE;REGISTRO_MS;QUANTIDADE;PRECO_UNITARIO;ESTOQUE";

/** GTIN check digit, computed here and not with the hub's code. */
function isEan(text: string): boolean {
  if (!/^(\d{8}|\d{12,14})$/.test(text)) return false;
  const digits = [...text].map(Number).reverse();
  const sum = digits
    .slice(1)
    .reduce((total, digit, index) => total + digit * (index % 2 === 0 ? 3 : 1), 0);
  return (10 - (sum % 10)) % 10 === digits[0];
}

const RULES: ReadonlyArray<
  [name: string, right: (cell: string, context: { network: string; day: string }) => boolean]
> = [
  ["CODIGO_REDE", (cell, { network }) => cell === network],
  ["CODIGO_LOJA", (cell) => /^\d{1,6}$/.test(cell)],
  ["CNPJ", (cell) => /^[0-9A-Z]{12}\d{2}$/.test(cell)],
  ["DATA", (cell, { day }) => cell.replaceAll("-", "") === day && /^\d{4}-\d\d-\d\d$/.test(cell)],
  ["EAN", isEan],
  ["CODIGO_PRODUTO", (cell) => cell !== "" && [...cell].length <= 20],
  ["DESCRICAO", (cell) => [...cell].length <= 60],
  ["FABRICANTE", (cell) => [...cell].length <= 40],
  ["REGISTRO_MS", (cell) => /^1\d{8,12}$/.test(cell)],
  ["QUANTIDADE", (cell) => /^\d{1,7}$/.test(cell)],
  ["PRECO_UNITARIO", (cell) => /^\d{1,7}\.\d{2}$/.test(cell)],
  ["ESTOQUE", (cell) => /^\d{0,7}$/.test(cell)],
];

/**
 * Reads a file in the layout that this stand-in agreed on: `{rede}_{AAAAMMDD}.txt`, UTF-8, titles,
 * `;`, CR LF, one row a store and product.
 */
export function checkDemand(network: string, name: string, content: Buffer): DemandCheck {
  const [, owner, day = ""] = /^([A-Za-z0-9]+)_(\d{8})\.txt$/.exec(name) ?? [];
  if (owner !== network)
    return { rows: 0, problems: [`Nome fora do padrão ${network}_AAAAMMDD.txt`] };
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    return { rows: 0, problems: ["Não é UTF-8"] };
  }
  if (text.startsWith("\ufeff")) return { rows: 0, problems: ["Tem BOM"] };
  if (!text.endsWith("\r\n")) return { rows: 0, problems: ["A última linha não termina em CR LF"] };
  const [header, ...lines] = text.slice(0, -2).split("\r\n");
  const problems = header === HEADER ? [] : [`Títulos diferentes dos combinados: ${header}`];
  const seen = new Set<string>();
  for (const [index, line] of lines.entries()) {
    const cells = line.split(";");
    const place = `Linha ${index + 2}`;
    if (cells.length !== RULES.length) {
      problems.push(`${place}: ${cells.length} campos em vez de ${RULES.length}`);
      continue;
    }
    for (const [column, [field, right]] of RULES.entries())
      if (!right(cells[column] ?? "", { network, day }))
        problems.push(`${place}: ${field} inválido (${cells[column]})`);
    if (/[\u0000-\u001f"]/.test(line)) problems.push(`${place}: caractere de controle ou aspas`);
    const key = `${cells[1]}|${cells[5]}`;
    if (seen.has(key)) problems.push(`${place}: produto repetido na loja`);
    seen.add(key);
  }
  return { rows: lines.length, problems };
}
