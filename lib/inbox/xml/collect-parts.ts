import { nodeAt, textAt, type XmlNode } from "./read-xml.ts";

/** An answer of the tax authority to an event, with what it answers; either may be missing. */
export interface EventParts {
  answer: XmlNode | undefined;
  request: XmlNode | undefined;
}

/** What of a file speaks of documents, wherever it stands: bare, in a lot, in an envelope, in an answer. */
export interface FiscalParts {
  notes: XmlNode[];
  /** `infProt` of every protocol. */
  protocols: XmlNode[];
  /** The same by the key of their note. */
  protocolsByKey: ReadonlyMap<string, XmlNode[]>;
  events: EventParts[];
  /** `infCanc` of cancellations before there were events. */
  oldCancellations: XmlNode[];
  /** `resEvento` of the distribution service. */
  summaries: XmlNode[];
  /** `retConsSitNFe`. */
  queries: XmlNode[];
  /** `docZip` of the distribution service. */
  zips: XmlNode[];
}

/** Walks the whole tree: programs append events and answers to notes in every place. */
export function collectParts(root: XmlNode): FiscalParts {
  const protocolsByKey = new Map<string, XmlNode[]>();
  const parts: FiscalParts = {
    notes: [],
    protocols: [],
    protocolsByKey,
    events: [],
    oldCancellations: [],
    summaries: [],
    queries: [],
    zips: [],
  };
  const requests: XmlNode[] = [];
  const pending = [root];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node.name === "NFe") {
      parts.notes.push(node);
      continue;
    }
    if (node.name === "evento") {
      requests.push(nodeAt(node, "infEvento") ?? node);
      continue;
    }
    if (node.name === "infProt") {
      parts.protocols.push(node);
      addTo(protocolsByKey, textAt(node, "chNFe"), node);
    } else if (node.name === "retEvento" && nodeAt(node, "infEvento"))
      parts.events.push({ answer: nodeAt(node, "infEvento"), request: undefined });
    else if (node.name === "infCanc" && textAt(node, "cStat") !== "")
      parts.oldCancellations.push(node);
    else if (node.name === "resEvento") parts.summaries.push(node);
    else if (node.name === "retConsSitNFe") parts.queries.push(node);
    else if (node.name === "docZip") parts.zips.push(node);
    // Last in, first out: the first child is met first.
    for (let at = node.children.length - 1; at >= 0; at -= 1)
      pending.push(node.children[at] as XmlNode);
  }
  pairRequests(parts, requests);
  return parts;
}

/** Gives each answer the request that it answers; a request that nobody answered stands alone. */
function pairRequests(parts: FiscalParts, requests: readonly XmlNode[]): void {
  const told = (node: XmlNode | undefined) =>
    `${textAt(node, "chNFe")}/${textAt(node, "tpEvento")}`;
  const unanswered = new Set(requests);
  const byWords = new Map<string, XmlNode[]>();
  for (const request of requests) addTo(byWords, told(request), request);
  const isVague = ({ answer }: EventParts) =>
    !textAt(answer, "chNFe") || !textAt(answer, "tpEvento");
  // Answers that name their event choose first; one that does not is left with what remains.
  for (const event of parts.events) {
    if (isVague(event)) continue;
    event.request = byWords.get(told(event.answer))?.shift();
    if (event.request) unanswered.delete(event.request);
  }
  for (const event of parts.events) {
    if (!isVague(event)) continue;
    const [next] = unanswered;
    event.request = next;
    if (next) unanswered.delete(next);
  }
  for (const request of unanswered) parts.events.push({ answer: undefined, request });
}

function addTo(map: Map<string, XmlNode[]>, key: string, node: XmlNode): void {
  const list = map.get(key);
  if (list) list.push(node);
  else map.set(key, [node]);
}

/** The access key that a note's `infNFe` carries. */
export function keyOfNote(note: XmlNode): string {
  return (nodeAt(note, "infNFe")?.attributes.Id ?? "").replace(/^NFe/, "").slice(0, 60);
}

/** Protocols that belong to a note: those of its key, or a lone one of another key, so that it is told. */
export function protocolsOf(note: XmlNode, parts: FiscalParts): readonly XmlNode[] {
  const own = parts.protocolsByKey.get(keyOfNote(note)) ?? [];
  return own.length === 0 && parts.notes.length === 1 ? parts.protocols.slice(0, 1) : own;
}

/** Names of the elements down to a depth at which every kind of file shows what it is. */
export function namesOf(root: XmlNode, depth = 6): Set<string> {
  const names = new Set<string>([root.name]);
  if (depth > 0)
    for (const child of root.children)
      for (const name of namesOf(child, depth - 1)) names.add(name);
  return names;
}
