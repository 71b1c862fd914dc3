"use client";

import { useId } from "react";
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogHeader,
  DialogTitle,
} from "../ui/dialog.tsx";
import { Kbd } from "../ui/kbd.tsx";
import { Label } from "../ui/label.tsx";
import { LETTER_KEYS } from "../ui/letter-keys.ts";
import { Switch } from "../ui/switch.tsx";
import { useStored } from "../ui/use-stored.ts";

const GROUPS: readonly { title: string; keys: readonly [what: string, ...keys: string[]][] }[] = [
  {
    title: "Em qualquer lugar",
    keys: [
      ["Ir para… (busca)", "Ctrl", "K"],
      ["Pesquisar na lista", "/"],
      ["Esta lista de atalhos", "?"],
      ["Fechar a janela aberta", "Esc"],
    ],
  },
  {
    title: "Nas listas",
    keys: [
      ["Próxima linha", "j ou ↓"],
      ["Linha anterior", "k ou ↑"],
      ["Abrir a linha", "Enter"],
      ["Selecionar a linha", "x"],
      ["Selecionar até aqui", "Shift", "x"],
      ["Limpar seleção", "Esc"],
    ],
  },
];

/** What the keys do, and the switch that turns the single-letter ones off. */
export function ShortcutsDialog({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const [stored, store] = useStored(LETTER_KEYS);
  const id = useId();
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent size="sm">
        <DialogHeader>
          <DialogTitle>Atalhos do teclado</DialogTitle>
          <DialogDescription>
            Os atalhos de uma letra não funcionam enquanto você digita em um campo.
          </DialogDescription>
        </DialogHeader>
        <DialogBody className="pb-5">
          {GROUPS.map((group) => (
            <section key={group.title} className="mb-4">
              <h3 className="mb-1 text-xs font-medium text-muted-foreground">{group.title}</h3>
              <dl>
                {group.keys.map(([what, ...keys]) => (
                  <div
                    key={what}
                    className="flex min-h-8 items-center justify-between gap-4 border-b last:border-b-0"
                  >
                    <dt>{what}</dt>
                    <dd className="flex gap-1">
                      {keys.map((key) => (
                        <Kbd key={key}>{key}</Kbd>
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
          <div className="flex items-center justify-between gap-4 rounded-md bg-muted px-3 py-2.5">
            <Label htmlFor={id}>Atalhos de uma tecla</Label>
            <Switch
              id={id}
              checked={stored !== "desligados"}
              onCheckedChange={(on) => store(on ? null : "desligados")}
            />
          </div>
        </DialogBody>
      </DialogContent>
    </Dialog>
  );
}
