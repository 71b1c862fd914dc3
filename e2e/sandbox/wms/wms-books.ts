import path from "node:path";
import { type Journal, openJournal } from "../control/journal.ts";

export type WmsKind = "entry" | "exit" | "inventory";

type Entry =
  | {
      type: "document";
      kind: WmsKind;
      id: number;
      key: string;
      body: Record<string, unknown>;
      again: boolean;
    }
  | { type: "started"; kind: WmsKind; id: number }
  | { type: "returned"; kind: WmsKind; id: number };

/** A document in the warehouse and how far it is. */
export interface WmsRecord {
  kind: WmsKind;
  id: number;
  key: string;
  body: Record<string, unknown>;
  /** Checking or picking has begun: it can no longer be changed. */
  started: boolean;
  returned: boolean;
}

/** What a warehouse keeps: documents by their ERP key, and what was given back. */
export class WmsBooks {
  readonly #journal: Journal<Entry>;
  #records = new Map<string, WmsRecord>();
  #again = 0;
  #refused = 0;

  constructor(folder: string) {
    this.#journal = openJournal<Entry>(path.join(folder, "documents.ndjson"));
    this.#journal.records.forEach((one) => this.#apply(one));
  }

  /** Takes a document. One that is known is replaced until work on it has begun; then null. */
  take(kind: WmsKind, key: string, body: Record<string, unknown>): WmsRecord | null {
    const known = this.#find(kind, (record) => record.key === key);
    if (known?.started) return null;
    this.#write({
      type: "document",
      kind,
      id: known?.id ?? this.#records.size + 101,
      key,
      body,
      again: known !== undefined,
    });
    return this.#find(kind, (record) => record.key === key) ?? null;
  }

  /** Work on it has begun: it can no longer be replaced. */
  isStarted(kind: WmsKind, key: string): boolean {
    return this.#find(kind, (record) => record.key === key)?.started ?? false;
  }

  find(kind: WmsKind, id: number): WmsRecord | undefined {
    return this.#find(kind, (record) => record.id === id);
  }

  /** Work on everything that waits is done: it will be listed. */
  finishAll(): number {
    const waiting = [...this.#records.values()].filter(({ started }) => !started);
    for (const { kind, id } of waiting) this.#write({ type: "started", kind, id });
    return waiting.length;
  }

  /** Finished and not given back yet. */
  listFinished(kind: WmsKind): WmsRecord[] {
    return [...this.#records.values()].filter(
      (record) => record.kind === kind && record.started && !record.returned,
    );
  }

  giveBack(kind: WmsKind, id: number): void {
    if (!this.find(kind, id)?.returned) this.#write({ type: "returned", kind, id });
  }

  noteRefusal(): void {
    this.#refused += 1;
  }

  counts(): Record<string, number> {
    const all = [...this.#records.values()];
    const of = (kind: WmsKind) => all.filter((record) => record.kind === kind).length;
    return {
      "Pré-entradas": of("entry"),
      "Pedidos de saída": of("exit"),
      Inventários: of("inventory"),
      "Documentos repetidos": this.#again,
      "Documentos recusados": this.#refused,
      "Retornos entregues": all.filter(({ returned }) => returned).length,
    };
  }

  reset(): void {
    this.#journal.clear();
    this.#records = new Map();
    this.#again = 0;
    this.#refused = 0;
  }

  get empty(): boolean {
    return this.#records.size === 0;
  }

  #find(kind: WmsKind, wanted: (record: WmsRecord) => boolean): WmsRecord | undefined {
    return [...this.#records.values()].find((record) => record.kind === kind && wanted(record));
  }

  #write(entry: Entry): void {
    this.#journal.append(entry);
    this.#apply(entry);
  }

  #apply(entry: Entry): void {
    const place = `${entry.kind} ${entry.id}`;
    if (entry.type === "document") {
      if (entry.again) this.#again += 1;
      this.#records.set(place, {
        kind: entry.kind,
        id: entry.id,
        key: entry.key,
        body: entry.body,
        started: false,
        returned: false,
      });
      return;
    }
    const record = this.#records.get(place);
    if (record && entry.type === "started") record.started = true;
    if (record && entry.type === "returned") record.returned = true;
  }
}
