import {
  DocumentRefusal,
  type Finding,
  type InboxContext,
  type Reading,
  readingOf,
} from "../document.ts";
import { classifyNote } from "./classify-note.ts";
import { collectParts, type FiscalParts, keyOfNote, protocolsOf } from "./collect-parts.ts";
import { parseNote } from "./parse-note.ts";
import { type FileCancellations, readCancellations } from "./read-cancellations.ts";
import { nodeAt, readXml, type XmlNode } from "./read-xml.ts";
import { refuseRoot } from "./refuse-root.ts";
import { unpackZips } from "./unpack-zips.ts";

/** Events that change no quantity and no value: letters of correction, what a recipient says, and so on. */
const HARMLESS = "unsupported_event";
/** An attempt to cancel that the tax authority did not take. */
const NOT_REGISTERED = "not_authorised";

/** Every document that one XML file holds; usually one. */
export function readFiscalXml(bytes: Uint8Array, context: InboxContext): Reading[] {
  try {
    return readTree(readXml(bytes), context);
  } catch (error) {
    if (error instanceof DocumentRefusal) return [refused(error.finding)];
    throw error;
  }
}

function readTree(root: XmlNode, context: InboxContext): Reading[] {
  const parts = collectParts(root);
  if (parts.zips.length > 0)
    return unpackZips(parts.zips).flatMap((unpacked) =>
      unpacked instanceof DocumentRefusal
        ? [refused(unpacked.finding)]
        : readTreeOf(unpacked, context),
    );
  return readParts(root, parts, context);
}

/** What was unpacked holds no packed documents itself: nothing is unpacked twice. */
function readTreeOf(bytes: Uint8Array, context: InboxContext): Reading[] {
  try {
    const root = readXml(bytes);
    return readParts(root, { ...collectParts(root), zips: [] }, context);
  } catch (error) {
    if (error instanceof DocumentRefusal) return [refused(error.finding)];
    throw error;
  }
}

function readParts(root: XmlNode, parts: FiscalParts, context: InboxContext): Reading[] {
  const cancellations = readCancellations(parts, context);
  const notes = parts.notes.map((note) => readNote(root, note, parts, cancellations, context));
  const keys = new Set(parts.notes.map(keyOfNote));
  const readings = [
    ...notes,
    ...cancellations.taken.values(),
    // What concerns a note of the file was told with it.
    ...cancellations.refused
      .filter(({ documentKey }) => !keys.has(documentKey))
      .map((finding) => refused(finding)),
  ];
  const telling = readings.filter(
    (reading) => reading.document !== null || reading.refusal.code !== HARMLESS,
  );
  if (telling.length > 0) return telling;
  return readings.length > 0 ? readings : [readingOf(() => refuseRoot(root))];
}

function readNote(
  root: XmlNode,
  note: XmlNode,
  parts: FiscalParts,
  cancellations: FileCancellations,
  context: InboxContext,
): Reading {
  return readingOf(() => {
    const infNFe = nodeAt(note, "infNFe");
    if (!infNFe)
      throw new DocumentRefusal(
        "unsupported_document",
        "O XML não contém os dados de uma NFC-e ou NF-e.",
      );
    const key = keyOfNote(note);
    if (root.name === "enviNFe" && protocolsOf(note, parts).length === 0)
      throw new DocumentRefusal(
        "not_authorised",
        "O XML é o lote enviado à SEFAZ (enviNFe), ainda sem o protocolo de autorização. Envie o XML autorizado (nfeProc) de cada nota.",
        key,
      );
    const reading = classifyNote(parseNote(infNFe, protocolsOf(note, parts)), context);
    const cancelled = cancellations.taken.has(key);
    if (cancelled && reading.document.type === "sale" && reading.document.kind === "return") {
      // Taken alone it would count although it is void.
      cancellations.taken.delete(key);
      throw new DocumentRefusal(
        "return_cancelled",
        "A devolução está cancelada no próprio XML e não é contada.",
        key,
      );
    }
    return { ...reading, warnings: [...reading.warnings, ...warningsOf(key, cancellations)] };
  });
}

/** A note whose cancellation cannot be read is not counted as if there were none. */
function warningsOf(key: string, cancellations: FileCancellations): Finding[] {
  const about = cancellations.refused.filter(
    ({ documentKey, code }) => documentKey === key && code !== HARMLESS,
  );
  const unreadable = about.find(({ code }) => code !== NOT_REGISTERED);
  if (unreadable) throw new DocumentRefusal(unreadable.code, unreadable.reason, key);
  return about.map(({ documentKey, reason }) => ({
    documentKey,
    code: "not_cancelled",
    reason: `${reason} O documento foi aceito e continua valendo.`,
  }));
}

function refused(finding: Finding): Reading {
  return { document: null, refusal: finding, warnings: [] };
}
