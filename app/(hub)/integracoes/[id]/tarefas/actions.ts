"use server";

import type { TaskActions } from "@/components/tasks/use-task-actions.tsx";
import { cancelTask } from "@/lib/admin/tasks/cancel-task.ts";
import { reprocessTask } from "@/lib/admin/tasks/reprocess-task.ts";
import { requireActor } from "@/lib/auth/current-actor.ts";

/** "Reprocessar tarefa". */
export const reprocess: TaskActions["reprocess"] = async (input) =>
  reprocessTask(await requireActor(), input);

/** "Cancelar tarefa". */
export const cancel: TaskActions["cancel"] = async (input) =>
  cancelTask(await requireActor(), input);
