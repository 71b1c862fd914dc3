import { LinkTabs } from "../ui/tabs.tsx";

const TABS = [
  { href: "/recebidos", label: "Recebidos" },
  { href: "/recebidos/propostas", label: "Propostas de cadastro" },
] as const;

/** The tabs of the area "Recebidos"; without the permission to decide about products there is only one. */
export function ReceivedTabs({
  current,
  proposals,
}: {
  current: (typeof TABS)[number]["href"];
  proposals: boolean;
}) {
  return (
    <LinkTabs
      label="Recebidos"
      tabs={TABS.filter(({ href }) => proposals || href === "/recebidos").map((tab) => ({
        ...tab,
        current: tab.href === current,
      }))}
    />
  );
}
