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
export async function* decodeFile(path: string, encoding: CsvEncoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let held = "";
  for await (const chunk of createReadStream(path)) {
    const text = held + decoder.decode(chunk as Buffer, { stream: true });
    held = /\u001A+$/.exec(text)?.[0] ?? "";
    yield text.slice(0, text.length - held.length);
  }
  yield (held + decoder.decode()).replace(/\u001A+$/, "");
}

/** Letters of Portuguese that only one of the two old code pages has at this place, and the other never in a word. */
const DOS_ONLY = [0x82, 0x83, 0x84, 0x87, 0x88, 0x90, 0xa1, 0xa2, 0xa3, 0xc6, 0xb5, 0xb6, 0xd6];
const WINDOWS_ONLY = [
  0xc1, 0xc2, 0xc3, 0xc9, 0xca, 0xcd, 0xd3, 0xd4, 0xd5, 0xda, 0xe1, 0xe3, 0xe7, 0xea, 0xed, 0xf3,
  0xf4, 0xf5, 0xfa,
];
/** These are letters in DOS and signs in Windows: beside a letter they are letters. */
const DOS_IN_WORD = [0x80, 0x85, 0x93, 0xa0];

/** Tells the encoding by the file's bytes; a code page that cannot be told from another is refused. */
export async function detectEncoding(path: string): Promise<CsvEncoding> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let utf8 = true;
  let first = true;
  let before = 0;
  let [dos, windows] = [0, 0];
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
    for (const [index, byte] of bytes.entries()) {
      if (byte >= 0x80) {
        if (DOS_ONLY.includes(byte)) dos += 1;
        else if (WINDOWS_ONLY.includes(byte)) windows += 1;
        else if (DOS_IN_WORD.includes(byte) && isLetter(before) && isLetter(bytes[index + 1] ?? 0))
          dos += 1;
      }
      before = byte;
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
  if (dos > windows)
    throw new UnreadableUpload(
      "O arquivo está na página de código 850 (MS-DOS), e os acentos seriam trocados por outras letras. Sistemas antigos e o Excel em “CSV (MS-DOS)” gravam assim: salve como “CSV UTF-8 (delimitado por vírgulas)” e envie novamente.",
    );
  return "windows-1252";
}

const isLetter = (byte: number) =>
  (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a) || byte >= 0xc0;

/** By its mark of order, or by every other byte being empty. */
function findUtf16(start: Uint8Array): CsvEncoding | null {
  const [one, two, three, four] = start;
  if (one === 0xff && two === 0xfe) return "utf-16le";
  if (one === 0xfe && two === 0xff) return "utf-16be";
  if (one && two === 0 && three && four === 0) return "utf-16le";
  return one === 0 && two && three === 0 && four ? "utf-16be" : null;
}
