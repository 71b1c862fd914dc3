"use client";

import { Building2, Check, ChevronsUpDown } from "lucide-react";
import { useState } from "react";
import { foldText } from "../data-grid/arrange-rows.ts";
import { buttonVariants } from "../ui/button.tsx";
import { cn } from "../ui/cn.ts";
import {
  Command,
  CommandEmpty,
  CommandGroup,
  CommandInput,
  CommandItem,
  CommandList,
} from "../ui/command.tsx";
import { Popover, PopoverContent, PopoverTrigger } from "../ui/popover.tsx";

/** A client an agent may look at. */
export interface ClientChoice {
  id: number;
  name: string;
}

/** Top line, agents only: narrows every screen to one client, or shows all of them again. */
export function ClientSwitcher({
  clients,
  focused,
}: {
  clients: ClientChoice[];
  focused: number | null;
}) {
  const [open, setOpen] = useState(false);
  const current = clients.find((client) => client.id === focused);

  function choose(id: number | null) {
    setOpen(false);
    // The page's own filters and page number belong to the client left behind; a full load also
    // empties the router's memory of it.
    window.location.assign(`${window.location.pathname}?cliente=${id ?? "todos"}`);
  }
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger
        className={cn(
          buttonVariants({ variant: current ? "secondary" : "ghost", size: "sm" }),
          "max-w-56 min-w-0 shrink max-sm:size-9 max-sm:shrink-0 max-sm:px-0",
        )}
        aria-label={`${current?.name ?? "Todos os clientes"}: trocar de cliente`}
      >
        <Building2 aria-hidden />
        <span className="truncate max-sm:hidden">{current?.name ?? "Todos os clientes"}</span>
        <ChevronsUpDown aria-hidden className="max-sm:hidden" />
      </PopoverTrigger>
      <PopoverContent align="end" className="w-72 p-0">
        <Command
          label="Escolher cliente"
          filter={(value, search) => (foldText(value).includes(foldText(search)) ? 1 : 0)}
        >
          <CommandInput placeholder="Pesquisar cliente…" />
          <CommandList>
            <CommandEmpty>Nenhum cliente com esse nome.</CommandEmpty>
            <CommandGroup>
              <CommandItem value="Todos os clientes" onSelect={() => choose(null)}>
                <Check aria-hidden className={cn(current && "invisible")} />
                Todos os clientes
              </CommandItem>
              {clients.map((client) => (
                <CommandItem
                  key={client.id}
                  value={`${client.name} ${client.id}`}
                  onSelect={() => choose(client.id)}
                >
                  <Check aria-hidden className={cn(client.id !== focused && "invisible")} />
                  <span className="min-w-0 flex-1 truncate">{client.name}</span>
                </CommandItem>
              ))}
            </CommandGroup>
          </CommandList>
        </Command>
      </PopoverContent>
    </Popover>
  );
}
