import { SaxesParser } from "saxes";
import { DocumentRefusal } from "../document.ts";
import { readXmlText } from "./read-xml-text.ts";
import { refuseBroken } from "./refuse-broken.ts";

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
  const text = readXmlText(bytes);
  if (text === "") throw new DocumentRefusal("empty_file", "O arquivo está vazio.");

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
  parser.on("error", () => refuseBroken(text));
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
