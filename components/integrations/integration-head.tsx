import type { ReactNode } from "react";
import { describeDays } from "../days/describe-days.ts";
import { StatusBadge } from "../status/status-badge.tsx";
import { cn } from "../ui/cn.ts";
import { PageHead } from "../ui/page-head.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import type { OpenedIntegration } from "@/lib/admin/integrations/read-integration.ts";
import Link from "next/link";
import { StateBadge } from "./state-badge.tsx";

/** The head of an opened integration: what it is, how it is, when it ran and will run. */
export function IntegrationHead({
  opened,
  timeZone,
  showClient,
  actions,
  children,
}: {
  opened: OpenedIntegration;
  timeZone: string;
  showClient: boolean;
  actions: ReactNode;
  children: ReactNode;
}) {
  const days = opened.days && describeDays(opened.days);
  return (
    <PageHead
      title={opened.description}
      actions={actions}
      state={
        <div className="flex flex-col gap-1">
          <p>
            {showClient && `${opened.organizationName} · `}
            {opened.typeName}
          </p>
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <StateBadge state={opened.state} />
            {opened.lastTask ? (
              <span className="inline-flex flex-wrap items-center gap-1.5">
                Última tarefa
                <Link
                  href={`/integracoes/${opened.id}/tarefas?tarefa=${opened.lastTask.id}`}
                  className="inline-block min-h-6 min-w-6 rounded-sm py-0.5 text-center text-foreground tabular-nums hover:underline"
                >
                  {opened.lastTask.id}
                </Link>
                <StatusBadge status={opened.lastTask.status} />
                <RelativeTime value={opened.lastTask.at} timeZone={timeZone} />
              </span>
            ) : (
              <span>Nenhuma tarefa ainda</span>
            )}
            {opened.nextRunAt && (
              <span>
                Próxima execução <RelativeTime value={opened.nextRunAt} timeZone={timeZone} />
              </span>
            )}
          </p>
          {days && (
            <p>
              <Link
                href={`/integracoes/${opened.id}/dias`}
                className={cn(
                  "inline-block min-h-6 rounded-sm py-0.5 text-foreground hover:underline",
                  opened.days && opened.days.missingDays > 0 && "font-medium text-failed",
                )}
              >
                {days}
              </Link>
            </p>
          )}
        </div>
      }
    >
      {children}
    </PageHead>
  );
}
