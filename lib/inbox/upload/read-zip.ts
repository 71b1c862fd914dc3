import { type FileHandle, open } from "node:fs/promises";
import { inflateRawSync } from "node:zlib";
import yauzl from "yauzl";
import type { InboxContext, Reading } from "../document.ts";
import { type Unit, UnreadableUpload } from "../unit.ts";
import { MAX_XML_BYTES } from "../xml/read-xml.ts";
import { readFiscalXml } from "../xml/read-fiscal-xml.ts";
import { readEntryName } from "./read-entry-name.ts";
import { detectKind } from "./detect-kind.ts";

const MAX_ENTRIES = 2_000_000;
/** Fiscal XML shrinks to a tenth or so. What shrinks to less than a hundredth is made to hurt. */
const MAX_RATIO = 100;
/** Below this a high ratio does no harm: small files of blanks shrink well too. */
const RATIO_MATTERS_FROM = 64 * 1024;
/** Begins each entry of the index. */
const ENTRY_SIGNATURE = 0x02014b50;
/** Ways of compression that are not read here, by their number in the zip. */
const UNREAD_METHODS: Record<number, string> = {
  1: "Shrink",
  6: "Implode",
  9: "Deflate64",
  12: "bzip2",
  14: "LZMA",
  93: "Zstandard",
  95: "XZ",
  98: "PPMd",
};
const JUNK = /(^|\/)(__MACOSX\/|\.DS_Store$|\._|Thumbs\.db$|desktop\.ini$)/i;

/**
 * Walks a zip on disk entry by entry. Nothing is written anywhere under an entry's name, so a name cannot
 * lead out of a folder; entries that are encrypted, too large or shrunk beyond reason are refused one by one.
 */
export async function* readZip(
  path: string,
  context: InboxContext,
  skip = 0,
): AsyncGenerator<Unit> {
  // Names are decoded by us: with decodeStrings one odd name would end the reading of all others.
  const zip = await yauzl
    .openPromise(path, {
      lazyEntries: true,
      decodeStrings: false,
      validateEntrySizes: true,
      autoClose: false,
    })
    .catch(() => {
      throw new UnreadableUpload(
        "O arquivo zip está corrompido ou incompleto. Gere-o novamente e reenvie.",
      );
    });
  const handle = await open(path);
  try {
    let position = 0;
    let files = 0;
    const entries = zip.eachEntry();
    for (;;) {
      if (zip.entriesRead === zip.entryCount && (await hasMore(zip, handle))) zip.entryCount += 1;
      if (zip.entryCount > MAX_ENTRIES)
        throw new UnreadableUpload("O zip tem arquivos demais. Divida-o em partes menores.");
      const next = await entries.next().catch(() => {
        throw new UnreadableUpload(
          "O índice do arquivo zip está corrompido. Os dados lidos até aqui foram salvos. Gere o zip novamente e reenvie.",
        );
      });
      if (next.done) break;
      const entry = next.value;
      position += 1;
      const place = readEntryName(entry);
      const ignored = place.endsWith("/") || JUNK.test(place);
      if (!ignored) files += 1;
      if (position <= skip) continue;
      const bytesRead = Math.min(
        zip.fileSize,
        entry.relativeOffsetOfLocalHeader + entry.compressedSize,
      );
      const read = async () => (ignored ? [] : readEntry(zip, handle, entry, context));
      yield { place, bytesRead, read };
    }
    if (files === 0)
      throw new UnreadableUpload(
        "O zip está vazio: não há nenhum arquivo dentro dele. Confira a pasta que foi compactada e reenvie.",
      );
  } finally {
    zip.close();
    await handle.close();
  }
}

/**
 * Whether the index goes on behind its last promised entry: it counts to 65,535 only, and some
 * programs (macOS among them) write more and let the count begin again.
 */
async function hasMore(zip: yauzl.ZipFile, handle: FileHandle): Promise<boolean> {
  const { buffer, bytesRead } = await handle.read(
    Buffer.alloc(4),
    0,
    4,
    Number(zip.readEntryCursor),
  );
  return bytesRead === 4 && buffer.readUInt32LE() === ENTRY_SIGNATURE;
}

async function readEntry(
  zip: yauzl.ZipFile,
  handle: FileHandle,
  entry: yauzl.Entry,
  context: InboxContext,
): Promise<Reading[]> {
  if (entry.isEncrypted())
    return [
      refuse(
        "encrypted_entry",
        "O arquivo dentro do zip está protegido por senha. Gere o zip sem senha.",
      ),
    ];
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8)
    return [
      refuse(
        "unread_compression",
        `O arquivo dentro do zip está compactado de um modo que não é lido aqui (${UNREAD_METHODS[entry.compressionMethod] ?? `método ${entry.compressionMethod}`}). O Windows faz isso acima de 2 GB, e outros programas quando se escolhe. Gere o zip em partes menores, com a compactação comum (Deflate).`,
      ),
    ];
  if (entry.uncompressedSize > MAX_XML_BYTES)
    return [
      refuse("too_large", "O arquivo dentro do zip passa de 5 MB, o limite de um XML fiscal."),
    ];
  if (
    entry.uncompressedSize > RATIO_MATTERS_FROM &&
    entry.uncompressedSize > entry.compressedSize * MAX_RATIO
  )
    return [
      refuse(
        "suspicious_ratio",
        "O arquivo dentro do zip tem uma compressão acima do esperado para um XML e não é aberto por segurança.",
      ),
    ];
  let bytes: Buffer;
  try {
    bytes = await unpack(zip, handle, entry);
  } catch {
    return [
      refuse("corrupt_entry", "O arquivo dentro do zip está corrompido. Gere o zip novamente."),
    ];
  }
  switch (detectKind(bytes)) {
    case "xml":
    case "empty":
      return readFiscalXml(bytes, context);
    case "zip":
    case "archive":
      return [
        refuse("nested_archive", "Há um arquivo compactado dentro do zip. Envie-o separadamente."),
      ];
    case "csv":
      return [
        refuse(
          "csv_in_zip",
          "O arquivo dentro do zip não é um XML. Arquivos CSV são enviados soltos, fora do zip.",
        ),
      ];
    default:
      return [
        refuse(
          "not_xml",
          "O arquivo dentro do zip não é um XML (PDF e imagens não trazem os dados do documento).",
        ),
      ];
  }
}

/** A deflated file is larger than what it holds by a few bytes at most. */
const DEFLATE_OVERHEAD = 1024;

/**
 * At one stroke: a stream of three parts an entry costs more than the note in it. Bounded, since an
 * entry that gives more or less than the index promised is refused.
 */
async function unpack(zip: yauzl.ZipFile, handle: FileHandle, entry: yauzl.Entry): Promise<Buffer> {
  const { compressedSize, uncompressedSize } = entry;
  if (compressedSize > uncompressedSize + DEFLATE_OVERHEAD) throw new Error("more than it holds");
  const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
  const packed = Buffer.alloc(compressedSize);
  const { bytesRead } = await handle.read(packed, 0, compressedSize, fileDataStart);
  if (bytesRead !== compressedSize) throw new Error("the zip ends within an entry");
  const bytes =
    entry.compressionMethod === 0
      ? packed
      : inflateRawSync(packed, { maxOutputLength: Math.max(1, uncompressedSize) });
  if (bytes.length !== uncompressedSize) throw new Error("less than the index promised");
  return bytes;
}

function refuse(code: string, reason: string): Reading {
  return { document: null, refusal: { code, reason, documentKey: "" }, warnings: [] };
}
