import type { ReactNode } from "react";
import type { ColumnId, FilteredColumn, ListName, SortedColumn } from "@/lib/core/list-columns.ts";

/** One choice of a column's filter menu. */
export interface GridFilterOption {
  value: string;
  label: string;
}

/** What a column looks like and shows. */
interface ColumnParts<Row> {
  header: string;
  cell: (row: Row) => ReactNode;
  /** What a LocalGrid sorts, filters and searches by; a server-side list does not need it. */
  value?: (row: Row) => string | number;
  /** Numbers go to the right. */
  align?: "left" | "right" | "center";
  /** Its part in the card that a row becomes on a phone; "line" unless said otherwise. */
  mobile?: "title" | "status" | "line" | "hidden";
  /** CSS width, such as "8rem". */
  width?: string;
  /** Names its row: read first by screen readers and drawn as the link to it. The first column otherwise. */
  rowHeader?: boolean;
  /** Long words may take several lines; the others stay on one. */
  wrap?: boolean;
  /** Hidden until the person asks for it under "Colunas". */
  optional?: boolean;
}

interface Filter {
  options: readonly GridFilterOption[];
}

/** The id of a column of a list that the server pages: only what it sorts and filters by may be. */
type ServerColumn<List extends ListName> = (
  | { id: ColumnId<List>; sortable?: false }
  | { id: SortedColumn<List>; sortable: true }
) &
  ({ id: ColumnId<List>; filter?: undefined } | { id: FilteredColumn<List>; filter: Filter });

/**
 * One column of a list; its id is also the name in the address. Without a list's name: one that the
 * browser holds whole. Keep the array outside the component, or memoized.
 */
export type GridColumn<Row, List extends ListName = never> = ColumnParts<Row> &
  ([List] extends [never]
    ? { id: string; sortable?: boolean; filter?: Filter | undefined }
    : ServerColumn<List>);

/** One item of a row's three-dots menu. */
export interface RowAction {
  label: string;
  icon?: ReactNode;
  /** Either a link or something to do. */
  href?: string;
  /** Follow the link with the browser itself: for downloads. */
  download?: boolean;
  onSelect?: () => void;
  disabled?: boolean;
  /** Why it is disabled, or what it does. */
  hint?: string;
  destructive?: boolean;
}

/** What DataGrid and LocalGrid have in common. */
export interface GridCommonProps<Row> {
  /** Names the table for screen readers, and its remembered columns. */
  name: string;
  /** Accessible name when `name` is a code rather than a word. */
  label?: string;
  columns: readonly GridColumn<Row>[];
  rowId: (row: Row) => string;
  rowLabel: (row: Row) => string;
  rowHref?: (row: Row) => string;
  /** Instead of `rowHref`, for rows that open in place. */
  onRowOpen?: (row: Row) => void;
  rowActions?: (row: Row) => readonly RowAction[];
  searchPlaceholder?: string;
  selectable?: boolean;
  /** Whether a row can be ticked; all can unless said otherwise. */
  canSelect?: (row: Row) => boolean;
  selectAllLabel?: string;
  /** Ticked ids, when the caller keeps them. */
  selection?: readonly string[];
  onSelectionChange?: (ids: string[]) => void;
  /** Stands left of the refresh button. */
  toolbar?: ReactNode;
  /** First use: shown when there is nothing at all, unfiltered. */
  empty?: ReactNode;
  emphasizeRow?: (row: Row) => boolean;
}
