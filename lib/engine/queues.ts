/** One attempt at a task: prepare, deliver, and see what the partner said. */
export const RUN_TASK = "run-task";
/** Asks the partner what became of the files that were sent and not yet accepted. */
export const CONFIRM_TASK = "confirm-task";
/** Tasks whose worker died again and again: they end with a reason instead of staying pending for ever. */
export const LOST_TASK = "lost-task";
/** Reads an uploaded file of movements. */
export const RUN_IMPORT = "run-import";
/** One attempt at carrying a subject through a flow. */
export const RUN_FLOW = "run-flow";
/** Takes up what partners told us. */
export const HANDLE_EVENTS = "handle-events";
/** E-mails about tasks that ended. */
export const SEND_NOTICE = "send-notice";
/** E-mails to a person about their own access. */
export const SEND_MAIL = "send-mail";
/** Old files, logs and finished jobs go. */
export const RETENTION = "retention";
/** Holds the audit log against its seals. */
export const CHECK_AUDIT = "check-audit";

/**
 * A dead worker's job is taken up elsewhere after at most heartbeat + monitor interval: about 11 s.
 * The queue's own retries are for that alone; waiting for a partner is a new job with its own delay.
 */
const recovery = {
  heartbeatSeconds: 10,
  retryLimit: 5,
  retryDelay: 0,
  retryBackoff: false,
  expireInSeconds: 6 * 3600,
  deleteAfterSeconds: 3 * 86_400,
  retentionSeconds: 30 * 86_400,
  notify: true,
};

/** All queues, made by `installQueue`, in this order: a dead-letter queue stands before those that name it. */
export const QUEUES = [
  { name: LOST_TASK, policy: "standard", ...recovery },
  { name: RUN_TASK, policy: "standard", ...recovery, deadLetter: LOST_TASK },
  { name: RUN_FLOW, policy: "standard", ...recovery, deadLetter: LOST_TASK },
  {
    name: HANDLE_EVENTS,
    policy: "standard",
    ...recovery,
    retryLimit: 10,
    retryDelay: 2,
    retryBackoff: true,
  },
  { name: CONFIRM_TASK, policy: "standard", ...recovery },
  {
    name: RUN_IMPORT,
    policy: "standard",
    ...recovery,
    retryLimit: 10,
    retryDelay: 5,
    retryBackoff: true,
  },
  // A mail server that is away comes back: about an hour and a half of patience.
  ...[SEND_NOTICE, SEND_MAIL].map((name) => ({
    name,
    policy: "standard" as const,
    ...recovery,
    retryLimit: 8,
    retryDelay: 20,
    retryBackoff: true,
  })),
  { name: RETENTION, policy: "singleton", ...recovery, retryLimit: 1 },
  { name: CHECK_AUDIT, policy: "singleton", ...recovery, retryLimit: 1 },
] as const;

/** Payload of RUN_TASK, RUN_FLOW, CONFIRM_TASK and LOST_TASK. */
export interface TaskJob {
  organizationId: number;
  taskId: number;
  /** A job of an earlier generation finds nothing to do. */
  generation: number;
  /** How often in a row the partner could not be reached before this job. */
  tries?: number;
}

/** Payload of HANDLE_EVENTS. */
export interface EventsJob {
  organizationId: number;
  integrationId: number;
}

/** All jobs about one integration's messages run one after another: order within a subject needs no more. */
export const groupOfEvents = ({ organizationId, integrationId }: EventsJob) =>
  `events:${organizationId}:${integrationId}`;

/** Payload of SEND_NOTICE: the message as it goes out, so that nothing is read again when it is late. */
export interface NoticeJob {
  organizationId: number;
  integrationId: number;
  taskId: number;
  to: string;
  subject: string;
  text: string;
}

/** Payload of RUN_IMPORT. */
export interface ImportJob {
  organizationId: number;
  importId: number;
  /** See {@link priorityOfImport}; kept when the job is handed on. */
  priority?: number;
  /** Attempts that ended because it was others' turn: no failures of the file. */
  turns?: number;
}

/** A client's imports are read one after another. */
export const groupOfImports = ({ organizationId }: { organizationId: number }) =>
  `imports:${organizationId}`;

const LOWEST = -1_000;

/**
 * A client's first file goes before anybody's second: whoever sends two hundred waits for their own,
 * and nobody else for them.
 */
export const priorityOfImport = (ahead: number): number => Math.max(LOWEST, 0 - ahead);
