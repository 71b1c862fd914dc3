import { LinkTabs } from "@/components/ui/tabs";

const TABS = [
  { href: "/movimentos", label: "Importações" },
  { href: "/movimentos/dias", label: "Por filial e dia" },
  { href: "/movimentos/produtos", label: "Produtos" },
] as const;

/** The tabs of the room "Movimentos". */
export function MovementsTabs({ current }: { current: (typeof TABS)[number]["href"] }) {
  return <LinkTabs label="Movimentos" tabs={TABS.map((tab) => ({ ...tab, current: tab.href === current }))} />;
}
