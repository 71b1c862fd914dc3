import type { Finding, InboxContext, InboxDocument } from "../document.ts";

/** A kind of record that the API and CSV files share: one schema, one reader. */
export interface RecordKind {
  /** Name of the import on screen. */
  label: string;
  /** List of the API's body that holds the records. */
  field: string;
  /** Fields of the record; the CSV's columns are the same in snake case. */
  columns: readonly string[];
  /**
   * Rows of one record that follow one another: which field lists them, and their own fields (none:
   * the rows' branches).
   */
  rows?: { field: string; columns: readonly string[] };
  /**
   * Fields that are the same in all rows of a record; all of `columns` that have a value tell one
   * record from the next.
   */
  parse(record: unknown, context: InboxContext): { document: InboxDocument; warnings: Finding[] };
}
