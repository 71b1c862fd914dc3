import { openJournal } from "./journal.ts";

interface Put {
  table: string;
  id: number;
  /** null = removed. */
  value: unknown;
}

/**
 * A partner's books: tables of records by number, every change written before it is answered, read
 * back after a restart.
 */
export class Store<Tables extends Record<string, object>> {
  readonly #journal;
  readonly #tables = new Map<string, Map<number, object>>();

  constructor(file: string | null) {
    this.#journal = openJournal<Put>(file);
    for (const put of this.#journal.records) this.#apply(put);
  }

  get<Name extends keyof Tables & string>(table: Name, id: number): Tables[Name] | undefined {
    return this.#tables.get(table)?.get(id) as Tables[Name] | undefined;
  }

  /** All records of a table, by number. */
  list<Name extends keyof Tables & string>(
    table: Name,
  ): Array<{ id: number; value: Tables[Name] }> {
    return [...(this.#tables.get(table)?.entries() ?? [])].map(([id, value]) => ({
      id,
      value: value as Tables[Name],
    }));
  }

  find<Name extends keyof Tables & string>(
    table: Name,
    wanted: (value: Tables[Name]) => boolean,
  ): { id: number; value: Tables[Name] } | undefined {
    for (const [id, value] of this.#tables.get(table) ?? [])
      if (wanted(value as Tables[Name])) return { id, value: value as Tables[Name] };
    return undefined;
  }

  put<Name extends keyof Tables & string>(table: Name, id: number, value: Tables[Name]): void {
    this.#record({ table, id, value });
  }

  /** Changes some fields of a record. */
  change<Name extends keyof Tables & string>(
    table: Name,
    id: number,
    change: Partial<Tables[Name]>,
  ): Tables[Name] {
    const before = this.get(table, id);
    if (!before) throw new RangeError(`${table} ${id} does not exist`);
    const value = { ...before, ...change };
    this.put(table, id, value);
    return value;
  }

  remove(table: keyof Tables & string, id: number): void {
    this.#record({ table, id, value: null });
  }

  /** One above the highest number, at least `first`. Numbers of what was removed do not come again. */
  nextId(table: keyof Tables & string, first: number): number {
    return Math.max(first, (this.#highest.get(table) ?? 0) + 1);
  }

  clear(): void {
    this.#journal.clear();
    this.#tables.clear();
    this.#highest.clear();
  }

  readonly #highest = new Map<string, number>();

  #record(put: Put): void {
    this.#journal.append(put);
    this.#apply(put);
  }

  #apply({ table, id, value }: Put): void {
    const rows = this.#tables.get(table) ?? new Map<number, object>();
    this.#tables.set(table, rows);
    this.#highest.set(table, Math.max(this.#highest.get(table) ?? 0, id));
    if (value === null) rows.delete(id);
    else rows.set(id, value as object);
  }
}
