"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";

const listClasses = "flex gap-1 overflow-x-auto border-b [scrollbar-width:none]";
const tabClasses =
  "relative -mb-px flex h-9 shrink-0 items-center gap-1.5 border-b-2 border-transparent px-3 text-sm text-muted-foreground transition-colors hover:text-foreground focus-visible:-outline-offset-2 pointer-coarse:h-11 aria-[current=page]:border-primary aria-[current=page]:font-medium aria-[current=page]:text-foreground [&_svg]:size-4";

/** One tab that is a page of its own. */
export interface LinkTab {
  href: string;
  label: ReactNode;
  current: boolean;
  /** Small number or mark after the label. */
  mark?: ReactNode;
}

/** On a narrow screen the row is longer than what shows of it. */
const reveal = (tab: HTMLAnchorElement | null) =>
  tab?.scrollIntoView({ inline: "nearest", block: "nearest" });

/** Tabs whose state is the URL: each is a real link, so that a middle click opens it beside. */
export function LinkTabs({
  tabs,
  label,
  className,
}: {
  tabs: readonly LinkTab[];
  label: string;
  className?: string;
}) {
  return (
    <nav aria-label={label} className={cn(listClasses, className)}>
      {tabs.map((tab) => (
        <Link
          key={tab.href}
          href={tab.href}
          scroll={false}
          ref={tab.current ? reveal : undefined}
          aria-current={tab.current ? "page" : undefined}
          className={tabClasses}
        >
          {tab.label}
          {tab.mark}
        </Link>
      ))}
    </nav>
  );
}
