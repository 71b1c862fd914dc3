"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { ConfirmDialog } from "../ui/alert-dialog.tsx";
import { useRegistration } from "./registration-state.tsx";

/** Asks before unsaved work is left behind: closing the tab, and links that lead out of the form. */
export function LeaveGuard() {
  const { dirty, base, opened, discard } = useRegistration();
  const router = useRouter();
  const [target, setTarget] = useState<string | null>(null);

  useEffect(() => {
    if (!dirty) return;
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    // Captured at the document: before the router's own handling of the link.
    const onClick = (event: MouseEvent) => {
      if (
        event.defaultPrevented ||
        event.button !== 0 ||
        event.metaKey ||
        event.ctrlKey ||
        event.shiftKey ||
        event.altKey
      )
        return;
      const link = event.target instanceof Element ? event.target.closest("a") : null;
      if (!link?.href || link.target === "_blank" || link.hasAttribute("download")) return;
      const url = new URL(link.href);
      if (
        url.origin !== window.location.origin ||
        url.pathname === base ||
        url.pathname.startsWith(`${base}/`) ||
        url.pathname === "/entrar"
      )
        return;
      event.preventDefault();
      event.stopPropagation();
      setTarget(url.pathname + url.search + url.hash);
    };
    window.addEventListener("beforeunload", onUnload);
    document.addEventListener("click", onClick, { capture: true });
    return () => {
      window.removeEventListener("beforeunload", onUnload);
      document.removeEventListener("click", onClick, { capture: true });
    };
  }, [dirty, base]);

  return (
    <ConfirmDialog
      open={target !== null}
      onOpenChange={(open) => !open && setTarget(null)}
      title="Sair sem salvar?"
      description={
        opened
          ? "As alterações feitas nesta integração serão perdidas."
          : "Os dados preenchidos neste cadastro serão perdidos."
      }
      confirmLabel="Sair sem salvar"
      cancelLabel="Continuar editando"
      destructive
      onConfirm={() => {
        discard();
        if (target) router.push(target);
        setTarget(null);
      }}
    />
  );
}
