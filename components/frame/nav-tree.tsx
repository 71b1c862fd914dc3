"use client";

import { ChevronDown } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useState } from "react";
import { cn } from "../ui/cn.ts";
import { Tooltip } from "../ui/tooltip.tsx";
import { findTrail, listAreas, listEntries, type NavItem } from "./nav.ts";

const lineClasses =
  "flex min-h-8 w-full items-center gap-2.5 rounded-md px-2 text-left text-sm transition-colors hover:bg-foreground/6 focus-visible:-outline-offset-2 pointer-coarse:min-h-11 [&_svg]:size-4 [&_svg]:shrink-0";

function NavLink({
  item,
  current,
  narrow,
  onFollow,
}: {
  item: NavItem;
  current: boolean;
  narrow?: boolean;
  onFollow?: () => void;
}) {
  const link = (
    <Link
      href={item.href ?? ""}
      aria-current={current ? "page" : undefined}
      aria-label={
        narrow ? (item.count ? `${item.label}, ${item.count} pendentes` : item.label) : undefined
      }
      onClick={onFollow}
      className={cn(
        lineClasses,
        current
          ? "bg-primary-soft font-medium text-foreground [&_svg]:text-primary"
          : "text-foreground/85 [&_svg]:text-muted-foreground",
        narrow && "w-9 justify-center px-0",
      )}
    >
      {item.icon}
      {!narrow && <span className="min-w-0 flex-1 truncate">{item.label}</span>}
      {!narrow && Boolean(item.count) && (
        <span className="shrink-0 rounded-full bg-pending-soft px-1.5 text-xs font-medium text-pending tabular-nums">
          {item.count?.toLocaleString("pt-BR")}
          <span className="sr-only"> pendentes</span>
        </span>
      )}
    </Link>
  );
  return narrow ? (
    <Tooltip text={item.label} side="right">
      {link}
    </Tooltip>
  ) : (
    link
  );
}

function NavGroup({
  item,
  depth,
  currentHref,
  onFollow,
}: {
  item: NavItem;
  depth: number;
  currentHref?: string;
  onFollow?: () => void;
}) {
  const [open, setOpen] = useState(true);
  return (
    <li>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className={cn(
          lineClasses,
          depth === 0 ? "mt-2 text-xs font-medium text-muted-foreground" : "text-muted-foreground",
        )}
      >
        {item.icon}
        <span className="min-w-0 flex-1 truncate">{item.label}</span>
        <ChevronDown
          aria-hidden
          className={cn("size-3.5! transition-transform", !open && "-rotate-90")}
        />
      </button>
      {open && (
        <NavList
          items={item.children ?? []}
          depth={depth + 1}
          currentHref={currentHref}
          onFollow={onFollow}
        />
      )}
    </li>
  );
}

function NavList({
  items,
  depth,
  currentHref,
  onFollow,
}: {
  items: readonly NavItem[];
  depth: number;
  currentHref?: string;
  onFollow?: () => void;
}) {
  return (
    <ul className={cn("flex flex-col gap-0.5", depth > 1 && "ml-3 border-l pl-2")}>
      {items.map((item) =>
        item.children ? (
          <NavGroup
            key={item.label}
            item={item}
            depth={depth}
            currentHref={currentHref}
            onFollow={onFollow}
          />
        ) : (
          <li key={item.label}>
            <NavLink item={item} current={item.href === currentHref} onFollow={onFollow} />
            {item.inside && listAreas([item]).some(({ href }) => href === currentHref) && (
              <NavList
                items={item.inside}
                depth={2}
                currentHref={currentHref}
                onFollow={onFollow}
              />
            )}
          </li>
        ),
      )}
    </ul>
  );
}

/** The areas of the hub as a tree; `narrow` leaves only their icons. */
export function NavTree({
  items,
  narrow,
  onFollow,
}: {
  items: readonly NavItem[];
  narrow?: boolean;
  onFollow?: () => void;
}) {
  const currentHref = findTrail(items, usePathname()).at(-1)?.href;
  return (
    <nav aria-label="Menu principal" className="min-h-0 flex-1 overflow-y-auto px-2 pb-3">
      {narrow ? (
        <ul className="flex flex-col items-center gap-0.5 pt-2">
          {listEntries(items).map((item) => (
            <li key={item.href}>
              <NavLink
                item={item}
                current={listAreas([item]).some(({ href }) => href === currentHref)}
                narrow
              />
            </li>
          ))}
        </ul>
      ) : (
        <NavList items={items} depth={0} currentHref={currentHref} onFollow={onFollow} />
      )}
    </nav>
  );
}
