import { isGtin } from "@/lib/core/documents.ts";
import { LAYOUTS, type ColumnKind } from "./layouts.ts";

/** One coupon line as the partner keeps it, to notice what comes twice. */
export interface CouponLine {
  store: string;
  coupon: string;
  product: string;
  /** Which line of this product in this coupon, from 1. */
  line: number;
}

/** What the partner makes of a file. */
export interface SmarketCheck {
  entity: string | null;
  rows: number;
  problems: string[];
  coupons: CouponLine[];
  /** The categories that a file lists, or sets goals for. */
  categories: string[];
}

const NAME = /^([a-z_]+)-(\d{4})-(\d\d)-(\d\d)-(\d\d)-(\d\d)-(\d\d)\.csv$/;
const FORBIDDEN = /[./*;\r\n\t]/;
const PLAIN = /^[\x20-\x7e]*$/;
const NUMBER = /^-?\d+(\.\d+)?$/;

/** Whether the parts are a moment that exists: Date rolls the 31st of February over to March. */
function isMoment(parts: readonly string[]): boolean {
  const [year, month, day, hour, minute, second] = parts.map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  return (
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day &&
    hour < 24 &&
    minute < 60 &&
    second < 60
  );
}

function checkValue(kind: ColumnKind, value: string): string | null {
  switch (kind) {
    case "text":
      if (FORBIDDEN.test(value)) return "tem caractere proibido (. / * ; ou quebra)";
      return PLAIN.test(value) ? null : "tem acento ou caractere fora do ASCII";
    case "number":
      return NUMBER.test(value) ? null : "não é número com ponto decimal";
    case "optional_number":
      return value === "" || NUMBER.test(value) ? null : "não é número com ponto decimal";
    case "optional_amount":
      return value === "" || /^\d+(\.\d{1,2})?$/.test(value)
        ? null
        : "não é valor com ponto decimal e até dois decimais, nunca negativo";
    case "digits":
      return /^\d+$/.test(value) ? null : "não é código numérico";
    case "optional_flag":
      if (value === "") return null;
    // falls through
    case "flag":
      return value === "0" || value === "1" ? null : "não é 0 nem 1";
    case "ean":
      return value === "0" || isGtin(value) ? null : "não é GTIN válido nem 0";
    case "instant": {
      const parts = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)$/.exec(value);
      return parts && isMoment(parts.slice(1)) ? null : "não é data AAAA-MM-DD HH:MM:SS";
    }
  }
}

/** Reads a received file as Smarket does: FTP cannot refuse contents, so the findings are only shown. */
export function checkSmarketFile(name: string, bytes: Buffer): SmarketCheck {
  const result: SmarketCheck = { entity: null, rows: 0, problems: [], coupons: [], categories: [] };
  const { problems } = result;
  const named = NAME.exec(name);
  if (!named || !isMoment(named.slice(2)))
    problems.push("Nome fora do padrão {entidade}-{AAAA-MM-DD-HH-MM-SS}.csv");
  const layout = named ? LAYOUTS[named[1] ?? ""] : undefined;
  if (!named || !layout) {
    if (named) problems.push(`Entidade desconhecida: ${named[1]}`);
    return result;
  }
  result.entity = named[1] ?? null;

  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    problems.push("Arquivo não está em UTF-8");
    return result;
  }
  if (text.startsWith("\ufeff")) problems.push("Arquivo começa com BOM");
  const lines = text.replace(/^\ufeff/, "").split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  else if (text !== "") problems.push("Última linha sem quebra: o arquivo pode estar cortado");
  const header = lines.shift() ?? "";
  const expected = layout.map(([column]) => column).join("|");
  if (header !== expected) problems.push(`Cabeçalho diferente de ${expected}`);

  const counted = new Map<string, number>();
  const listed = new Set<string>();
  lines.forEach((line, index) => {
    result.rows++;
    const where = `Linha ${index + 2}`;
    const values = line.split("|");
    if (line.includes('"')) problems.push(`${where}: tem aspas`);
    if (values.length !== layout.length) {
      problems.push(`${where}: ${values.length} colunas em vez de ${layout.length}`);
      return;
    }
    layout.forEach(([column, kind], position) => {
      const complaint = checkValue(kind, values[position] ?? "");
      if (complaint) problems.push(`${where}: ${column} ${complaint}`);
    });
    if (result.entity === "cupom") {
      const [, product = "", store = "", coupon = ""] = values;
      const key = `${store}|${coupon}|${product}`;
      const number = (counted.get(key) ?? 0) + 1;
      counted.set(key, number);
      result.coupons.push({ store, coupon, product, line: number });
    }
    if (result.entity === "categoria" || result.entity === "meta_categoria") {
      const [category = ""] = values;
      if (category === "") problems.push(`${where}: não tem o código da categoria`);
      else if (listed.has(category))
        problems.push(`${where}: a categoria ${category} aparece mais de uma vez`);
      listed.add(category);
      result.categories.push(category);
    }
  });
  return result;
}
