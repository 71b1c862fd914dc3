import { SaxesParser } from "saxes";

/** An element of a message, in the order in which it came. */
export interface XmlPart {
  name: string;
  namespace: string;
  text: string;
  parts: XmlPart[];
}

/** Reads a message from its bytes; throws when they are no well-formed ISO-8859-1 XML. */
export function readMessage(bytes: Uint8Array): XmlPart {
  const text = Buffer.from(bytes).toString("latin1");
  if (!/^<\?xml [^>]*encoding="iso-8859-1"/i.test(text))
    throw new Error("o XML deve declarar encoding iso-8859-1");
  // UTF-8 in a file that says ISO-8859-1 shows as pairs that no Portuguese text has.
  if (/Ã[\u0080-\u00bf]/.test(text)) throw new Error("o XML está em UTF-8, mas declara iso-8859-1");
  const parser = new SaxesParser({ xmlns: true });
  const open: XmlPart[] = [];
  let root: XmlPart | null = null;
  parser.on("opentag", (tag) => {
    const part: XmlPart = { name: tag.local, namespace: tag.uri, text: "", parts: [] };
    open.at(-1)?.parts.push(part);
    root ??= part;
    open.push(part);
  });
  parser.on("text", (value) => {
    const current = open.at(-1);
    if (current) current.text += value;
  });
  parser.on("closetag", () => void open.pop());
  parser.on("error", (error) => {
    throw new Error(`XML malformado: ${error.message.slice(0, 80)}`);
  });
  parser.write(text).close();
  if (!root) throw new Error("XML vazio");
  return root;
}

/** Text of a part below another, by path; empty when it is not there. */
export function textAt(part: XmlPart | undefined, ...path: string[]): string {
  let at = part;
  for (const name of path) at = at?.parts.find((one) => one.name === name);
  return at?.text ?? "";
}

/** Parts of one name below another. */
export function partsAt(part: XmlPart | undefined, name: string): XmlPart[] {
  return part?.parts.filter((one) => one.name === name) ?? [];
}
