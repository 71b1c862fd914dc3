import type { ReactNode } from "react";
import type { Crumb } from "../ui/breadcrumb.tsx";

/** Cookie in which the browser keeps whether the left menu is narrow ("recolhido"); the layout reads it. */
export const MENU_COOKIE = "enlace-menu";

/** One line of the left menu: an area with `href`, or a group with `children`. */
export interface NavItem {
  label: string;
  href?: string;
  icon?: ReactNode;
  /** How many things wait for a person there; 0 is not drawn. */
  count?: number;
  children?: readonly NavItem[];
  /** Areas that lie inside this one: drawn below it while a person is in one of them. */
  inside?: readonly NavItem[];
  /** Pages inside the area, such as its tabs: found by name, not drawn in the menu. */
  pages?: ReadonlyArray<{ label: string; href: string }>;
}

/** Whether a page belongs to the area at `href`. */
export function isInside(href: string, pathname: string): boolean {
  return pathname === href || pathname.startsWith(`${href}/`);
}

/** All areas, in order, without their groups. */
export function listAreas(items: readonly NavItem[]): NavItem[] {
  return items.flatMap((item) => [
    ...(item.href ? [item] : []),
    ...listAreas(item.children ?? []),
    ...listAreas(item.inside ?? []),
  ]);
}

/** What the menu draws while nobody is inside an area: all areas but those that lie in another. */
export function listEntries(items: readonly NavItem[]): NavItem[] {
  return items.flatMap((item) => [
    ...(item.href ? [item] : []),
    ...listEntries(item.children ?? []),
  ]);
}

/** An area or a page inside one, as the palette finds it; `area` is the one it lies in. */
export interface Place {
  label: string;
  href: string;
  icon?: ReactNode;
  area?: string;
}

/** All areas with the pages inside them, in order. */
export function listPlaces(items: readonly NavItem[]): Place[] {
  return listAreas(items).flatMap(({ label, href = "", icon, pages = [] }) => [
    { label, href, icon },
    ...pages.map((page) => ({ ...page, icon, area: label })),
  ]);
}

/** The way from the top of the menu to the area that holds this page; empty when none does. */
export function findTrail(items: readonly NavItem[], pathname: string): Crumb[] {
  let best: Crumb[] = [];
  let length = -1;
  const walk = (list: readonly NavItem[], above: Crumb[]) => {
    for (const item of list) {
      const trail = [...above, { label: item.label, href: item.href }];
      if (item.href && isInside(item.href, pathname) && item.href.length > length) {
        best = trail;
        length = item.href.length;
      }
      walk(item.children ?? [], trail);
      walk(item.inside ?? [], trail);
    }
  };
  walk(items, []);
  return best;
}
