/** What a whole column of a file shows of its decimal mark. */
export type DecimalMark = "comma" | "point" | "mixed" | "unclear";

const GROUPED = /^-?[1-9]\d{0,2}(\.\d{3})+(,\d+)?$/;
/** A point, or a comma, with exactly three digits after it: thousands or thousandths. */
const ONE_POINT = /^-?[1-9]\d{0,2}\.\d{3}$/;
const ONE_COMMA = /^-?[1-9]\d{0,2},\d{3}$/;

/** The mark that a cell shows for certain; null when it shows none. */
export function markOf(cell: string): "comma" | "point" | null {
  const text = withoutSign(cell);
  if (ONE_POINT.test(text) || ONE_COMMA.test(text)) return null;
  if (GROUPED.test(text) || /^-?\d+,\d+$/.test(text)) return "comma";
  return /^-?\d+\.\d+$/.test(text) || /^-?\d{1,3}(,\d{3})+\.\d+$/.test(text) ? "point" : null;
}

/** Whether a cell has three digits behind its only mark, by which it shows nothing alone. */
export function formOf(cell: string): "three_point" | "three_comma" | null {
  const text = withoutSign(cell);
  if (ONE_POINT.test(text)) return "three_point";
  return ONE_COMMA.test(text) ? "three_comma" : null;
}

/** A number as digits with a decimal point; or the two numbers that it may be; null when it is none. */
export function plainNumber(
  cell: string,
  mark: DecimalMark,
): { plain: string } | { readings: [string, string] } | null {
  const text = withoutSign(cell);
  if (/^-?\d+$/.test(text)) return { plain: text };
  const whole = text.replace(/[.,]/g, "");
  if (ONE_POINT.test(text)) {
    if (mark === "comma") return { plain: whole };
    return mark === "point" ? { plain: text } : { readings: [whole, text.replace(".", ",")] };
  }
  if (ONE_COMMA.test(text) && (mark === "point" || mark === "mixed"))
    return { readings: [whole, text] };
  if (GROUPED.test(text)) return { plain: text.replaceAll(".", "").replace(",", ".") };
  return /^-?\d+[.,]\d+$/.test(text) ? { plain: text.replace(",", ".") } : null;
}

const withoutSign = (cell: string) => cell.replace(/^R\$\s*/, "");
