import { DocumentRefusal } from "../document.ts";

const UTF8 = "utf-8";
/** Blanks and the "<". */
const BEGINS = new Set([0x09, 0x0a, 0x0d, 0x20, 0x3c]);
/** What one of the two bytes C2 and C3 begins, and the quotes, dashes and dots that editors put in. */
const OF_PORTUGUESE = /^[\0-\u00FF\u2010-\u203A\u20AC]*$/;
/** What stands behind the root in files of old programs: blanks, empty bytes, the Ctrl-Z of DOS. */
const AFTER_END = new Set([" ", "\t", "\r", "\n", "\0", "\u001A"]);

/** The text of an XML file, without the marks and blanks that editors and mail put around it. */
export function readXmlText(bytes: Uint8Array): string {
  const text = textOf(bytes, chooseEncoding(bytes));
  const start = /^[\s\uFEFF]*/.exec(text)?.[0].length ?? 0;
  let end = text.length;
  // By hand: a pattern bound to the end would try again at every blank of a file made of blanks.
  while (end > start && AFTER_END.has(text[end - 1] as string)) end -= 1;
  return text.slice(start, end);
}

function textOf(bytes: Uint8Array, label: string): string {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new DocumentRefusal(
      "wrong_encoding",
      "O arquivo não está na codificação que declara (em geral UTF-8). Exporte-o novamente na origem, sem abri-lo em um editor.",
    );
  }
}

/** By the bytes first; what the declaration says comes after, since programs write it without looking. */
function chooseEncoding(bytes: Uint8Array): string {
  const wide = findUtf16(bytes);
  if (wide) return wide;
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return UTF8;
  const declared = declaredEncoding(bytes);
  if (declared === "" || declared === UTF8) return UTF8;
  const label = knownLabel(declared);
  return label.startsWith("utf-16") || isUtf8(bytes) ? UTF8 : label;
}

function declaredEncoding(bytes: Uint8Array): string {
  const start = new TextDecoder("latin1").decode(bytes.subarray(0, 400));
  return (
    /^\s*<\?xml[^>]*encoding\s*=\s*["']([^"']{1,40})["']/.exec(start)?.[1]?.trim().toLowerCase() ??
    ""
  );
}

function knownLabel(declared: string): string {
  try {
    return new TextDecoder(declared).encoding;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new DocumentRefusal(
      "wrong_encoding",
      `O XML declara a codificação ${declared.slice(0, 20)}, que não é lida aqui. Exporte-o em UTF-8 na origem.`,
    );
  }
}

/** By its mark of order, or by the blank or "<" that every XML begins with. */
function findUtf16([one = 0, two = 0]: Uint8Array): string | null {
  if ((one === 0xff && two === 0xfe) || (BEGINS.has(one) && two === 0)) return "utf-16le";
  if ((one === 0xfe && two === 0xff) || (one === 0 && BEGINS.has(two))) return "utf-16be";
  return null;
}

/**
 * Whether text in an old code page is UTF-8 in truth: its bytes give accents of Portuguese, which in
 * the old code page would be an "Ã" before a sign. By chance some others of its letters pair up too.
 */
function isUtf8(bytes: Uint8Array): boolean {
  try {
    return OF_PORTUGUESE.test(new TextDecoder(UTF8, { fatal: true }).decode(bytes));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return false;
  }
}
