/** The four statuses that a task and a file can have, exactly those of the reference screen. */
export const TASK_STATUSES = ["pending", "sent", "done", "failed"] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];

/** What the person reads. *Enviada*: received, not yet accepted. *Concluída*: accepted. */
export const STATUS_LABEL: Record<TaskStatus, string> = {
  pending: "Pendente",
  sent: "Enviada",
  done: "Concluída",
  failed: "Falha no envio",
};

/** The only moves there are. *Concluída* is final; *Falha no envio* is left only by a person's reprocess. */
const ALLOWED: Record<TaskStatus, readonly TaskStatus[]> = {
  pending: ["sent", "done", "failed"],
  sent: ["done", "failed"],
  done: [],
  failed: ["pending"],
};

/** Whether a status may become another. The database repeats this table in a trigger. */
export function mayBecome(from: TaskStatus, to: TaskStatus): boolean {
  return ALLOWED[from].includes(to);
}

/** A task's status from those of its current files; no files at all means that there was nothing to send. */
export function statusFromFiles(files: readonly TaskStatus[]): TaskStatus {
  if (files.includes("pending")) return "pending";
  if (files.includes("failed")) return "failed";
  return files.includes("sent") ? "sent" : "done";
}
