import path from "node:path";
import { type Journal, openJournal } from "../control/journal.ts";

/** A lot that was answered, and the records of it that were taken. */
interface LotEntry {
  /** Idempotency-Key; a lot that comes again under it is not read again. */
  key: string;
  hash: string;
  protocol: string;
  answer: object;
  clean: boolean;
  resource: string;
  cnpj: string;
  day: string;
  taken: string[];
  refused: number;
}

/** What a partner of the batch profile keeps: lots by their key, records by resource, store and key. */
export class LotBooks {
  readonly #journal: Journal<LotEntry>;
  #lots = new Map<string, LotEntry>();
  #records = new Map<string, string>();
  #figures = { replaced: 0, refused: 0, repeatedLots: 0 };

  constructor(folder: string) {
    this.#journal = openJournal<LotEntry>(path.join(folder, "lots.ndjson"));
    this.#journal.records.forEach((entry) => this.#apply(entry));
  }

  find(key: string): LotEntry | undefined {
    return this.#lots.get(key);
  }

  noteRepeat(): void {
    this.#figures.repeatedLots += 1;
  }

  has(resource: string, cnpj: string, key: string): boolean {
    return this.#records.has(`${resource} ${cnpj} ${key}`);
  }

  nextProtocol(): string {
    return `P${String(this.#journal.records.length + 1).padStart(6, "0")}`;
  }

  keep(entry: LotEntry): void {
    this.#journal.append(entry);
    this.#apply(entry);
  }

  /**
   * Sales that came a second time under another lot are what a sender must avoid; a stock that
   * comes again replaces.
   */
  counts(resources: readonly string[]): Record<string, number> {
    const kept = (resource: string) =>
      [...this.#records.values()].filter((one) => one === resource).length;
    return {
      ...Object.fromEntries(
        resources.map((resource) => [`Registros de ${formatResource(resource)}`, kept(resource)]),
      ),
      "Registros repetidos": this.#figures.replaced,
      "Registros rejeitados": this.#figures.refused,
      "Lotes recebidos": this.#lots.size,
      "Lotes repetidos": this.#figures.repeatedLots,
    };
  }

  reset(): void {
    this.#journal.clear();
    this.#lots = new Map();
    this.#records = new Map();
    this.#figures = { replaced: 0, refused: 0, repeatedLots: 0 };
  }

  #apply(entry: LotEntry): void {
    this.#lots.set(entry.key, entry);
    this.#figures.refused += entry.refused;
    for (const key of entry.taken) {
      const place = `${entry.resource} ${entry.cnpj} ${key}`;
      if (this.#records.has(place)) this.#figures.replaced += 1;
      this.#records.set(place, entry.resource);
    }
  }
}

/** A resource of an address as a person reads it: `preco_de_por` → `preço de por`. */
function formatResource(resource: string): string {
  return resource.replaceAll("_", " ").replace(/\bpreco/, "preço");
}
