"use client";

import { usePathname } from "next/navigation";
import { createContext, use, useEffect, useState, type ReactNode } from "react";
import type { Crumb } from "../ui/breadcrumb.tsx";

interface Extra {
  pathname: string;
  crumbs: readonly Crumb[];
}

const ReadCrumbs = createContext<Extra | null>(null);
const WriteCrumbs = createContext<(extra: Extra) => void>(() => {});

/** Lets pages add their own steps to the frame's breadcrumb. */
export function CrumbsProvider({ children }: { children: ReactNode }) {
  const [extra, setExtra] = useState<Extra | null>(null);
  return (
    <WriteCrumbs value={setExtra}>
      <ReadCrumbs value={extra}>{children}</ReadCrumbs>
    </WriteCrumbs>
  );
}

/** Steps the current page added below its area. */
export function usePageCrumbs(): readonly Crumb[] {
  const extra = use(ReadCrumbs);
  const pathname = usePathname();
  return extra?.pathname === pathname ? extra.crumbs : [];
}

/**
 * Put on a page: its steps below the area that the menu knows ("Smarket – Lojas Sul", "Tarefa
 * 4812"). Draws nothing.
 */
export function PageCrumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  const write = use(WriteCrumbs);
  const pathname = usePathname();
  const text = JSON.stringify(crumbs);
  useEffect(
    () => write({ pathname, crumbs: JSON.parse(text) as Crumb[] }),
    [write, pathname, text],
  );
  return null;
}
