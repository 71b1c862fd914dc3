"use client";

import { X } from "lucide-react";
import type { GridQuery } from "@/lib/core/grid.ts";
import type { GridColumn } from "./grid-column.ts";
import type { ChangeQuery } from "./use-grid-url.ts";

/** Filters in force, each removable; nothing is drawn when there are none. */
export function GridChips<Row>({
  columns,
  query,
  onQuery,
}: {
  columns: readonly GridColumn<Row>[];
  query: GridQuery;
  onQuery: ChangeQuery;
}) {
  const chips = columns.flatMap((column) => {
    const values = query.filters[column.id];
    if (!column.filter || !values?.length) return [];
    const names = values.map(
      (value) => column.filter?.options.find((option) => option.value === value)?.label ?? value,
    );
    const text =
      names.length > 3
        ? `${names.slice(0, 2).join(", ")} e mais ${names.length - 2}`
        : names.join(", ");
    return [{ id: column.id, header: column.header, text }];
  });
  if (chips.length === 0) return null;
  return (
    <ul aria-label="Filtros aplicados" className="flex flex-wrap items-center gap-1.5">
      {chips.map((chip) => (
        <li
          key={chip.id}
          className="flex min-h-6 items-center gap-1 rounded-sm bg-primary-soft pl-2 text-xs"
        >
          <span>
            <span className="text-muted-foreground">{chip.header}:</span> {chip.text}
          </span>
          <button
            type="button"
            aria-label={`Remover filtro ${chip.header}`}
            className="grid size-6 place-items-center rounded-sm hover:bg-foreground/8 pointer-coarse:size-11"
            onClick={() => {
              const { [chip.id]: _, ...others } = query.filters;
              onQuery({ filters: others });
            }}
          >
            <X aria-hidden className="size-3" />
          </button>
        </li>
      ))}
      <li>
        <button
          type="button"
          className="h-6 rounded-sm px-1.5 text-xs text-primary hover:underline pointer-coarse:h-11"
          onClick={() => onQuery({ filters: {}, search: "" })}
        >
          Limpar filtros
        </button>
      </li>
    </ul>
  );
}
