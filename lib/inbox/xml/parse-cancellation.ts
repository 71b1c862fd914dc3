import { isAccessKey } from "@/lib/core/documents.ts";
import {
  DocumentRefusal,
  type Finding,
  type InboxContext,
  type InboxDocument,
} from "../document.ts";
import { instantAt } from "./read-values.ts";
import { textAt, type XmlNode } from "./read-xml.ts";

/** Cancellation, and cancellation by substitution (a receipt issued twice in contingency). */
const CANCELLATIONS = new Set(["110111", "110112"]);
/** Registered and linked; registered and not linked; registered out of time. */
const REGISTERED = new Set(["135", "136", "155"]);

/** Reads the tax authority's answer (`retEvento/infEvento`) to a cancellation. */
export function parseCancellation(
  infEvento: XmlNode,
  context: InboxContext,
): { document: InboxDocument; warnings: Finding[] } {
  const documentKey = textAt(infEvento, "chNFe");
  if (!isAccessKey(documentKey))
    throw new DocumentRefusal(
      "invalid_key",
      "O evento não contém uma chave de acesso válida.",
      documentKey.slice(0, 60),
    );
  const kind = textAt(infEvento, "tpEvento");
  if (!CANCELLATIONS.has(kind))
    throw new DocumentRefusal(
      "unsupported_event",
      `O evento ${kind.slice(0, 6) || "sem tipo"} não é um cancelamento e não altera movimentos.`,
      documentKey,
    );
  if (textAt(infEvento, "tpAmb") === "2")
    throw new DocumentRefusal(
      "homologation",
      "O evento foi registrado em ambiente de homologação (teste) e não tem valor fiscal.",
      documentKey,
    );
  const status = textAt(infEvento, "cStat");
  if (!REGISTERED.has(status))
    throw new DocumentRefusal(
      "not_authorised",
      `O cancelamento não foi registrado pela SEFAZ (código ${status.slice(0, 4) || "vazio"}).`,
      documentKey,
    );
  return {
    document: {
      type: "cancellation",
      documentKey,
      branchId: context.branchIdByCnpj.get(documentKey.slice(6, 20)) ?? null,
      protocol: textAt(infEvento, "nProt"),
      cancelledAt: instantAt(infEvento, documentKey, "dhRegEvento"),
    },
    warnings: [],
  };
}
