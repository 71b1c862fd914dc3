import type { Metadata } from "next";
import { TaskGrid } from "@/components/tasks/task-grid.tsx";
import { listTaskFilters, listTasks } from "@/lib/admin/tasks/list-tasks.ts";
import { can } from "@/lib/core/permissions.ts";
import { requireActor } from "@/lib/auth/current-actor.ts";
import { openValue } from "../../../open-value.ts";
import { readListState } from "../../../read-list-state.ts";
import { cancel, reprocess } from "./actions.ts";

export async function generateMetadata({
  params,
}: PageProps<"/integracoes/[id]/tarefas">): Promise<Metadata> {
  const filters = await listTaskFilters(await requireActor(), {
    integrationId: Number((await params).id),
  });
  return { title: filters.ok ? `Tarefas · ${filters.value.description}` : "Tarefas" };
}

/** The tab "Tarefas". */
export default async function TasksPage({
  params,
  searchParams,
}: PageProps<"/integracoes/[id]/tarefas">) {
  const actor = await requireActor();
  const integrationId = Number((await params).id);
  const filters = openValue(await listTaskFilters(actor, { integrationId }));
  const initial = openValue(
    await listTasks(actor, {
      integrationId,
      query: await readListState(searchParams),
    }),
  );
  return (
    <TaskGrid
      integrationId={integrationId}
      integrationName={filters.description}
      initial={initial}
      filters={filters}
      timeZone={actor.timeZone}
      actions={{ reprocess, cancel }}
      rights={{
        run: can(actor, "run"),
        reprocess: can(actor, "reprocess"),
        logs: can(actor, "logs"),
        download: can(actor, "download"),
      }}
    />
  );
}
