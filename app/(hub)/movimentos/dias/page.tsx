import { CalendarX } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { ChooseClient } from "@/components/movements/choose-client.tsx";
import { DaysTable } from "@/components/movements/days-table.tsx";
import { MovementsTabs } from "@/components/movements/movements-tabs.tsx";
import { PeriodForm } from "@/components/movements/period-form.tsx";
import { buttonVariants } from "@/components/ui/button.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";
import { type BranchDays, readMovementDays } from "@/lib/admin/movements/read-movement-days.ts";
import { requirePermission } from "@/lib/auth/current-actor.ts";
import { dayInZone, listDays, type Period } from "@/lib/core/period.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { openValue } from "../../open-value.ts";
import { readPeriod } from "../../read-period.ts";
import { toParams } from "../../read-list-state.ts";
import { readAreaScope } from "../read-clients.ts";

/** Two weeks fit beside the branches. */
const USUAL_DAYS = 14;

export const metadata: Metadata = { title: "Movimentos por filial e dia" };

/** The tab "Por filial e dia". */
export default async function DaysPage({ searchParams }: PageProps<"/movimentos/dias">) {
  const actor = await requirePermission("movements");
  const { clients, focused } = await readAreaScope(actor);
  const today = dayInZone(new Date(), actor.timeZone);
  const period = readPeriod(await toParams(searchParams), today, USUAL_DAYS);
  const tabs = <MovementsTabs current="/movimentos/dias" />;
  if (clients !== null && focused === null) {
    return (
      <>
        <PageHead title="Movimentos">{tabs}</PageHead>
        <ChooseClient clients={clients} href="/movimentos/dias" />
      </>
    );
  }
  const branches = openValue(await readMovementDays(actor, { organizationId: focused, ...period }));
  return (
    <>
      <PageHead title="Movimentos" state={describeGaps(branches, period, today)}>
        {tabs}
      </PageHead>
      <div className="flex flex-col gap-4">
        <PeriodForm
          key={`${period.first}${period.last}`}
          first={period.first}
          last={period.last}
          today={today}
        />
        {branches.every((branch) => branch.days.length === 0) ? (
          <EmptyState
            icon={<CalendarX />}
            title="Nenhum movimento neste período"
            action={
              <Link href="/movimentos" className={buttonVariants({ variant: "outline" })}>
                Importar arquivos
              </Link>
            }
          >
            Escolha outras datas ou importe os arquivos destes dias.
          </EmptyState>
        ) : (
          <DaysTable branches={branches} days={listDays(period)} today={today} />
        )}
      </div>
    </>
  );
}

function describeGaps(branches: readonly BranchDays[], period: Period, today: string): string {
  const expected = listDays(period).filter((day) => day < today);
  const gaps = branches
    .map(
      (branch) =>
        expected.filter((day) => !branch.days.some((totals) => totals.day === day)).length,
    )
    .filter((count) => count > 0);
  if (gaps.length === 0) return "Todas as filiais têm movimento em todos os dias";
  const days = gaps.reduce((all, count) => all + count, 0);
  return `${formatCount(days, "dia", "dias")} sem movimento em ${formatCount(gaps.length, "filial", "filiais")}`;
}
