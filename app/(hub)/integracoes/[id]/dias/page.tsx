import { CalendarX } from "lucide-react";
import type { Metadata } from "next";
import { DayCalendar } from "@/components/days/day-calendar.tsx";
import { DayLegend } from "@/components/days/day-legend.tsx";
import { DayTotalsTable } from "@/components/days/day-totals.tsx";
import { LateDaysForm } from "@/components/days/late-days-form.tsx";
import { LiveDays } from "@/components/days/live-days.tsx";
import { OpenedDayPanel } from "@/components/days/opened-day.tsx";
import { PlanList } from "@/components/days/plan-list.tsx";
import { PlanMissingDialog } from "@/components/days/plan-missing-dialog.tsx";
import { PeriodForm } from "@/components/movements/period-form.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { LinkTabs } from "@/components/ui/tabs.tsx";
import { listPlans } from "@/lib/admin/days/list-plans.ts";
import { readDay } from "@/lib/admin/days/read-day.ts";
import { readDays } from "@/lib/admin/days/read-days.ts";
import { requireActor } from "@/lib/auth/current-actor.ts";
import { dayInZone, MAX_DAYS, parseDay } from "@/lib/core/period.ts";
import { can } from "@/lib/core/permissions.ts";
import { toParams } from "../../../read-list-state.ts";
import { openValue } from "../../../open-value.ts";
import { readPeriod } from "../../../read-period.ts";
import { openIntegration } from "../open-integration.ts";
import { plan, resume, saveLateDays, start, stop } from "./actions.ts";

export async function generateMetadata({
  params,
}: PageProps<"/integracoes/[id]/dias">): Promise<Metadata> {
  return { title: `Dias · ${(await openIntegration((await params).id)).description}` };
}

/** The tab "Dias": what the partner has of each day of each branch. */
export default async function DaysPage({
  params,
  searchParams,
}: PageProps<"/integracoes/[id]/dias">) {
  const actor = await requireActor();
  const {
    id: integrationId,
    timeZone,
    manualMaxDays,
    days: sums,
    lateDays,
    maySendLate,
  } = await openIntegration((await params).id);
  const asked = await toParams(searchParams);
  const period = readPeriod(asked, dayInZone(new Date(), timeZone), MAX_DAYS);
  const days = openValue(
    await readDays(actor, { integrationId, operation: asked.get("operacao") ?? "", ...period }),
  );
  if (days.operation === null)
    return (
      <EmptyState icon={<CalendarX />} title="Este tipo não envia dias">
        O que ele envia é sempre o estado atual. Veja as execuções na aba Tarefas.
      </EmptyState>
    );
  const base = `/integracoes/${integrationId}/dias?operacao=${encodeURIComponent(days.operation)}`;
  const [day, branchId] = [parseDay(asked.get("dia") ?? ""), Number(asked.get("filial"))];
  const known = days.branches.some(({ id }) => id === branchId);
  const opened =
    day !== null && known
      ? openValue(await readDay(actor, { integrationId, operation: days.operation, branchId, day }))
      : null;
  const plans = openValue(await listPlans(actor, { integrationId }));
  // A client sends what it may force by hand; an agent sends whatever has days.
  const mayRun = can(actor, "run") && (actor.organizationId === null || manualMaxDays !== null);
  return (
    <div className="flex flex-col gap-4">
      <LiveDays integrationId={integrationId} />
      {days.operations.length > 1 && (
        <LinkTabs
          label="Operações com dias"
          tabs={days.operations.map(({ name, label }) => ({
            href: `/integracoes/${integrationId}/dias?operacao=${encodeURIComponent(name)}&de=${period.first}&ate=${period.last}`,
            label,
            current: name === days.operation,
          }))}
        />
      )}
      {mayRun && (
        <div>
          <PlanMissingDialog
            integrationIds={[integrationId]}
            key={asked.get("planejar")}
            opened={asked.get("planejar") === "sim"}
            leading={(sums?.missingDays ?? 0) + (sums?.changedDays ?? 0) > 0}
            actions={{ plan, start }}
          />
        </div>
      )}
      <PlanList
        plans={plans}
        timeZone={actor.timeZone}
        mayRun={mayRun}
        actions={{ stop, resume }}
      />
      <PeriodForm
        key={`${period.first}${period.last}`}
        first={period.first}
        last={period.last}
        today={days.today}
        address={base}
      />
      <DayCalendar
        branches={days.branches}
        days={days.days}
        shown={days.shown}
        opened={opened && `${day}:${branchId}`}
        address={`${base}&de=${period.first}&ate=${period.last}`}
      />
      <DayLegend states={new Set(["waiting", ...days.shown.map(({ state }) => state)])} />
      {opened && (
        <OpenedDayPanel opened={opened} integrationId={integrationId} timeZone={actor.timeZone}>
          {mayRun && ["missing", "changed", "off"].includes(opened.state) && (
            <PlanMissingDialog
              key={`${day}:${branchId}`}
              integrationIds={[integrationId]}
              scope={{
                label: "Enviar este dia",
                operation: days.operation,
                branchId,
                first: opened.day,
                last: opened.day,
              }}
              actions={{ plan, start }}
            />
          )}
        </OpenedDayPanel>
      )}
      <DayTotalsTable totals={days.totals} />
      {maySendLate && can(actor, "edit") && (
        <LateDaysForm integrationId={integrationId} lateDays={lateDays} save={saveLateDays} />
      )}
    </div>
  );
}
