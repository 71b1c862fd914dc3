"use client";

import { Check, ChevronsUpDown } from "lucide-react";
import { useState } from "react";
import { cn } from "../ui/cn.ts";
import { Command, CommandEmpty, CommandInput, CommandItem, CommandList } from "../ui/command.tsx";
import { controlClasses } from "../ui/input.tsx";
import { Popover, PopoverContent, PopoverTrigger } from "../ui/popover.tsx";
import type { CatalogueEntry } from "@/lib/admin/integrations/catalogue.ts";

/** Props of {@link TypeSelect}; the ids come from its Field. */
export interface TypeSelectProps {
  types: readonly CatalogueEntry[];
  value: string;
  /** Says with each how sure we are of the partner's format: for agents. */ showFormat: boolean;
  onChange: (id: string) => void;
  id?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: true;
  "aria-required"?: true;
}

/** The type of an integration, searched by name. */
export function TypeSelect({ types, value, showFormat, onChange, ...control }: TypeSelectProps) {
  const [open, setOpen] = useState(false);
  const chosen = types.find(({ id }) => id === value);
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <button
          {...control}
          type="button"
          role="combobox"
          aria-expanded={open}
          aria-haspopup="listbox"
          className={cn(controlClasses, "flex items-center justify-between gap-2 text-left")}
        >
          <span className={cn("truncate", !chosen && "text-muted-foreground")}>
            {chosen?.name ?? "Selecione…"}
          </span>
          <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-muted-foreground" />
        </button>
      </PopoverTrigger>
      <PopoverContent
        aria-label="Tipos de integração"
        className="w-(--radix-popover-trigger-width) min-w-72 p-0"
      >
        <Command label="Tipos de integração">
          <CommandInput placeholder="Pesquisar tipo" aria-label="Pesquisar tipo" className="h-10" />
          <CommandList label="Tipos de integração">
            <CommandEmpty>Nenhum tipo com esse nome.</CommandEmpty>
            {types
              .filter(({ retired, id }) => !retired || id === value)
              .map((type) => (
                <CommandItem
                  key={type.id}
                  value={`${type.name} ${type.id}`}
                  onSelect={() => {
                    onChange(type.id);
                    setOpen(false);
                  }}
                >
                  <span className="min-w-0 flex-1">
                    <span className="block font-medium">{type.name}</span>
                    {showFormat && (
                      <span className="block text-xs text-muted-foreground">
                        {" "}
                        {type.contractLabel}{" "}
                      </span>
                    )}
                  </span>
                  {type.id === value && <Check aria-hidden />}
                </CommandItem>
              ))}
          </CommandList>
        </Command>
      </PopoverContent>
    </Popover>
  );
}
