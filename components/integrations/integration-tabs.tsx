"use client";

import { usePathname } from "next/navigation";
import { placeOfField } from "@/lib/core/setting-place.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { LinkTabs } from "../ui/tabs.tsx";
import { useRegistration } from "./registration-state.tsx";

/** One tab of an integration. */
export interface IntegrationTab {
  /** After the form's own path; "" is the first tab. */
  path: string;
  label: string;
}

/** The tabs of an integration, each with an address of its own; a dot marks the form while it is unsaved. */
export function IntegrationTabs({ tabs }: { tabs: readonly IntegrationTab[] }) {
  const { base, dirty, errors } = useRegistration();
  const pathname = usePathname();
  const wrong = (path: string) =>
    Object.keys(errors).filter(
      (name) => (placeOfField(name) !== null) === (path === "/configuracoes"),
    ).length;
  return (
    <LinkTabs
      label="Seções da integração"
      tabs={tabs.map(({ path, label }) => ({
        href: base + path,
        label,
        current: path === "" ? pathname === base : pathname.startsWith(base + path),
        mark:
          path === "" || path === "/configuracoes" ? (
            <TabMark dirty={dirty && path === ""} wrong={wrong(path)} />
          ) : undefined,
      }))}
    />
  );
}

function TabMark({ dirty, wrong }: { dirty: boolean; wrong: number }) {
  if (wrong > 0)
    return (
      <span className="rounded-sm bg-failed-soft px-1 text-xs font-medium text-failed tabular-nums">
        {formatCount(wrong, "erro", "erros")}
      </span>
    );
  return dirty ? (
    <span title="Alterações não salvas" className="size-1.5 rounded-full bg-pending-mark">
      <span className="sr-only">(alterações não salvas)</span>
    </span>
  ) : null;
}
