import type { Metadata } from "next";
import { PageCrumbs } from "@/components/frame/page-crumbs.tsx";
import { describePause } from "@/components/days/describe-pause.ts";
import { MissingDays } from "@/components/days/missing-days.tsx";
import { ChangedDays } from "@/components/integrations/changed-days.tsx";
import { FormMessages } from "@/components/integrations/form-messages.tsx";
import { IntegrationHead } from "@/components/integrations/integration-head.tsx";
import {
  type IntegrationTab,
  IntegrationTabs,
} from "@/components/integrations/integration-tabs.tsx";
import { LeaveGuard } from "@/components/integrations/leave-guard.tsx";
import { PausedBanner } from "@/components/integrations/paused-banner.tsx";
import { RegistrationProvider } from "@/components/integrations/registration-state.tsx";
import { RunDialog } from "@/components/run-dialog/run-dialog.tsx";
import { readRegistrationChoices } from "@/lib/admin/integrations/read-registration-choices.ts";
import { requirePermission } from "@/lib/auth/current-actor.ts";
import { dayInZone } from "@/lib/core/period.ts";
import { can } from "@/lib/core/permissions.ts";
import { loadBranches, preview, setActive, testConnection, update } from "../actions.ts";
import { openIntegration, titleOf } from "./open-integration.ts";
import { openValue } from "../../open-value.ts";
import { planPeriod, runOnce, runPlan } from "./run-actions.ts";

export async function generateMetadata({
  params,
}: LayoutProps<"/integracoes/[id]">): Promise<Metadata> {
  return { title: titleOf(await openIntegration((await params).id)) };
}

/** An opened integration: its head and tabs. It also holds the form, so that changing tabs loses nothing. */
export default async function IntegrationLayout({
  params,
  children,
}: LayoutProps<"/integracoes/[id]">) {
  const actor = await requirePermission("view");
  const opened = await openIntegration((await params).id);
  const choices = openValue(
    await readRegistrationChoices(actor, { organizationId: opened.organizationId }),
  );
  const mayEdit = can(actor, "edit");
  const tabs: IntegrationTab[] = [
    { path: "", label: "Cadastro" },
    { path: "/configuracoes", label: "Configurações" },
    { path: "/tarefas", label: "Tarefas" },
    ...(opened.days ? [{ path: "/dias", label: "Dias" }] : []),
    { path: "/arquivos", label: "Arquivos" },
    ...(can(actor, "logs") ? [{ path: "/logs", label: "Logs da integração" }] : []),
    ...(opened.collects ? [{ path: "/recebidos", label: "Recebidos" }] : []),
    { path: "/versoes", label: "Versões" },
  ];
  return (
    <RegistrationProvider
      key={opened.id}
      opened={opened}
      choices={choices}
      readOnly={!mayEdit}
      timeZone={actor.timeZone}
      personId={actor.personId}
      base={`/integracoes/${opened.id}`}
      actions={{ save: update, testConnection, loadBranches, preview }}
    >
      <PageCrumbs crumbs={[{ label: opened.description, href: `/integracoes/${opened.id}` }]} />
      <IntegrationHead
        opened={opened}
        timeZone={actor.timeZone}
        showClient={actor.organizationId === null}
        actions={
          opened.manualMaxDays !== null &&
          can(actor, "run") && (
            <RunDialog
              integrationId={opened.id}
              today={dayInZone(new Date(), opened.timeZone)}
              maxDays={opened.manualMaxDays}
              actions={{ runOnce, planPeriod, runPlan }}
            />
          )
        }
      >
        {opened.pausedReason !== null && (
          <div className="mb-3">
            <PausedBanner
              id={opened.id}
              reason={opened.pausedReason}
              facts={describePause(opened, actor.timeZone)}
              mayEdit={mayEdit}
              setActive={setActive}
            />
          </div>
        )}
        {opened.state === "active" && opened.days && opened.days.missing.length > 0 && (
          <div className="mb-3">
            <MissingDays integrationId={opened.id} days={opened.days.missing} />
          </div>
        )}
        {opened.changedDays.length > 0 && (
          <div className="mb-3">
            <ChangedDays
              operations={opened.changedDays}
              mayRunAgain={opened.manualMaxDays !== null}
            />
          </div>
        )}
        <IntegrationTabs tabs={tabs} />
      </IntegrationHead>
      <FormMessages />
      {children}
      <LeaveGuard />
    </RegistrationProvider>
  );
}
