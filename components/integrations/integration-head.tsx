import type { ReactNode } from "react";
import { StatusBadge } from "../status/status-badge.tsx";
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
        </div>
      }
    >
      {children}
    </PageHead>
  );
}
