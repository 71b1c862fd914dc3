"use client";

import { ListFilter } from "lucide-react";
import { useId, useState } from "react";
import { Button } from "../ui/button.tsx";
import { Checkbox } from "../ui/checkbox.tsx";
import { cn } from "../ui/cn.ts";
import { Input } from "../ui/input.tsx";
import { Popover, PopoverContent, PopoverTrigger } from "../ui/popover.tsx";
import { foldText } from "./arrange-rows.ts";
import type { GridFilterOption } from "./grid-column.ts";

/** Props of {@link GridFilterMenu}. */
export interface GridFilterMenuProps {
  header: string;
  options: readonly GridFilterOption[];
  values: readonly string[];
  onApply: (values: string[]) => void;
}

const MANY = 9;

/** The small checkbox menu behind a header's filter icon. Only "Ok" applies; Esc or a click outside forgets. */
export function GridFilterMenu({ header, options, values, onApply }: GridFilterMenuProps) {
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState<ReadonlySet<string>>(new Set());
  const [search, setSearch] = useState("");
  const id = useId();
  const active = values.length > 0;
  const shown = search
    ? options.filter((option) => foldText(option.label).includes(foldText(search)))
    : options;

  function change(next: boolean) {
    if (next) {
      setDraft(new Set(values));
      setSearch("");
    }
    setOpen(next);
  }
  function apply(next: ReadonlySet<string>) {
    setOpen(false);
    onApply(options.map((option) => option.value).filter((value) => next.has(value)));
  }
  function toggle(value: string) {
    const next = new Set(draft);
    if (!next.delete(value)) next.add(value);
    setDraft(next);
  }

  return (
    <Popover open={open} onOpenChange={change}>
      <PopoverTrigger asChild>
        <button
          type="button"
          aria-label={
            active
              ? `Filtrar por ${header}: ${values.length} de ${options.length}`
              : `Filtrar por ${header}`
          }
          className={cn(
            "grid size-6 shrink-0 place-items-center rounded-sm hover:bg-foreground/8 hover:text-foreground aria-expanded:bg-foreground/8 pointer-coarse:size-11",
            active && "bg-primary-soft text-primary",
          )}
        >
          <ListFilter aria-hidden className="size-3.5" strokeWidth={active ? 2.5 : 2} />
        </button>
      </PopoverTrigger>
      <PopoverContent
        aria-label={`Filtro de ${header}`}
        className="w-64 p-0 font-normal text-foreground"
      >
        <form
          onSubmit={(event) => {
            event.preventDefault();
            // React bubbles the event out of the portal: an outer form must not be sent.
            event.stopPropagation();
            apply(draft);
          }}
        >
          {options.length >= MANY && (
            <div className="p-2 pb-0">
              <Input
                value={search}
                onChange={(event) => setSearch(event.target.value)}
                placeholder="Procurar"
                aria-label={`Procurar em ${header}`}
                className="h-8"
              />
            </div>
          )}
          <div
            role="group"
            aria-label={header}
            className="max-h-64 overflow-y-auto overscroll-contain p-1"
          >
            {shown.map((option, index) => (
              <label
                key={option.value}
                htmlFor={`${id}-${index}`}
                className="flex min-h-8 cursor-pointer items-center gap-2 rounded-sm px-2 py-1 text-sm hover:bg-accent pointer-coarse:min-h-11"
              >
                <Checkbox
                  id={`${id}-${index}`}
                  checked={draft.has(option.value)}
                  onCheckedChange={() => toggle(option.value)}
                />
                <span className="min-w-0 wrap-anywhere">{option.label}</span>
              </label>
            ))}
            {shown.length === 0 && (
              <p className="px-2 py-4 text-center text-sm text-muted-foreground">
                Nenhum resultado.
              </p>
            )}
          </div>
          <div className="flex justify-between gap-2 border-t p-2">
            <Button variant="ghost" size="sm" onClick={() => apply(new Set())}>
              Limpar
            </Button>
            <Button type="submit" size="sm">
              Ok
            </Button>
          </div>
        </form>
      </PopoverContent>
    </Popover>
  );
}
