import { createReadStream } from "node:fs";
import { UnreadableUpload } from "../unit.ts";
import { countVote, type PageVotes } from "./code-page-votes.ts";

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

/** Tells the encoding by the file's bytes; a code page that cannot be told from another is refused. */
export async function detectEncoding(path: string): Promise<CsvEncoding> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let utf8 = true;
  let first = true;
  let pairs = 0;
  const votes = { dos: 0, windows: 0, mac: 0, unclear: 0 };
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
      countVote(votes, bytes, index);
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
  refuseOtherPage(votes);
  return "windows-1252";
}

/** Refuses a file whose accents may be those of another page than Windows', which is read. */
function refuseOtherPage({ dos, windows, mac, unclear }: PageVotes): void {
  const most = Math.max(dos, mac);
  if (windows > most || dos + windows + mac + unclear === 0) return;
  if (most === windows)
    throw new UnreadableUpload(
      "Os acentos do arquivo podem ser lidos de mais de um jeito (Windows-1252 ou página de código 850, do MS-DOS), e seriam trocados por outras letras. Salve como “CSV UTF-8 (delimitado por vírgulas)” e envie novamente.",
    );
  throw new UnreadableUpload(
    mac > dos
      ? "O arquivo está na codificação de um Macintosh antigo, e os acentos seriam trocados por outras letras. O Excel do Mac em “CSV (Macintosh)” grava assim: salve como “CSV UTF-8 (delimitado por vírgulas)” e envie novamente."
      : "O arquivo está na página de código 850 (MS-DOS), e os acentos seriam trocados por outras letras. Sistemas antigos e o Excel em “CSV (MS-DOS)” gravam assim: salve como “CSV UTF-8 (delimitado por vírgulas)” e envie novamente.",
  );
}

/** By its mark of order, or by every other byte being empty. */
function findUtf16(start: Uint8Array): CsvEncoding | null {
  const [one, two, three, four] = start;
  if (one === 0xff && two === 0xfe) return "utf-16le";
  if (one === 0xfe && two === 0xff) return "utf-16be";
  if (one && two === 0 && three && four === 0) return "utf-16le";
  return one === 0 && two && three === 0 && four ? "utf-16be" : null;
}
