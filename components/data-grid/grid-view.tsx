"use client";

import type { RowData } from "@tanstack/react-table";
import { useRouter } from "next/navigation";
import { useEffect, useMemo, useRef, useState } from "react";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { cn } from "../ui/cn.ts";
import { PageSize, Pagination } from "../ui/pagination.tsx";
import { PAGE_SIZES, type GridPage, type GridQuery } from "@/lib/core/grid.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { GridChips } from "./grid-chips.tsx";
import type { GridCommonProps } from "./grid-column.ts";
import { GridHead } from "./grid-head.tsx";
import { GridRow } from "./grid-row.tsx";
import { GridFailure, GridNoResults, GridSkeleton } from "./grid-states.tsx";
import { GridColumns, GridRefresh, GridSearch, GridToolbar } from "./grid-toolbar.tsx";
import { RowMenu } from "./row-menu.tsx";
import { useGridTable } from "./use-grid-table.ts";
import type { ChangeQuery } from "./use-grid-url.ts";
import { useRowKeys } from "./use-row-keys.ts";
import { useRowSelection } from "./use-row-selection.ts";

/** Props of {@link GridView}: the common ones, and where the state stands now. */
export interface GridViewProps<Row extends RowData> extends GridCommonProps<Row> {
  query: GridQuery;
  onQuery: ChangeQuery;
  /** undefined = not known yet. */
  page?: GridPage<Row>;
  /** Ids the header's box stands for; those of the page unless said otherwise. */
  allIds?: readonly string[];
  /** Rows of the former state are still shown. */
  changing?: boolean;
  error?: unknown;
  onRefresh?: () => void;
  refreshing?: boolean;
  waiting?: number;
  onShowWaiting?: () => void;
  /** Small set inside a form: no column menu, no footer while one page holds it all. */
  compact?: boolean;
}

const NO_ROWS: never[] = [];

/** What every list looks like and how it answers keys; knows nothing of where rows come from. */
export function GridView<Row extends RowData>(props: GridViewProps<Row>) {
  const {
    name,
    label = name,
    columns,
    query,
    onQuery,
    page,
    changing,
    error,
    rowId,
    rowLabel,
    rowHref,
    onRowOpen,
    rowActions,
    selectable,
    canSelect,
    compact,
  } = props;
  const router = useRouter();
  const rows = page?.rows ?? (NO_ROWS as Row[]);
  const { table, visible, columnVisibility, setVisible } = useGridTable(name, columns, rows, rowId);
  const ids = useMemo(
    () => props.allIds ?? rows.filter((row) => canSelect?.(row) ?? true).map(rowId),
    [props.allIds, rows, canSelect, rowId],
  );
  const selection = useRowSelection(ids, props.selection, props.onSelectionChange);
  const titleId = (visible.find((column) => column.rowHeader) ?? visible[0])?.id;
  const filtered =
    query.search !== "" || Object.values(query.filters).some((values) => values.length > 0);
  const pages = Math.max(1, Math.ceil((page?.total ?? 0) / query.pageSize));
  const canOpen = Boolean(onRowOpen ?? rowHref);

  function open(row: Row | undefined) {
    if (row === undefined) return;
    if (onRowOpen) onRowOpen(row);
    else if (rowHref) router.push(rowHref(row));
  }
  const { body, active, setActive, onKeyDown } = useRowKeys({
    count: rows.length,
    open: (index) => open(rows[index]),
    ...(selectable && {
      toggle: (index: number, range: boolean) => {
        const row = rows[index];
        if (row !== undefined && (canSelect?.(row) ?? true)) selection.toggle(rowId(row), range);
      },
      clear: selection.clear,
    }),
  });

  const scroller = useRef<HTMLDivElement>(null);
  const [wide, setWide] = useState(false);
  // While it fits, the page scrolls and the head sticks to it (so Back restores the place); a wider
  // table scrolls in its own box.
  useEffect(() => {
    const box = scroller.current;
    const inner = box?.firstElementChild;
    if (!box || !inner) return;
    const observer = new ResizeObserver(() =>
      setWide(inner.scrollWidth > box.clientWidth + 1 && window.innerWidth >= 640),
    );
    observer.observe(box);
    observer.observe(inner);
    return () => observer.disconnect();
  }, []);

  const clear = () => onQuery({ search: "", filters: {} });
  const columnCount = visible.length + (selectable ? 1 : 0) + (rowActions ? 1 : 0);
  const empty = page !== undefined && rows.length === 0 && !(error && !page);
  const count = page?.total ?? 0;
  const failed = Boolean(error) && (page === undefined || changing);

  return (
    <div className="flex min-w-0 flex-col gap-2.5">
      {(props.searchPlaceholder || props.toolbar || props.onRefresh) && (
        <GridToolbar>
          {props.searchPlaceholder && (
            <GridSearch
              value={query.search}
              placeholder={props.searchPlaceholder}
              onSearch={(search) => onQuery({ search }, "replace")}
            />
          )}
          <div className="ml-auto flex flex-wrap items-center justify-end gap-2">
            {selectable && selection.count > 0 && !compact && (
              <span role="status" className="text-sm text-muted-foreground">
                {formatCount(selection.count, "selecionado", "selecionados")}
              </span>
            )}
            {props.toolbar}
            {!compact && columns.length > 3 && (
              <GridColumns
                columns={columns.filter((column) => column.id !== titleId)}
                visibility={columnVisibility}
                onVisible={setVisible}
              />
            )}
            {props.onRefresh && (
              <GridRefresh busy={Boolean(props.refreshing)} onRefresh={props.onRefresh} />
            )}
          </div>
        </GridToolbar>
      )}
      <GridChips columns={columns} query={query} onQuery={onQuery} />
      {Boolean(error) && !failed && page !== undefined && (
        <Alert
          tone="warning"
          action={
            props.onRefresh && (
              <Button variant="outline" size="sm" onClick={props.onRefresh}>
                Tentar novamente
              </Button>
            )
          }
        >
          Não foi possível atualizar a lista agora. Os dados exibidos podem estar desatualizados.
        </Alert>
      )}
      <span role="status" className="sr-only">
        {props.waiting ? "Há novas linhas. Use o botão acima da lista para exibi-las." : ""}
      </span>
      <div className="relative rounded-lg border bg-card">
        {(props.waiting ?? 0) > 0 && (
          <button
            type="button"
            onClick={props.onShowWaiting}
            className="absolute -top-3.5 left-1/2 z-20 h-7 -translate-x-1/2 rounded-full bg-primary px-3 text-xs font-medium text-primary-foreground shadow-pop hover:bg-primary-hover pointer-coarse:h-11"
          >
            {formatCount(props.waiting ?? 0, "nova", "novas")}
          </button>
        )}
        <div
          ref={scroller}
          data-wide={wide || undefined}
          {...(wide && {
            tabIndex: 0,
            role: "region",
            "aria-label": `${label}: role para os lados`,
          })}
          className="group/grid relative rounded-t-lg [--grid-top:var(--frame-top,0px)] data-wide:max-h-[max(20rem,calc(100dvh-19rem))] data-wide:overflow-auto data-wide:[--grid-top:0px] max-sm:overflow-hidden"
        >
          <table
            role="table"
            aria-label={label}
            aria-busy={changing || undefined}
            aria-rowcount={page ? count : undefined}
            className="w-full border-separate border-spacing-0 text-sm max-sm:block sm:[&_tbody>tr:not(:last-child)>*]:border-b"
          >
            <GridHead
              columns={visible}
              query={query}
              onQuery={onQuery}
              selection={selectable ? selection : undefined}
              selectAllLabel={props.selectAllLabel ?? "Selecionar todos"}
              hasActions={Boolean(rowActions)}
            />
            {page === undefined && !failed ? (
              <GridSkeleton columns={columnCount} rows={Math.min(10, query.pageSize)} />
            ) : (
              <tbody
                ref={body}
                role="rowgroup"
                onKeyDown={onKeyDown}
                className={cn(
                  "transition-opacity max-sm:block",
                  changing && !failed && "opacity-60 delay-200",
                )}
              >
                {!failed &&
                  table
                    .getRowModel()
                    .rows.map((row, index) => (
                      <GridRow
                        key={row.id}
                        row={row}
                        columnOf={(id) => visible.find((column) => column.id === id)}
                        titleId={titleId}
                        label={rowLabel(row.original)}
                        href={onRowOpen ? undefined : rowHref?.(row.original)}
                        menu={
                          rowActions ? (
                            <RowMenu
                              label={rowLabel(row.original)}
                              actions={rowActions(row.original)}
                            />
                          ) : undefined
                        }
                        ticked={
                          selectable
                            ? (canSelect?.(row.original) ?? true)
                              ? selection.chosen.has(row.id)
                              : null
                            : undefined
                        }
                        onTick={(range) => selection.toggle(row.id, range)}
                        onOpen={canOpen ? () => open(row.original) : undefined}
                        onFocus={() => setActive(index)}
                        active={index === active}
                        emphasized={props.emphasizeRow?.(row.original) ?? false}
                      />
                    ))}
              </tbody>
            )}
          </table>
          {failed && <GridFailure error={error} onRetry={() => props.onRefresh?.()} />}
          {empty &&
            !failed &&
            (filtered ? (
              <GridNoResults search={query.search} onClear={clear} />
            ) : (
              (props.empty ?? (
                <p className="px-4 py-10 text-center text-sm text-muted-foreground">
                  Nenhum registro ainda.
                </p>
              ))
            ))}
        </div>
        {!(compact && pages === 1 && query.pageSize >= 100) && (
          <div className="flex min-h-11 flex-wrap items-center justify-between gap-x-6 gap-y-1 border-t px-3 py-1.5 text-xs text-muted-foreground">
            <PageSize
              value={query.pageSize}
              sizes={PAGE_SIZES}
              onChange={(pageSize) => onQuery({ pageSize })}
            />
            <span className="tabular-nums max-sm:hidden" role="status">
              {page === undefined || failed ? "" : formatCount(count, "registro", "registros")}
            </span>
            <Pagination
              page={Math.min(query.page, pages)}
              pages={pages}
              onPage={(next) => onQuery({ page: next })}
            />
          </div>
        )}
      </div>
    </div>
  );
}
