import {
  type CancellationDocument,
  DocumentRefusal,
  type Finding,
  type InboxContext,
} from "../document.ts";
import type { FiscalParts } from "./collect-parts.ts";
import { parseEvent, parseStatus, parseSummary, saysCancelled } from "./parse-cancellation.ts";

/** What a file says of cancelled documents: each once, and what of it could not be taken. */
export interface FileCancellations {
  taken: Map<string, { document: CancellationDocument; warnings: Finding[] }>;
  refused: Finding[];
}

/**
 * Every cancellation of a file. An event knows its moment; a protocol or a query that only tells the
 * state stands in where there is no event.
 */
export function readCancellations(parts: FiscalParts, context: InboxContext): FileCancellations {
  const taken: FileCancellations["taken"] = new Map();
  const refused: Finding[] = [];
  const take = (parse: () => CancellationDocument, warn: boolean) => {
    try {
      const document = parse();
      if (!taken.has(document.documentKey))
        taken.set(document.documentKey, {
          document,
          warnings: warn ? [ofState(document.documentKey)] : [],
        });
    } catch (error) {
      if (!(error instanceof DocumentRefusal)) throw error;
      refused.push(error.finding);
    }
  };
  for (const event of parts.events) take(() => parseEvent(event, context), false);
  for (const old of parts.oldCancellations) take(() => parseStatus(old, context), false);
  for (const summary of parts.summaries) take(() => parseSummary(summary, context), false);
  for (const node of [...parts.protocols, ...parts.queries])
    if (saysCancelled(node)) take(() => parseStatus(node, context), true);
  return { taken, refused: refused.filter(({ documentKey }) => !taken.has(documentKey)) };
}

const ofState = (documentKey: string): Finding => ({
  documentKey,
  code: "state_only",
  reason:
    "O XML diz que o documento está cancelado, mas não traz o evento com a data: o cancelamento foi lançado no dia do protocolo ou da consulta. Confira esse dia na origem.",
});
