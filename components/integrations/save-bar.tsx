"use client";

import { useRouter } from "next/navigation";
import { placeOfField } from "@/lib/core/setting-place.ts";
import { Button } from "../ui/button.tsx";
import { settingControlId } from "./form-values.ts";
import { useRegistration } from "./registration-state.tsx";

const SUPPORT_SENTENCE = "Para alterar o cadastro, entre em contato com um agente de Suporte.";

/** The foot of both tabs: "Cadastrar" or "Salvar", or the sentence for whom may only look. */
export function SaveBar() {
  const { opened, readOnly, dirty, saving, save, discard, base } = useRegistration();
  const router = useRouter();
  if (readOnly)
    return (
      <p className="mt-6 max-w-4xl rounded-md border bg-muted px-3 py-2.5 text-sm text-muted-foreground">
        {SUPPORT_SENTENCE}
      </p>
    );

  async function send() {
    const fields = await save();
    const names = Object.keys(fields ?? {});
    if (names.length === 0) return;
    const onSettings = names.every(placeOfField);
    const path = onSettings ? `${base}/configuracoes` : base;
    if (
      window.location.pathname !== path &&
      !(names.some(placeOfField) && window.location.pathname.endsWith("/configuracoes"))
    )
      router.push(path);
    // The tab with the field may have to be drawn first.
    focusWhenThere(
      names.map((name) => {
        const place = placeOfField(name);
        return place ? settingControlId(place) : `campo-${name}`;
      }),
    );
  }
  return (
    <div className="sticky bottom-0 z-10 mt-6 flex max-w-4xl flex-wrap items-center gap-3 border-t bg-background py-3">
      <Button busy={saving} onClick={() => void send()}>
        {opened ? "Salvar" : "Cadastrar"}
      </Button>
      {dirty && (
        <Button variant="ghost" onClick={discard}>
          Descartar alterações
        </Button>
      )}
      <span role="status" className="text-sm text-muted-foreground">
        {dirty ? "Há alterações não salvas." : ""}
      </span>
    </div>
  );
}

/** Focuses the first of these fields on the page, waiting for a tab that is still being drawn. */
function focusWhenThere(ids: readonly string[], tries = 60): void {
  const found = ids.map((id) => document.getElementById(id)).find((element) => element !== null);
  const control = found?.matches("input, select, textarea, button")
    ? found
    : found?.querySelector<HTMLElement>("input, select, textarea, button");
  if (control) control.focus();
  else if (tries > 0) requestAnimationFrame(() => focusWhenThere(ids, tries - 1));
}
