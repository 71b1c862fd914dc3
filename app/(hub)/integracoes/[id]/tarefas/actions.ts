"use server";

import { cancelTask } from "@/lib/admin/tasks/cancel-task.ts";
import { reprocessTask } from "@/lib/admin/tasks/reprocess-task.ts";
import { defineAction } from "../../../../define-action.ts";

/** "Reprocessar tarefa". */
export const reprocess = defineAction(reprocessTask);

/** "Cancelar tarefa". */
export const cancel = defineAction(cancelTask);
