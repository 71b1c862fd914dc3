import { SaxesParser } from "saxes";
import { DocumentRefusal } from "../document.ts";

/** One element, without its namespace prefix. */
export interface XmlNode {
  name: string;
  attributes: Record<string, string>;
  text: string;
  children: XmlNode[];
}

/** The largest fiscal documents have 990 items and stay far below these. */
export const MAX_XML_BYTES = 5 * 1024 * 1024;
const MAX_DEPTH = 60;
const MAX_NODES = 200_000;

/**
 * Reads one XML document into a tree. Nothing outside the bytes is ever looked up: a DOCTYPE, and with it
 * every external entity and every entity bomb, is refused as soon as it is seen.
 */
export function readXml(bytes: Uint8Array): XmlNode {
  if (bytes.length === 0) throw new DocumentRefusal("empty_file", "O arquivo está vazio.");
  if (bytes.length > MAX_XML_BYTES)
    throw new DocumentRefusal(
      "too_large",
      "O documento passa de 5 MB, o limite de um XML fiscal. Confira se o arquivo é uma NFC-e ou NF-e.",
    );
  const text = decodeXml(bytes);
  if (text.trim() === "") throw new DocumentRefusal("empty_file", "O arquivo está vazio.");

  const root: XmlNode = { name: "", attributes: {}, text: "", children: [] };
  const open: XmlNode[] = [root];
  let nodes = 0;
  const parser = new SaxesParser({ xmlns: false });
  parser.on("doctype", () => {
    throw new DocumentRefusal(
      "doctype",
      "O XML traz uma declaração DOCTYPE, que documentos fiscais não têm e que não é aceita por segurança.",
    );
  });
  parser.on("opentag", (tag) => {
    nodes += 1;
    if (open.length > MAX_DEPTH || nodes > MAX_NODES)
      throw new DocumentRefusal(
        "too_complex",
        "O XML tem uma estrutura grande demais para um documento fiscal.",
      );
    const node: XmlNode = {
      name: withoutPrefix(tag.name),
      attributes: { ...tag.attributes } as Record<string, string>,
      text: "",
      children: [],
    };
    open.at(-1)?.children.push(node);
    open.push(node);
  });
  const append = (piece: string) => {
    const node = open.at(-1);
    if (node) node.text += piece;
  };
  parser.on("text", append);
  parser.on("cdata", append);
  parser.on("closetag", () => {
    open.pop();
  });
  parser.on("error", () => {
    throw new DocumentRefusal(
      "not_xml",
      "O arquivo não é um XML válido: está cortado ou corrompido. Baixe-o novamente na origem.",
    );
  });
  parser.write(text).close();
  const document = root.children[0];
  if (!document) throw new DocumentRefusal("not_xml", "O arquivo não é um XML.");
  return document;
}

/** The first child found by walking the names. */
export function nodeAt(node: XmlNode | undefined, ...path: string[]): XmlNode | undefined {
  return path.reduce<XmlNode | undefined>(
    (at, name) => at?.children.find((child) => child.name === name),
    node,
  );
}

/** The trimmed text at a path; empty when there is none. */
export function textAt(node: XmlNode | undefined, ...path: string[]): string {
  return nodeAt(node, ...path)?.text.trim() ?? "";
}

/** All children of that name. */
export function nodesAt(node: XmlNode | undefined, name: string): XmlNode[] {
  return node?.children.filter((child) => child.name === name) ?? [];
}

function withoutPrefix(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

function decodeXml(bytes: Uint8Array): string {
  const label = encodingOf(bytes);
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    throw new DocumentRefusal(
      "wrong_encoding",
      "O arquivo não está na codificação que declara (em geral UTF-8). Exporte-o novamente na origem, sem abri-lo em um editor.",
    );
  }
}

function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  const start = new TextDecoder("latin1").decode(bytes.subarray(0, 200));
  const declared = /^(?:\xEF\xBB\xBF)?\s*<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9._-]+)["']/
    .exec(start)?.[1]
    ?.toLowerCase();
  return declared === "iso-8859-1" || declared === "windows-1252" || declared === "latin1"
    ? "windows-1252"
    : "utf-8";
}
