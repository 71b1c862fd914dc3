"use client";

import { ArrowDown, ArrowUp, X } from "lucide-react";
import { type KeyboardEvent, useId } from "react";
import { Button } from "../ui/button.tsx";
import { Input } from "../ui/input.tsx";
import { Select } from "../ui/select.tsx";
import { refuseCell, type TableColumn, type TableRow } from "@/lib/core/setting-table.ts";

/** A row while it is edited; the id keeps its inputs together when it moves. */
export interface EditedRow {
  id: number;
  cells: TableRow;
}

/** Props of {@link SettingTableRow}. */
export interface SettingTableRowProps {
  columns: readonly TableColumn[];
  row: EditedRow;
  index: number;
  last: boolean;
  onChange: (cells: TableRow) => void;
  onAdd: () => void;
  onMove: (to: number) => void;
  onRemove: () => void;
}

/** A choice must show its longest words, a number needs little. */
const trackOf = ({ kind }: TableColumn) =>
  kind === "integer" ? "5rem" : kind === "choice" ? "minmax(8.5rem,1.6fr)" : "minmax(6rem,1.3fr)";

/** One row of the window: beside each other on a desk, a card on a phone. */
export function SettingTableRow({
  columns,
  row,
  index,
  last,
  onChange,
  onAdd,
  onMove,
  onRemove,
}: SettingTableRowProps) {
  const listId = useId();
  const filled = Object.values(row.cells).some((cell) => cell.trim() !== "");
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && event.target instanceof HTMLInputElement) {
      event.preventDefault();
      onAdd();
    } else if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      onMove(index + (event.key === "ArrowUp" ? -1 : 1));
    }
  };
  return (
    <li className="group rounded-md max-sm:border max-sm:p-3" onKeyDown={onKeyDown}>
      <div
        className="grid gap-2 max-sm:grid-cols-2 sm:grid-cols-(--tracks) sm:items-end"
        style={{ "--tracks": `2rem ${columns.map(trackOf).join(" ")} auto` } as React.CSSProperties}
      >
        <span className="text-xs text-muted-foreground tabular-nums max-sm:col-span-2 sm:pb-2.5 sm:text-right">
          <span className="sm:sr-only">Linha </span>
          {index + 1}
        </span>
        {columns.map((column) => {
          const value = row.cells[column.key] ?? "";
          const invalid = filled && refuseCell(column, value) !== null;
          const wired = {
            "aria-label": `${column.label}, linha ${index + 1}`,
            "aria-invalid": invalid || undefined,
            "aria-required": column.required || undefined,
            className: "h-8",
          };
          const set = (next: string) => onChange({ ...row.cells, [column.key]: next });
          return (
            <label key={column.key} className="flex min-w-0 flex-col gap-1">
              {/* On a desk the first row's labels head the columns; to the ear every cell has its own. */}
              <span className="text-xs text-muted-foreground sm:group-not-first:sr-only">
                {column.label}
              </span>
              {column.kind === "choice" ? (
                <Select
                  {...wired}
                  value={value}
                  placeholder={column.required && value !== "" ? undefined : "—"}
                  options={column.options}
                  onChange={(event) => set(event.target.value)}
                />
              ) : (
                <Input
                  {...wired}
                  value={value}
                  list={column.suggestions && `${listId}-${column.key}`}
                  inputMode={column.kind === "integer" ? "numeric" : undefined}
                  autoComplete="off"
                  spellCheck={false}
                  onChange={(event) => set(event.target.value)}
                />
              )}
              {column.suggestions && (
                <datalist id={`${listId}-${column.key}`}>
                  {column.suggestions.values[row.cells[column.suggestions.by] ?? ""]?.map(
                    (suggestion) => (
                      <option key={suggestion} value={suggestion} />
                    ),
                  )}
                </datalist>
              )}
            </label>
          );
        })}
        <span className="flex max-sm:col-span-2 max-sm:justify-end">
          <Button
            variant="ghost"
            size="icon-sm"
            disabled={index === 0}
            onClick={() => onMove(index - 1)}
            aria-label={`Subir a linha ${index + 1}`}
          >
            <ArrowUp aria-hidden />
          </Button>
          <Button
            variant="ghost"
            size="icon-sm"
            disabled={last}
            onClick={() => onMove(index + 1)}
            aria-label={`Descer a linha ${index + 1}`}
          >
            <ArrowDown aria-hidden />
          </Button>
          <Button
            variant="ghost"
            size="icon-sm"
            onClick={onRemove}
            aria-label={`Remover a linha ${index + 1}`}
          >
            <X aria-hidden />
          </Button>
        </span>
      </div>
    </li>
  );
}
