/** One attempt at a task: prepare, deliver, and see what the partner said. */
export const RUN_TASK = "run-task";
/** Asks the partner what became of the files that were sent and not yet accepted. */
export const CONFIRM_TASK = "confirm-task";
/** Reads an uploaded file of movements. */
export const RUN_IMPORT = "run-import";
/** Old files, logs and finished jobs go. */
export const RETENTION = "retention";

/** A dead worker's job is taken up elsewhere after at most heartbeat + monitor interval: about 11 s. */
const recovery = { heartbeatSeconds: 10, retryLimit: 8, retryDelay: 5, retryBackoff: true, retryDelayMax: 900, expireInSeconds: 6 * 3600, notify: true };

/** All queues, made by `installQueue`. */
export const QUEUES = [
  { name: RUN_TASK, policy: "standard", ...recovery },
  { name: CONFIRM_TASK, policy: "standard", ...recovery },
  { name: RUN_IMPORT, policy: "standard", ...recovery },
  { name: RETENTION, policy: "singleton", ...recovery, retryLimit: 1 },
] as const;

/** Payload of RUN_TASK and CONFIRM_TASK. */
export interface TaskJob {
  organizationId: number;
  taskId: number;
}

/** Payload of RUN_IMPORT. */
export interface ImportJob {
  organizationId: number;
  importId: number;
}
