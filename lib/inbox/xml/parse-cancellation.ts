import { isAccessKey } from "@/lib/core/documents.ts";
import { type CancellationDocument, DocumentRefusal, type InboxContext } from "../document.ts";
import type { EventParts } from "./collect-parts.ts";
import { instantAt } from "./read-values.ts";
import { textAt, type XmlNode } from "./read-xml.ts";

/** Cancellation, and cancellation by substitution (a receipt issued twice in contingency). */
const CANCELLATIONS = new Set(["110111", "110112"]);
/** Registered and linked; registered and not linked; registered out of time. */
const REGISTERED = new Set(["135", "136", "155"]);
/** The same in words of before events, and of protocols and queries. */
const CANCELLED = new Set(["101", "135", "151", "155"]);
/** The answer to a second cancellation: the document is cancelled already, under another event. */
const ALREADY = new Set(["218", "420", "573"]);

/** Whether a protocol, or an answer to a query, says that the document is cancelled. */
export const saysCancelled = (node: XmlNode): boolean => CANCELLED.has(textAt(node, "cStat"));

/** Reads the tax authority's answer (`retEvento/infEvento`) to a cancellation. */
export function parseEvent(
  { answer, request }: EventParts,
  context: InboxContext,
): CancellationDocument {
  // The answer may leave out what its request says.
  const either = (name: string) => textAt(answer, name) || textAt(request, name);
  const documentKey = either("chNFe");
  if (!answer)
    throw new DocumentRefusal(
      "not_authorised",
      "O evento não contém o registro da SEFAZ. Envie o evento processado (procEventoNFe).",
      documentKey.slice(0, 60),
    );
  const requested = textAt(request, "chNFe");
  if (requested !== "" && requested !== documentKey)
    throw new DocumentRefusal(
      "key_mismatch",
      "O registro da SEFAZ é de um documento e o pedido de cancelamento é de outro. As chaves de acesso são diferentes.",
      documentKey.slice(0, 60),
    );
  checkKey(documentKey);
  const kind = either("tpEvento");
  if (!CANCELLATIONS.has(kind))
    throw new DocumentRefusal(
      "unsupported_event",
      `O evento ${kind.slice(0, 6) || "sem tipo"} não é um cancelamento e não altera movimentos.`,
      documentKey,
    );
  refuseTest(either("tpAmb"), documentKey);
  const status = textAt(answer, "cStat");
  if (!REGISTERED.has(status)) refuseStatus(status, documentKey);
  const recipient = textAt(answer, "CNPJDest") || textAt(answer, "CPFDest");
  return makeCancellation(documentKey, answer, "dhRegEvento", context, recipient);
}

/** Reads the summary of an event (`resEvento`), which the authority gives of registered events alone. */
export function parseSummary(summary: XmlNode, context: InboxContext): CancellationDocument {
  const documentKey = textAt(summary, "chNFe");
  checkKey(documentKey);
  const kind = textAt(summary, "tpEvento");
  if (!CANCELLATIONS.has(kind))
    throw new DocumentRefusal(
      "unsupported_event",
      `O evento ${kind.slice(0, 6) || "sem tipo"} não é um cancelamento e não altera movimentos.`,
      documentKey,
    );
  return makeCancellation(documentKey, summary, "dhRecbto", context);
}

/** Reads what says of a document that it is cancelled: an old cancellation, a protocol, a query's answer. */
export function parseStatus(node: XmlNode, context: InboxContext): CancellationDocument {
  const documentKey = textAt(node, "chNFe");
  checkKey(documentKey);
  refuseTest(textAt(node, "tpAmb"), documentKey);
  const status = textAt(node, "cStat");
  if (!CANCELLED.has(status)) refuseStatus(status, documentKey);
  return makeCancellation(documentKey, node, "dhRecbto", context);
}

function makeCancellation(
  documentKey: string,
  node: XmlNode,
  moment: string,
  context: InboxContext,
  recipient = "",
): CancellationDocument {
  return {
    type: "cancellation",
    documentKey,
    branchId: context.branchIdByCnpj.get(documentKey.slice(6, 20)) ?? null,
    protocol: textAt(node, "nProt"),
    cancelledAt: instantAt(node, documentKey, moment, context.timeZone),
    awaited: awaitedBy(documentKey, recipient, context),
  };
}

/**
 * Whether the cancelled document can still come: a branch's own certainly, a supplier's perhaps, and
 * a receipt of somebody else, or an invoice to somebody else, never.
 */
function awaitedBy(
  documentKey: string,
  recipient: string,
  { branchIdByCnpj }: InboxContext,
): CancellationDocument["awaited"] {
  if (branchIdByCnpj.has(documentKey.slice(6, 20)) || branchIdByCnpj.has(recipient)) return "own";
  return documentKey.slice(20, 22) === "55" && recipient === "" ? "perhaps" : "never";
}

function checkKey(documentKey: string): void {
  if (!isAccessKey(documentKey))
    throw new DocumentRefusal(
      "invalid_key",
      "O evento não contém uma chave de acesso válida.",
      documentKey.slice(0, 60),
    );
}

function refuseTest(environment: string, documentKey: string): void {
  if (environment === "2")
    throw new DocumentRefusal(
      "homologation",
      "O evento foi registrado em ambiente de homologação (teste) e não tem valor fiscal.",
      documentKey,
    );
}

function refuseStatus(status: string, documentKey: string): never {
  if (ALREADY.has(status))
    throw new DocumentRefusal(
      "cancelled_elsewhere",
      `A SEFAZ respondeu que o documento já está cancelado (código ${status}), mas o registro desse cancelamento não está no arquivo. Envie o evento processado (procEventoNFe) ou a consulta da situação.`,
      documentKey,
    );
  throw new DocumentRefusal(
    "not_authorised",
    `O cancelamento não foi registrado pela SEFAZ (código ${status.slice(0, 4) || "vazio"}).`,
    documentKey,
  );
}
