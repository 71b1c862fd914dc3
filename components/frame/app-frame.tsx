"use client";

import { Menu, PanelLeft, Search } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useCallback, useState, type CSSProperties, type ReactNode } from "react";
import { Breadcrumb } from "../ui/breadcrumb.tsx";
import { Button } from "../ui/button.tsx";
import { cn } from "../ui/cn.ts";
import { Kbd } from "../ui/kbd.tsx";
import { LogoMark } from "../ui/logo.tsx";
import { Sheet, SheetContent, SheetDescription, SheetTitle } from "../ui/sheet.tsx";
import { Tooltip } from "../ui/tooltip.tsx";
import { CommandPalette, type SearchPalette } from "./command-palette.tsx";
import { findTrail, MENU_COOKIE, type NavItem } from "./nav.ts";
import { NavTree } from "./nav-tree.tsx";
import { CrumbsProvider, usePageCrumbs } from "./page-crumbs.tsx";
import { PersonMenu, type FramePerson } from "./person-menu.tsx";
import { ShortcutsDialog } from "./shortcuts-dialog.tsx";
import { ThemeMenu } from "./theme-menu.tsx";
import { useFrameKeys } from "./use-frame-keys.ts";

/** Props of {@link AppFrame}. */
export interface AppFrameProps {
  person: FramePerson;
  nav: readonly NavItem[];
  /** Where the mark leads. */
  home?: string;
  /** Read from the cookie MENU_COOKIE by the layout, so that the page does not jump on load. */
  menuCollapsed?: boolean;
  /** For agents: chooses whose data is shown. */
  clientSwitcher?: ReactNode;
  searchPalette?: SearchPalette;
  signOut: () => Promise<void>;
  /** A message over everything (see Banner). */
  banner?: ReactNode;
  children: ReactNode;
}

/** What stands around every page of the hub: menu at the left, one line at the top, content. */
export function AppFrame(props: AppFrameProps) {
  return (
    <CrumbsProvider>
      <Frame {...props} />
    </CrumbsProvider>
  );
}

function Frame({
  person,
  nav,
  home = "/integracoes",
  menuCollapsed = false,
  clientSwitcher,
  searchPalette,
  signOut,
  banner,
  children,
}: AppFrameProps) {
  const [narrow, setNarrow] = useState(menuCollapsed);
  const [sheet, setSheet] = useState(false);
  const [palette, setPalette] = useState(false);
  const [shortcuts, setShortcuts] = useState(false);
  const crumbs = [...findTrail(nav, usePathname()), ...usePageCrumbs()];
  const onPalette = useCallback(() => setPalette((open) => !open), []);
  const onShortcuts = useCallback(() => setShortcuts(true), []);
  useFrameKeys({ onPalette, onShortcuts });

  function toggleMenu() {
    document.cookie = `${MENU_COOKIE}=${narrow ? "aberto" : "recolhido"}; path=/; max-age=31536000; samesite=lax`;
    setNarrow(!narrow);
  }
  const brand = (
    <Link
      href={home}
      className="flex h-12 items-center gap-2 rounded-md px-2 font-semibold tracking-tight focus-visible:-outline-offset-2"
      aria-label="Enlace, início"
    >
      <LogoMark className="size-6 shrink-0 text-primary" />
      <span className={cn(narrow && "lg:sr-only")}>Enlace</span>
    </Link>
  );

  return (
    <div className="flex min-h-dvh" style={{ "--frame-top": "3rem" } as CSSProperties}>
      <a
        href="#conteudo"
        className="fixed top-2 left-2 z-60 -translate-y-16 rounded-md bg-primary px-4 py-2 text-sm font-medium text-primary-foreground focus-visible:translate-y-0"
      >
        Pular para o conteúdo
      </a>
      <aside
        aria-label="Menu"
        className={cn(
          "sticky top-0 hidden h-dvh shrink-0 flex-col border-r bg-sidebar lg:flex",
          narrow ? "w-14" : "w-60",
        )}
      >
        <div className={cn("px-2", narrow && "flex justify-center")}>{brand}</div>
        <NavTree items={nav} narrow={narrow} />
        <div className={cn("border-t p-2", narrow && "flex justify-center")}>
          <Tooltip text={narrow ? "Expandir menu" : ""} side="right">
            <Button
              variant="ghost"
              size="sm"
              aria-expanded={!narrow}
              aria-label={narrow ? "Expandir menu" : "Recolher menu"}
              onClick={toggleMenu}
              className="justify-start text-muted-foreground"
            >
              <PanelLeft aria-hidden />
              {!narrow && "Recolher"}
            </Button>
          </Tooltip>
        </div>
      </aside>
      <Sheet open={sheet} onOpenChange={setSheet}>
        <SheetContent side="left">
          <SheetTitle className="sr-only">Menu</SheetTitle>
          <SheetDescription className="sr-only">Telas do Enlace</SheetDescription>
          <div className="px-2">{brand}</div>
          <NavTree items={nav} onFollow={() => setSheet(false)} />
        </SheetContent>
      </Sheet>
      <div className="flex min-w-0 flex-1 flex-col">
        <header className="sticky top-0 z-30 flex h-12 items-center gap-1 border-b bg-background px-3 sm:gap-2 sm:px-5">
          <Button
            variant="ghost"
            size="icon"
            className="-ml-2 size-9 lg:hidden"
            aria-label="Abrir menu"
            onClick={() => setSheet(true)}
          >
            <Menu aria-hidden />
          </Button>
          <Breadcrumb crumbs={crumbs} className="min-w-0 flex-1" />
          {clientSwitcher}
          <Button
            variant="outline"
            size="sm"
            onClick={() => setPalette(true)}
            aria-haspopup="dialog"
            aria-keyshortcuts="Control+K Meta+K"
            className="font-normal text-muted-foreground max-md:size-9 max-md:border-0 max-md:bg-transparent max-md:px-0"
          >
            <Search aria-hidden />
            <span className="max-md:sr-only">Ir para…</span>
            <Kbd aria-hidden className="max-md:hidden">
              Ctrl K
            </Kbd>
          </Button>
          <ThemeMenu />
          <PersonMenu person={person} signOut={signOut} onShortcuts={() => setShortcuts(true)} />
        </header>
        {banner}
        <main
          id="conteudo"
          tabIndex={-1}
          className="min-w-0 flex-1 scroll-mt-12 px-4 pt-4 pb-10 outline-none sm:px-6 sm:pt-5"
        >
          <div className="mx-auto w-full max-w-[1440px] has-data-[full-width]:max-w-none">
            {children}
          </div>
        </main>
      </div>
      <CommandPalette open={palette} onOpenChange={setPalette} nav={nav} search={searchPalette} />
      <ShortcutsDialog open={shortcuts} onOpenChange={setShortcuts} />
    </div>
  );
}
