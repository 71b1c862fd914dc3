import { SaveBar } from "@/components/integrations/save-bar.tsx";
import { SettingsPanel } from "@/components/integrations/settings-panel.tsx";

/** The tab "Configurações" of a new integration. */
export default function NewIntegrationSettingsPage() {
  return (
    <>
      <SettingsPanel />
      <SaveBar />
    </>
  );
}
