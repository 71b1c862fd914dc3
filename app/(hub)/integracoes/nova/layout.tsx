import type { Metadata } from "next";
import { FormMessages } from "@/components/integrations/form-messages.tsx";
import { IntegrationTabs } from "@/components/integrations/integration-tabs.tsx";
import { LeaveGuard } from "@/components/integrations/leave-guard.tsx";
import { RegistrationProvider } from "@/components/integrations/registration-state.tsx";
import { PageCrumbs } from "@/components/frame/page-crumbs.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";
import { readRegistrationChoices } from "@/lib/admin/integrations/read-registration-choices.ts";
import { requirePermission } from "@/lib/auth/current-actor.ts";
import { readFocusedClient } from "@/lib/auth/focused-client.ts";
import { openValue } from "../../open-value.ts";
import { loadBranches, preview, register, testNewConnection } from "../actions.ts";

export const metadata: Metadata = { title: "Cadastrar integração" };

const TABS = [
  { path: "", label: "Cadastro" },
  { path: "/configuracoes", label: "Configurações" },
];

/** A new integration: one form over two tabs. */
export default async function NewIntegrationLayout({ children }: LayoutProps<"/integracoes/nova">) {
  const actor = await requirePermission("register");
  const focused = await readFocusedClient(actor);
  const choices = openValue(await readRegistrationChoices(actor, { organizationId: focused }));
  return (
    <RegistrationProvider
      opened={null}
      choices={choices}
      readOnly={false}
      timeZone={actor.timeZone}
      personId={actor.personId}
      organizationId={focused ?? actor.organizationId}
      base="/integracoes/nova"
      actions={{ save: register, testConnection: testNewConnection, loadBranches, preview }}
    >
      <PageCrumbs crumbs={[{ label: "Cadastrar integração" }]} />
      <PageHead title="Cadastrar integração">
        <IntegrationTabs tabs={TABS} />
      </PageHead>
      <FormMessages />
      {children}
      <LeaveGuard />
    </RegistrationProvider>
  );
}
