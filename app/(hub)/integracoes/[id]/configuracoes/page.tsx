import type { Metadata } from "next";
import { SaveBar } from "@/components/integrations/save-bar.tsx";
import { SettingsPanel } from "@/components/integrations/settings-panel.tsx";
import { openIntegration } from "../open-integration.ts";

export async function generateMetadata({
  params,
}: PageProps<"/integracoes/[id]/configuracoes">): Promise<Metadata> {
  return { title: `Configurações · ${(await openIntegration((await params).id)).description}` };
}

/** The tab "Configurações". */
export default function IntegrationSettingsPage() {
  return (
    <>
      <SettingsPanel />
      <SaveBar />
    </>
  );
}
