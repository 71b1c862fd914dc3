import { createReadStream } from "node:fs";
import { UnreadableUpload } from "../unit.ts";

/** The encodings in which a CSV is read. */
export type CsvEncoding = "utf-8" | "windows-1252" | "utf-16le" | "utf-16be";

const isUtf16 = (encoding: CsvEncoding) => encoding.startsWith("utf-16");

/** Bytes that a text takes in the file. */
export function countBytes(text: string, encoding: CsvEncoding): number {
  if (encoding === "utf-8") return Buffer.byteLength(text);
  return isUtf16(encoding) ? text.length * 2 : text.length;
}

/** The file's text in pieces, without its mark of order and without the Ctrl-Z with which DOS ends a file. */
export async function* readText(path: string, encoding: CsvEncoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let held = "";
  const decode = (bytes?: Buffer) => {
    try {
      return decoder.decode(bytes, { stream: bytes !== undefined });
    } catch (error) {
      // So the decoder says that bytes are no text of this encoding.
      if (!(error instanceof TypeError)) throw error;
      throw new UnreadableUpload(
        `O arquivo está em ${encoding.toUpperCase()}, mas traz bytes que não são texto: foi cortado ou danificado no caminho. Salve como “CSV UTF-8 (delimitado por vírgulas)” e envie novamente.`,
      );
    }
  };
  for await (const chunk of createReadStream(path)) {
    const text = held + decode(chunk as Buffer);
    held = /\u001A+$/.exec(text)?.[0] ?? "";
    yield text.slice(0, text.length - held.length);
  }
  yield (held + decode()).replace(/\u001A+$/, "");
}

/** Letters of Portuguese that only one of the two old code pages has at this place, and the other never in a word. */
const DOS_ONLY = new Set([
  0x82, 0x83, 0x84, 0x87, 0x88, 0x90, 0xa1, 0xa2, 0xa3, 0xc6, 0xb5, 0xb6, 0xb7, 0xd2, 0xd6, 0xe4,
  0xe5,
]);
const WINDOWS_ONLY = new Set([
  0xc0, 0xc1, 0xc2, 0xc3, 0xc9, 0xca, 0xcd, 0xd3, 0xd4, 0xd5, 0xda, 0xe1, 0xe3, 0xe7, 0xea, 0xed,
  0xf3, 0xf4, 0xf5, 0xfa,
]);
/** These are letters in DOS and signs in Windows: beside a letter they are letters. */
const DOS_IN_WORD = new Set([0x80, 0x85, 0x93, 0xa0]);
/** Small letters in Windows and capitals in DOS (à/Ó, â/Ô, é/Ú): the letters beside tell. */
const BY_CASE = new Set([0xe0, 0xe2, 0xe9]);

/** Which code page a byte speaks for, by the letters beside it; null when for neither. */
function pageOf(bytes: Uint8Array, at: number): "dos" | "windows" | null {
  const [first = 0, before = 0, byte = 0, after = 0] = [-2, -1, 0, 1].map(
    (step) => bytes[at + step],
  );
  if (DOS_ONLY.has(byte)) return "dos";
  if (WINDOWS_ONLY.has(byte)) return "windows";
  if (DOS_IN_WORD.has(byte)) return isLetter(before) && isLetter(after) ? "dos" : null;
  if (BY_CASE.has(byte)) {
    if (isAscii(after)) return isSmall(after) ? "windows" : "dos";
    // At the end of "Pé" a capital says nothing, at the end of "BAÚ" two do.
    if (isSmall(before)) return "windows";
    return isAscii(before) && isAscii(first) && !isSmall(first) ? "dos" : null;
  }
  // Ç in Windows and Ã in DOS: Ç stands before A, U, Ã and Õ; Ã behind a consonant or at a word's end.
  if (byte !== 0xc7) return null;
  const [last, next] = [String.fromCharCode(before), String.fromCharCode(after)];
  if (/[AU\xC3\xD5]/i.test(next)) return "windows";
  return /[BCDFGJMPQSTVXZ]/i.test(last) || !isLetter(after) || /[ES]/i.test(next) ? "dos" : null;
}

const isSmall = (byte: number) => byte >= 0x61 && byte <= 0x7a;
const isAscii = (byte: number) => (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
const isLetter = (byte: number) => isAscii(byte) || byte >= 0xc0;

/** Tells the encoding by the file's bytes; a code page that cannot be told from another is refused. */
export async function detectEncoding(path: string): Promise<CsvEncoding> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let utf8 = true;
  let first = true;
  let [dos, windows, pairs] = [0, 0, 0];
  for await (const chunk of createReadStream(path)) {
    const bytes = chunk as Buffer;
    if (first) {
      const wide = findUtf16(bytes);
      if (wide) return wide;
    }
    first = false;
    if (utf8) {
      try {
        decoder.decode(bytes, { stream: true });
      } catch {
        utf8 = false;
      }
    }
    for (let index = 0; index < bytes.length; index += 1) {
      const byte = bytes[index] as number;
      if (byte < 0x80) continue;
      const after = bytes[index + 1] ?? 0;
      if (byte === 0xc3 && after >= 0x80 && after < 0xc0) pairs += 1;
      const page = pageOf(bytes, index);
      if (page === "dos") dos += 1;
      else if (page === "windows") windows += 1;
    }
  }
  if (utf8) {
    try {
      decoder.decode();
      return "utf-8";
    } catch {
      // It ends in the middle of a letter.
    }
  }
  if (pairs > 0)
    throw new UnreadableUpload(
      "O arquivo mistura UTF-8 com outra codificação ou foi cortado no meio de uma letra, e acentos seriam trocados. Junte arquivos só depois de convertê-los, ou exporte-o novamente em UTF-8.",
    );
  if (dos > windows)
    throw new UnreadableUpload(
      "O arquivo está na página de código 850 (MS-DOS), e os acentos seriam trocados por outras letras. Sistemas antigos e o Excel em “CSV (MS-DOS)” gravam assim: salve como “CSV UTF-8 (delimitado por vírgulas)” e envie novamente.",
    );
  return "windows-1252";
}

/** By its mark of order, or by every other byte being empty. */
function findUtf16(start: Uint8Array): CsvEncoding | null {
  const [one, two, three, four] = start;
  if (one === 0xff && two === 0xfe) return "utf-16le";
  if (one === 0xfe && two === 0xff) return "utf-16be";
  if (one && two === 0 && three && four === 0) return "utf-16le";
  return one === 0 && two && three === 0 && four ? "utf-16be" : null;
}
