"use client";

import { Columns3, RefreshCw, Search, X } from "lucide-react";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { Button } from "../ui/button.tsx";
import { cn } from "../ui/cn.ts";
import {
  DropdownMenu,
  DropdownMenuCheckboxItem,
  DropdownMenuContent,
  DropdownMenuLabel,
  DropdownMenuTrigger,
} from "../ui/dropdown-menu.tsx";
import { Input } from "../ui/input.tsx";
import { Tooltip } from "../ui/tooltip.tsx";

const DEBOUNCE_MS = 250;

/** The search box of a list; what is typed is asked for when the person pauses. */
export function GridSearch({
  value,
  placeholder,
  onSearch,
}: {
  value: string;
  placeholder: string;
  onSearch: (text: string) => void;
}) {
  const [text, setText] = useState(value);
  const [seen, setSeen] = useState(value);
  const [asked, setAsked] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // Back or "Limpar filtros" changed it from outside; an echo of our own typing must not undo newer letters.
  if (seen !== value) {
    setSeen(value);
    if (value !== asked) setText(value);
  }
  useEffect(() => () => clearTimeout(timer.current), []);

  function ask(next: string, delay: number) {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      setAsked(next.trim());
      onSearch(next.trim());
    }, delay);
  }
  return (
    <search className="relative min-w-0 flex-1 basis-56 sm:max-w-xs">
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-muted-foreground"
      />
      <Input
        type="search"
        aria-label={placeholder}
        placeholder={placeholder}
        maxLength={200}
        value={text}
        onChange={(event) => ask(event.target.value, DEBOUNCE_MS)}
        onKeyDown={(event) => {
          if (event.key === "Enter") {
            // Inside a form, Enter searches; it does not save.
            event.preventDefault();
            ask(text, 0);
          } else if (event.key === "Escape" && text) {
            event.preventDefault();
            event.stopPropagation();
            ask("", 0);
          }
        }}
        className="h-8 px-8 [&::-webkit-search-cancel-button]:hidden"
      />
      {text && (
        <button
          type="button"
          aria-label="Limpar pesquisa"
          onClick={() => ask("", 0)}
          className="absolute top-1/2 right-1 grid size-6 -translate-y-1/2 place-items-center rounded-sm text-muted-foreground hover:bg-accent pointer-coarse:size-10"
        >
          <X aria-hidden className="size-3.5" />
        </button>
      )}
    </search>
  );
}

/** The refresh button; turns while reading. */
export function GridRefresh({ busy, onRefresh }: { busy: boolean; onRefresh: () => void }) {
  return (
    <Tooltip text="Atualizar">
      <Button
        variant="outline"
        size="icon"
        className="size-8"
        aria-label="Atualizar"
        aria-busy={busy || undefined}
        onClick={onRefresh}
      >
        <RefreshCw aria-hidden className={cn(busy && "animate-spin")} />
      </Button>
    </Tooltip>
  );
}

/** Which columns are shown. */
export function GridColumns({
  columns,
  visibility,
  onVisible,
}: {
  columns: readonly { id: string; header: string }[];
  visibility: Record<string, boolean>;
  onVisible: (id: string, on: boolean) => void;
}) {
  return (
    <DropdownMenu>
      <Tooltip text="Colunas">
        <DropdownMenuTrigger asChild>
          <Button
            variant="outline"
            size="icon"
            className="size-8 max-sm:hidden"
            aria-label="Colunas"
          >
            <Columns3 aria-hidden />
          </Button>
        </DropdownMenuTrigger>
      </Tooltip>
      <DropdownMenuContent align="end">
        <DropdownMenuLabel>Colunas visíveis</DropdownMenuLabel>
        {columns.map((column) => (
          <DropdownMenuCheckboxItem
            key={column.id}
            checked={visibility[column.id] !== false}
            onCheckedChange={(on) => onVisible(column.id, on === true)}
            onSelect={(event) => event.preventDefault()}
          >
            {column.header}
          </DropdownMenuCheckboxItem>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

/** One line over the list: search, what the page adds, and the grid's own buttons. */
export function GridToolbar({ children, className }: { children: ReactNode; className?: string }) {
  return <div className={cn("flex flex-wrap items-center gap-2", className)}>{children}</div>;
}
