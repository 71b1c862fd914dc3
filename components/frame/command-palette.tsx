"use client";

import { CornerDownLeft, History } from "lucide-react";
import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useState } from "react";
import { Command, CommandGroup, CommandInput, CommandItem, CommandList } from "../ui/command.tsx";
import { Dialog, DialogContent, DialogDescription, DialogTitle } from "../ui/dialog.tsx";
import { describeProblem } from "../forms/describe-problem.tsx";
import { foldText } from "../data-grid/arrange-rows.ts";
import type { Outcome } from "@/lib/admin/define-use-case.ts";
import { listPlaces, type NavItem } from "./nav.ts";
import { readRecent, rememberRecent, type PaletteItem } from "./recent-places.ts";

/** Finds integrations, tasks and the like by text. A server action. */
export type SearchPalette = (text: string) => Promise<Outcome<readonly PaletteItem[]>>;

const DEBOUNCE_MS = 150;
/** More is no search. */
const LONGEST = 100;
const UNREACHED = "A busca não respondeu. As telas acima continuam disponíveis.";

interface Found {
  text: string;
  items: readonly PaletteItem[];
  /** Why there are no items to see. */
  problem: ReactNode;
}

/** What matters inside the palette's window; mounted anew at every opening. */
function PaletteBody({
  nav,
  search,
  onGo,
}: {
  nav: readonly NavItem[];
  search?: SearchPalette;
  onGo: (item: PaletteItem) => void;
}) {
  const [text, setText] = useState("");
  const [found, setFound] = useState<Found>({ text: "", items: [], problem: null });
  const [recent] = useState(readRecent);
  const asked = text.trim().slice(0, LONGEST);

  useEffect(() => {
    if (!asked || !search) return;
    let current = true;
    const timer = setTimeout(() => {
      const note = (items: readonly PaletteItem[], problem: ReactNode) =>
        current && setFound({ text: asked, items, problem });
      search(asked).then(
        (outcome) =>
          outcome.ok
            ? note(outcome.value, null)
            : note(
                [],
                outcome.problem.kind === "signed_out"
                  ? describeProblem(outcome.problem)
                  : UNREACHED,
              ),
        () => note([], UNREACHED),
      );
    }, DEBOUNCE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [asked, search]);

  // Without a word the areas are a menu; their pages are for whoever asks.
  const areas = listPlaces(nav)
    .filter(
      ({ label, area }) =>
        (asked || area === undefined) && foldText(label).includes(foldText(asked)),
    )
    .map(({ label, href, icon, area }): PaletteItem & { icon?: ReactNode } => ({
      id: href,
      label,
      href,
      icon,
      hint: area,
    }));
  const pending = Boolean(search) && asked !== "" && found.text !== asked;
  const results = asked ? found.items : [];
  const groups = Map.groupBy(results, (item) => item.group ?? "Resultados");
  const nothing =
    asked !== "" && !pending && !found.problem && results.length === 0 && areas.length === 0;

  return (
    <Command shouldFilter={false} loop label="Ir para">
      <CommandInput
        autoFocus
        value={text}
        onValueChange={setText}
        placeholder="Integração, código de tarefa, tela…"
      />
      <CommandList className={pending ? "opacity-70" : undefined}>
        {!asked && recent.length > 0 && (
          <CommandGroup heading="Recentes">
            {recent.map((item) => (
              <CommandItem key={`r-${item.id}`} value={`r-${item.id}`} onSelect={() => onGo(item)}>
                <History aria-hidden />
                <span className="min-w-0 flex-1 truncate">{item.label}</span>
                {item.hint && <span className="text-xs text-muted-foreground">{item.hint}</span>}
              </CommandItem>
            ))}
          </CommandGroup>
        )}
        {[...groups].map(([group, items]) => (
          <CommandGroup key={group} heading={group}>
            {items.map((item) => (
              <CommandItem key={item.id} value={`f-${item.id}`} onSelect={() => onGo(item)}>
                <CornerDownLeft aria-hidden />
                <span className="min-w-0 flex-1 truncate">{item.label}</span>
                {item.hint && <span className="text-xs text-muted-foreground">{item.hint}</span>}
              </CommandItem>
            ))}
          </CommandGroup>
        ))}
        {areas.length > 0 && (
          <CommandGroup heading="Telas">
            {areas.map((item) => (
              <CommandItem
                key={item.id}
                value={`t-${item.id}`}
                onSelect={() =>
                  onGo({ id: item.id, label: item.label, href: item.href, hint: item.hint })
                }
              >
                {item.icon}
                <span className="min-w-0 flex-1 truncate">{item.label}</span>
                {item.hint && <span className="text-xs text-muted-foreground">{item.hint}</span>}
              </CommandItem>
            ))}
          </CommandGroup>
        )}
      </CommandList>
      <p
        role="status"
        className={
          nothing || found.problem || pending
            ? "px-4 py-4 text-center text-sm text-muted-foreground"
            : "sr-only"
        }
      >
        {pending
          ? "Procurando…"
          : found.problem && asked
            ? found.problem
            : nothing
              ? `Nada encontrado para “${asked}”.`
              : ""}
      </p>
    </Command>
  );
}

/** Ctrl/⌘+K: go anywhere by typing. */
export function CommandPalette({
  open,
  onOpenChange,
  nav,
  search,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  nav: readonly NavItem[];
  search?: SearchPalette;
}) {
  const router = useRouter();
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent className="sm:top-[15vh] sm:translate-y-0">
        <DialogTitle className="sr-only">Ir para</DialogTitle>
        <DialogDescription className="sr-only">
          Digite parte do nome ou um código e escolha com as setas.
        </DialogDescription>
        <PaletteBody
          nav={nav}
          search={search}
          onGo={(item) => {
            rememberRecent(item);
            onOpenChange(false);
            router.push(item.href);
          }}
        />
      </DialogContent>
    </Dialog>
  );
}
