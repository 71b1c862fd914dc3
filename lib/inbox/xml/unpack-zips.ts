import { gunzipSync } from "node:zlib";
import { DocumentRefusal } from "../document.ts";
import { MAX_XML_BYTES, type XmlNode } from "./read-xml.ts";

/** The distribution service answers with at most fifty. */
const MAX_ZIPS = 50;
/** What shrinks to less than a hundredth is made to hurt, as in a zip. */
const MAX_RATIO = 100;
const RATIO_MATTERS_FROM = 64 * 1024;
const NOT_BASE64 = /[^A-Za-z0-9+/=\s]/;

/** Unpacks the documents of an answer of the distribution service: base64 of gzip, each by itself. */
export function unpackZips(zips: readonly XmlNode[]): (Uint8Array | DocumentRefusal)[] {
  if (zips.length > MAX_ZIPS)
    throw new DocumentRefusal(
      "too_complex",
      `O XML traz mais de ${MAX_ZIPS} documentos compactados (docZip). Divida-o em partes menores.`,
    );
  return zips.map((zip) => unpack(zip.text));
}

function unpack(text: string): Uint8Array | DocumentRefusal {
  const packed = NOT_BASE64.test(text) ? Buffer.alloc(0) : Buffer.from(text, "base64");
  const limit = Math.min(MAX_XML_BYTES, Math.max(RATIO_MATTERS_FROM, packed.length * MAX_RATIO));
  try {
    return gunzipSync(packed, { maxOutputLength: limit });
  } catch (error) {
    // Whatever zlib says of these bytes concerns this document alone.
    if (!(error instanceof Error) || !("code" in error)) throw error;
    return error.code === "ERR_BUFFER_TOO_LARGE"
      ? new DocumentRefusal(
          "suspicious_ratio",
          "O documento compactado (docZip) tem uma compressão acima do esperado para um XML e não é aberto por segurança.",
        )
      : new DocumentRefusal(
          "corrupt_entry",
          "O documento compactado (docZip) está cortado ou corrompido. Consulte a distribuição novamente.",
        );
  }
}
