"use client";

import { ChevronFirst, ChevronLast, ChevronLeft, ChevronRight } from "lucide-react";
import { useId } from "react";
import { Button } from "./button.tsx";
import { Select } from "./select.tsx";

/** Props of {@link Pagination}. */
export interface PaginationProps {
  page: number;
  pages: number;
  onPage: (page: number) => void;
}

/** "Página 1 de N" with its arrows. */
export function Pagination({ page, pages, onPage }: PaginationProps) {
  const arrows = [
    { label: "Primeira página", icon: ChevronFirst, to: 1, off: page <= 1 },
    { label: "Página anterior", icon: ChevronLeft, to: page - 1, off: page <= 1 },
    { label: "Próxima página", icon: ChevronRight, to: page + 1, off: page >= pages },
    { label: "Última página", icon: ChevronLast, to: pages, off: page >= pages },
  ];
  const arrow = ({ label, icon: Icon, to, off }: (typeof arrows)[number]) => (
    // aria-disabled rather than disabled: reaching the last page must not throw the focus away.
    <Button
      key={label}
      variant="ghost"
      size="icon-sm"
      aria-label={label}
      title={label}
      aria-disabled={off || undefined}
      className={off ? "cursor-default! hover:bg-transparent" : undefined}
      onClick={() => !off && onPage(to)}
    >
      <Icon aria-hidden />
    </Button>
  );
  return (
    <nav aria-label="Paginação" className="flex items-center gap-0.5">
      {arrows.slice(0, 2).map(arrow)}
      <span className="px-1.5 whitespace-nowrap tabular-nums" aria-live="polite">
        Página {page.toLocaleString("pt-BR")} de {pages.toLocaleString("pt-BR")}
      </span>
      {arrows.slice(2).map(arrow)}
    </nav>
  );
}

/** "Registros por página" with its choices. */
export function PageSize({
  value,
  sizes,
  onChange,
}: {
  value: number;
  sizes: readonly number[];
  onChange: (size: number) => void;
}) {
  const id = useId();
  return (
    <div className="flex items-center gap-2">
      <label htmlFor={id} className="whitespace-nowrap">
        Registros por página
      </label>
      <span className="w-18">
        <Select
          id={id}
          className="h-7 px-2 pr-7"
          value={String(value)}
          onChange={(event) => onChange(Number(event.target.value))}
          options={sizes.map((size) => ({ value: String(size), label: String(size) }))}
        />
      </span>
    </div>
  );
}
