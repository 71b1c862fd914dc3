import { createHash } from "node:crypto";
import { inflateRawSync } from "node:zlib";
import { SaxesParser } from "saxes";

/** A SOAP 1.1 call: its method and the text of each parameter. */
export interface SoapCall {
  method: string;
  values: Record<string, string>;
}

const METHODS = new Set(["ValidarUsuario", "EnviaArquivoSNGPC", "ConsultaDadosArquivoSNGPC"]);

/** Reads an envelope; null when it is none. */
export function readSoapCall(body: Uint8Array): SoapCall | null {
  const stack: string[] = [];
  const call: SoapCall = { method: "", values: {} };
  let broken = false;
  const parser = new SaxesParser({ xmlns: true });
  parser.on("opentag", ({ local, uri }) => {
    stack.push(local);
    if (stack.length === 3 && stack[1] === "Body" && uri === "http://tempuri.org/")
      call.method = local;
    if (stack.length === 4 && call.method) call.values[local] = "";
  });
  parser.on("text", (text) => {
    const name = stack[3];
    if (stack.length === 4 && name) call.values[name] += text;
  });
  parser.on("closetag", () => void stack.pop());
  parser.on("error", () => {
    broken = true;
  });
  parser.write(Buffer.from(body).toString("utf8")).close();
  return !broken && METHODS.has(call.method) ? call : null;
}

/** The envelope of an answer. */
export function answerSoap(method: string, text: string): string {
  const escaped = text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><${method}Response xmlns="http://tempuri.org/"><${method}Result>${escaped}</${method}Result></${method}Response></soap:Body></soap:Envelope>`;
}

/** The XML inside the zip of a call; a sentence when the file is not what it should be. */
export function readSoapFile(
  values: Record<string, string>,
): { xml: Uint8Array; hash: string } | string {
  const zip = Buffer.from(values.Arq ?? "", "base64");
  const hash = (values.HashIdentificacao ?? "").toLowerCase();
  const xml = unzipFirst(zip);
  if (!xml) return "O arquivo enviado não é um zip com um XML.";
  const md5 = (bytes: Uint8Array) => createHash("md5").update(bytes).digest("hex");
  return [md5(zip), md5(xml)].includes(hash)
    ? { xml, hash }
    : "O hash de identificação não confere com o arquivo.";
}

/** First entry of a zip, by its central directory; null when it is none. */
function unzipFirst(zip: Buffer): Buffer | null {
  const end = zip.lastIndexOf(Buffer.from("PK\u0005\u0006", "latin1"));
  if (end < 0 || zip.readUInt16LE(end + 10) !== 1) return null;
  const central = zip.readUInt32LE(end + 16);
  if (zip.readUInt32LE(central) !== 0x02014b50 || zip.readUInt16LE(central + 10) !== 8) return null;
  const local = zip.readUInt32LE(central + 42);
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const content = inflateRawSync(zip.subarray(start, start + zip.readUInt32LE(central + 20)));
  return content.length === zip.readUInt32LE(central + 24) ? content : null;
}
