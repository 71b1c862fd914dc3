"use client";

import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import { Checkbox } from "../ui/checkbox.tsx";
import { cn } from "../ui/cn.ts";
import type { GridQuery } from "@/lib/core/grid.ts";
import type { GridColumn } from "./grid-column.ts";
import { GridFilterMenu } from "./grid-filter-menu.tsx";
import type { ChangeQuery } from "./use-grid-url.ts";
import type { RowSelection } from "./use-row-selection.ts";

/** Props of {@link GridHead}. */
export interface GridHeadProps<Row> {
  columns: readonly GridColumn<Row>[];
  query: GridQuery;
  onQuery: ChangeQuery;
  selection?: RowSelection;
  selectAllLabel: string;
  hasActions: boolean;
}

const thClasses =
  "h-9 border-b bg-muted px-2.5 text-left align-middle text-xs font-medium whitespace-nowrap text-muted-foreground max-sm:flex max-sm:items-center max-sm:border-0 max-sm:bg-transparent max-sm:px-1 pointer-coarse:h-11";

/** Column names with their sort arrow and filter icon. On a phone: a strip of them above the cards. */
export function GridHead<Row>({
  columns,
  query,
  onQuery,
  selection,
  selectAllLabel,
  hasActions,
}: GridHeadProps<Row>) {
  function sort(column: string) {
    const now = query.sort?.column === column ? query.sort : null;
    // Ascending, descending, then the list's own order again.
    onQuery({
      sort:
        now === null
          ? { column, descending: false }
          : now.descending
            ? null
            : { column, descending: true },
    });
  }
  return (
    <thead
      role="rowgroup"
      className="sticky top-(--grid-top) z-10 max-sm:static max-sm:block max-sm:overflow-x-auto max-sm:border-b max-sm:bg-muted max-sm:px-2"
    >
      <tr role="row" className="max-sm:flex max-sm:w-max">
        {selection && (
          <th role="columnheader" scope="col" className={cn(thClasses, "w-9 pr-0 max-sm:px-2")}>
            <Checkbox
              aria-label={selectAllLabel}
              checked={selection.all}
              onCheckedChange={selection.toggleAll}
            />
          </th>
        )}
        {columns.map((column) => {
          const sorted = query.sort?.column === column.id ? query.sort : null;
          const Arrow = sorted ? (sorted.descending ? ArrowDown : ArrowUp) : ChevronsUpDown;
          return (
            <th
              key={column.id}
              role="columnheader"
              scope="col"
              aria-sort={
                column.sortable
                  ? sorted
                    ? sorted.descending
                      ? "descending"
                      : "ascending"
                    : "none"
                  : undefined
              }
              style={column.width ? { width: column.width } : undefined}
              className={cn(thClasses, !column.sortable && !column.filter && "max-sm:sr-only")}
            >
              <span
                className={cn(
                  "flex items-center gap-1",
                  column.align === "right" && "justify-end",
                  column.align === "center" && "justify-center",
                )}
              >
                {column.sortable ? (
                  <button
                    type="button"
                    onClick={() => sort(column.id)}
                    className={cn(
                      "-mx-1.5 flex h-6 items-center gap-1 rounded-sm px-1.5 hover:bg-foreground/8 hover:text-foreground pointer-coarse:h-11",
                      sorted && "text-foreground",
                    )}
                  >
                    {column.header}
                    <Arrow aria-hidden className={cn("size-3.5", !sorted && "opacity-50")} />
                  </button>
                ) : (
                  <span>{column.header}</span>
                )}
                {column.filter && (
                  <GridFilterMenu
                    header={column.header}
                    options={column.filter.options}
                    values={query.filters[column.id] ?? []}
                    onApply={(values) => {
                      const { [column.id]: _, ...others } = query.filters;
                      onQuery({
                        filters: values.length > 0 ? { ...others, [column.id]: values } : others,
                      });
                    }}
                  />
                )}
              </span>
            </th>
          );
        })}
        {hasActions && (
          <th
            role="columnheader"
            scope="col"
            className={cn(
              thClasses,
              "w-16 text-right max-sm:sr-only group-data-wide/grid:sticky group-data-wide/grid:right-0 group-data-wide/grid:shadow-[inset_1px_0_var(--border)]",
            )}
          >
            Ações
          </th>
        )}
      </tr>
    </thead>
  );
}
