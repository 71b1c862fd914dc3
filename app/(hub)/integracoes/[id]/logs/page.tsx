import type { Metadata } from "next";
import { LogViewer } from "@/components/log-viewer/log-viewer.tsx";
import { findLogPlace, readLogs } from "@/lib/admin/logs/read-logs.ts";
import { listTaskFilters, listTasks } from "@/lib/admin/tasks/list-tasks.ts";
import { formatDay } from "@/lib/core/period.ts";
import { STATUS_LABEL } from "@/lib/core/status.ts";
import { requireActor } from "@/lib/auth/current-actor.ts";
import { openValue } from "../../../open-value.ts";

const FIRST_LINES = 200;
const BEFORE_TASK = 100;
const RECENT_TASKS = 50;

export async function generateMetadata({
  params,
}: PageProps<"/integracoes/[id]/logs">): Promise<Metadata> {
  const filters = await listTaskFilters(await requireActor(), {
    integrationId: Number((await params).id),
  });
  return { title: filters.ok ? `Logs · ${filters.value.description}` : "Logs da integração" };
}

/** The tab "Logs da integração". */
export default async function LogsPage({
  params,
  searchParams,
}: PageProps<"/integracoes/[id]/logs">) {
  const actor = await requireActor();
  const integrationId = Number((await params).id);
  const { tarefa } = await searchParams;
  const place =
    typeof tarefa === "string" && /^\d{1,15}$/.test(tarefa)
      ? await findLogPlace(actor, { taskId: Number(tarefa) })
      : null;
  const openAt =
    place?.ok && place.value.integrationId === integrationId ? place.value.number : null;
  const initial = openValue(
    await readLogs(actor, {
      integrationId,
      count: FIRST_LINES,
      ...(openAt !== null && { from: Math.max(0, openAt - BEFORE_TASK) }),
    }),
  );
  // Whoever may read logs and not tasks gets no list to choose from.
  const tasks = await listTasks(actor, {
    integrationId,
    query: { page: 1, pageSize: RECENT_TASKS, search: "", sort: null, filters: {} },
  });
  return (
    <LogViewer
      integrationId={integrationId}
      initial={initial}
      openAt={openAt}
      tasks={
        tasks.ok
          ? tasks.value.rows.map((task) => ({
              id: task.id,
              label: `${task.id} · ${formatDay(task.period.first)} a ${formatDay(task.period.last)} · ${STATUS_LABEL[task.status]}`,
            }))
          : []
      }
      timeZone={actor.timeZone}
    />
  );
}
