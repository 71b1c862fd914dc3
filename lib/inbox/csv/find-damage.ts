import { isDayColumn } from "./survey-columns.ts";
import { isCnpj, isCpf } from "@/lib/core/documents.ts";

const AS_TEXT =
  "Formate a coluna como texto antes de abrir o arquivo na planilha, ou exporte-o novamente do sistema de origem sem abri-lo.";

/** "10-12" and "11/2026" as spreadsheets in Portuguese and in English take them for days and months. */
const DATE_SHAPES = [
  /^\d{2}\/(jan|fev|mar|abr|mai|jun|jul|ago|set|out|nov|dez)$/,
  /^(jan|fev|mar|abr|mai|jun|jul|ago|set|out|nov|dez)\/\d{2}$/,
  /^\d{1,2}-(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)$/,
  /^(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)-\d{2}$/,
];

/** Codes that have always as many digits, and may begin with one zero that a number does not keep. */
const FIXED_WIDTH: Readonly<Record<string, number>> = { ncm: 8, cest: 7, cep: 8 };

/**
 * What a spreadsheet did to a cell, as a sentence that names its habit; null when nothing is seen.
 * What was lost cannot be told from the rest, so that the row is refused.
 */
export function findDamage(column: string, text: string): string | null {
  if (/^-?\d([.,]\d+)?E[+-]\d{1,3}$/i.test(text))
    return `a coluna ${column} traz ${text}: a planilha transformou o número em notação científica e perdeu dígitos. ${AS_TEXT}`;
  if (
    /^#(N\/D|N\/A|REF!|VALOR!|VALUE!|NOME\?|NAME\?|DIV\/0!|NUM!|NÚM!|NULO!|NULL!)$/i.test(text) ||
    /^#{3,}$/.test(text)
  )
    return `a coluna ${column} traz ${text}, um erro da planilha no lugar do valor. Corrija a fórmula ou alargue a coluna e salve novamente.`;
  if (column.startsWith("chave") && /^[1-9]\d{14}0{5,}$/.test(text))
    return `a coluna ${column} termina em zeros a partir do 16º dígito: a planilha guarda só 15. ${AS_TEXT}`;
  if (column.startsWith("cnpj_") && /^\d{8,13}$/.test(text) && !isCpf(text))
    return isCnpj(text.padStart(14, "0"))
      ? `a coluna ${column} traz um CNPJ de ${text.length} dígitos: a planilha tirou os zeros do começo. ${AS_TEXT}`
      : null;
  const digits = FIXED_WIDTH[column];
  if (digits !== undefined && text.length === digits - 1 && /^[1-9]\d*$/.test(text))
    return `a coluna ${column} traz ${text}, de ${text.length} dígitos: a planilha tirou o zero do começo. ${AS_TEXT}`;
  if (DATE_SHAPES.some((shape) => shape.test(text)))
    return `a coluna ${column} traz ${text}: a planilha transformou o texto em data. ${AS_TEXT}`;
  if (isDayColumn(column) && /^\d{5}([.,]\d+)?$/.test(text))
    return `a coluna ${column} traz ${text}: a planilha gravou a data como número. Formate a coluna como data (dd/mm/aaaa) e salve novamente.`;
  if (column.startsWith("hora") && /^0?[.,]\d{3,}$/.test(text))
    return `a coluna ${column} traz ${text}: a planilha gravou a hora como fração do dia. Formate a coluna como hora (hh:mm:ss) e salve novamente.`;
  return null;
}
