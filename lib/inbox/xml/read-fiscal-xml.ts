import { DocumentRefusal, type InboxContext, type Reading, readingOf } from "../document.ts";
import { classifyNote } from "./classify-note.ts";
import { parseCancellation } from "./parse-cancellation.ts";
import { parseNote } from "./parse-note.ts";
import { nodeAt, nodesAt, readXml, textAt, type XmlNode } from "./read-xml.ts";

/** Every document that one XML file holds; usually one. */
export function readFiscalXml(bytes: Uint8Array, context: InboxContext): Reading[] {
  let root: XmlNode;
  try {
    root = readXml(bytes);
  } catch (error) {
    if (error instanceof DocumentRefusal)
      return [{ document: null, refusal: error.finding, warnings: [] }];
    throw error;
  }
  const readNote = (note: XmlNode | undefined, protocol: XmlNode | undefined) =>
    readingOf(() => {
      const infNFe = nodeAt(note, "infNFe");
      if (!infNFe)
        throw new DocumentRefusal(
          "unsupported_document",
          "O XML não contém os dados de uma NFC-e ou NF-e.",
        );
      return classifyNote(parseNote(infNFe, nodeAt(protocol, "infProt")), context);
    });
  const readEvent = (answer: XmlNode | undefined, request?: XmlNode) =>
    readingOf(() => {
      const infEvento = nodeAt(answer, "infEvento");
      if (!infEvento)
        throw new DocumentRefusal(
          "not_authorised",
          "O evento não contém o registro da SEFAZ. Envie o evento processado (procEventoNFe).",
          textAt(request, "infEvento", "chNFe"),
        );
      return parseCancellation(infEvento, context);
    });

  switch (root.name) {
    case "nfeProc":
      return [readNote(nodeAt(root, "NFe"), nodeAt(root, "protNFe"))];
    case "NFe":
      return [readNote(root, undefined)];
    case "enviNFe":
      return nodesAt(root, "NFe").map((note) => readNote(note, undefined));
    case "procEventoNFe":
      return [readEvent(nodeAt(root, "retEvento"), nodeAt(root, "evento"))];
    case "retEnvEvento": {
      const answers = nodesAt(root, "retEvento").map((answer) => readEvent(answer));
      return answers.length > 0 ? answers : [readEvent(undefined)];
    }
    case "evento":
    case "envEvento":
      return [readEvent(undefined, nodeAt(root, "evento") ?? root)];
    default:
      return [readingOf(() => refuseRoot(root.name))];
  }
}

function refuseRoot(name: string): never {
  throw new DocumentRefusal(
    "unsupported_document",
    `O XML é de outro tipo (${name.slice(0, 40)}). São aceitos NFC-e, NF-e e eventos de cancelamento, no layout 4.00.`,
  );
}
