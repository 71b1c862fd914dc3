"use client";

import type { RowData, Row as TableRow } from "@tanstack/react-table";
import Link from "next/link";
import type { MouseEvent, ReactNode } from "react";
import { Checkbox } from "../ui/checkbox.tsx";
import { cn } from "../ui/cn.ts";
import type { GridColumn, RowAction } from "./grid-column.ts";
import type { GridFeatures } from "./use-grid-table.ts";

/** Props of {@link GridRow}. */
export interface GridRowProps<Row extends RowData> {
  row: TableRow<GridFeatures, Row>;
  columnOf: (id: string) => GridColumn<Row> | undefined;
  titleId: string | undefined;
  label: string;
  href?: string;
  actions?: readonly RowAction[];
  menu?: ReactNode;
  /** undefined = the list has no boxes; null = this row cannot be ticked. */
  ticked?: boolean | null;
  onTick: (range: boolean) => void;
  onOpen?: () => void;
  onFocus: () => void;
  active: boolean;
  emphasized: boolean;
}

// The card's grid on a phone: box | title | menu, then the status and the lines under the title.
const CARD = {
  title: "max-sm:order-1 max-sm:col-start-2 max-sm:min-w-0",
  status: "max-sm:order-3 max-sm:col-span-2 max-sm:col-start-2",
  line: "max-sm:order-4 max-sm:col-span-2 max-sm:col-start-2 max-sm:flex max-sm:min-w-0 max-sm:items-center max-sm:gap-2",
  hidden: "max-sm:hidden",
} as const;
const ALIGN = { left: "", right: "sm:text-right", center: "sm:text-center" } as const;
export const cellClasses =
  "h-9 px-2.5 py-1 align-middle max-sm:h-auto max-sm:px-0 max-sm:py-0.5 sm:pointer-coarse:h-11";

/** One row; on a phone the same elements are laid out as a card. */
export function GridRow<Row extends RowData>({
  row,
  columnOf,
  titleId,
  label,
  href,
  menu,
  ticked,
  onTick,
  onOpen,
  onFocus,
  active,
  emphasized,
}: GridRowProps<Row>) {
  function openOnDoubleClick(event: MouseEvent<HTMLElement>) {
    if (
      !onOpen ||
      (event.target instanceof Element &&
        event.target.closest("a, button, input, label, [role=menuitem]"))
    )
      return;
    window.getSelection()?.removeAllRanges();
    onOpen();
  }
  return (
    <tr
      role="row"
      data-row={row.id}
      data-ticked={ticked || undefined}
      tabIndex={active ? 0 : -1}
      onFocus={onFocus}
      onDoubleClick={openOnDoubleClick}
      className={cn(
        "group/row scroll-mt-24 hover:bg-accent/60 focus-visible:-outline-offset-2 data-ticked:bg-primary-soft max-sm:grid max-sm:grid-cols-[auto_minmax(0,1fr)_auto] max-sm:items-center max-sm:border-b max-sm:px-4 max-sm:py-2 max-sm:last:border-b-0",
        emphasized && "bg-failed-soft/50",
      )}
    >
      {ticked !== undefined && (
        <td
          role="cell"
          className={cn(cellClasses, "pr-0 max-sm:order-0 max-sm:col-start-1 max-sm:pr-3")}
        >
          {ticked !== null && (
            <Checkbox
              aria-label={`Selecionar ${label}`}
              checked={ticked}
              onClick={(event) => {
                event.preventDefault();
                onTick(event.shiftKey);
              }}
            />
          )}
        </td>
      )}
      {row.getVisibleCells().map((cell) => {
        const column = columnOf(cell.column.id);
        if (!column) return null;
        const isTitle = column.id === titleId;
        const part = column.mobile ?? (isTitle ? "title" : "line");
        const Cell = isTitle ? "th" : "td";
        const content = column.cell(row.original);
        const nothing =
          content === null || content === undefined || content === false || content === "";
        return (
          <Cell
            key={cell.id}
            role={isTitle ? "rowheader" : "cell"}
            scope={isTitle ? "row" : undefined}
            className={cn(
              cellClasses,
              "text-left font-normal",
              ALIGN[column.align ?? "left"],
              !column.wrap && "sm:whitespace-nowrap",
              column.wrap && "wrap-anywhere",
              CARD[part],
              nothing && "max-sm:hidden",
            )}
          >
            {part === "line" && (
              <span aria-hidden className="w-28 shrink-0 text-muted-foreground sm:hidden">
                {column.header}
              </span>
            )}
            {isTitle && href ? (
              <Link
                href={href}
                prefetch={false}
                className="inline-block min-h-6 min-w-6 rounded-sm py-0.5 font-medium wrap-anywhere hover:text-primary hover:underline"
              >
                {content}
              </Link>
            ) : isTitle && onOpen ? (
              <button
                type="button"
                onClick={onOpen}
                className="inline-block min-h-6 min-w-6 rounded-sm py-0.5 text-left font-medium wrap-anywhere hover:text-primary hover:underline"
              >
                {content}
              </button>
            ) : part === "line" ? (
              <span className="contents max-sm:block max-sm:min-w-0 max-sm:wrap-anywhere">
                {content}
              </span>
            ) : (
              content
            )}
          </Cell>
        );
      })}
      {menu !== undefined && (
        <td
          role="cell"
          className={cn(
            cellClasses,
            "py-0 text-right max-sm:order-2 max-sm:col-start-3 max-sm:-mr-3 group-data-wide/grid:sticky group-data-wide/grid:right-0 group-data-wide/grid:bg-card group-data-wide/grid:shadow-[inset_1px_0_var(--border)] group-data-wide/grid:group-hover/row:bg-accent group-focus-visible/row:outline-2 group-focus-visible/row:-outline-offset-2 group-focus-visible/row:outline-ring group-data-wide/grid:group-data-ticked/row:bg-primary-soft",
          )}
        >
          <span className="inline-flex justify-end">{menu}</span>
        </td>
      )}
    </tr>
  );
}
