import { LinkTabs } from "../ui/tabs.tsx";
import { REGISTER_LISTS, REGISTER_WORDS } from "@/lib/core/register-list.ts";

const TABS = [
  { href: "/movimentos", label: "Importações" },
  { href: "/movimentos/dias", label: "Por filial e dia" },
  { href: "/movimentos/produtos", label: "Produtos" },
  ...REGISTER_LISTS.map((list) => ({
    href: `/movimentos/${list}` as const,
    label: REGISTER_WORDS[list].title,
  })),
] as const;

/** The tabs of the area "Movimentos". */
export function MovementsTabs({ current }: { current: (typeof TABS)[number]["href"] }) {
  return (
    <LinkTabs
      label="Movimentos"
      tabs={TABS.map((tab) => ({ ...tab, current: tab.href === current }))}
    />
  );
}
