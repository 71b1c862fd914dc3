import { LinkTabs } from "../ui/tabs.tsx";

const TABS = [
  { href: "/precos", label: "Sugestões" },
  { href: "/precos/aplicacoes", label: "Aplicações" },
] as const;

/** The tabs of "Alteração de Preço/Oferta". */
export function PricesTabs({ current }: { current: (typeof TABS)[number]["href"] }) {
  return (
    <LinkTabs
      label="Preços"
      tabs={TABS.map((tab) => ({ ...tab, current: tab.href === current }))}
    />
  );
}
