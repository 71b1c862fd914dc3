/** How a subject (a reservation, an order) stands. */
export const SUBJECT_STATES = ["waiting", "running", "stuck", "held", "finished", "ended"] as const;
export type SubjectState = (typeof SUBJECT_STATES)[number];

export const SUBJECT_STATE_LABEL: Record<SubjectState, string> = {
  waiting: "Na fila",
  running: "Em processamento",
  stuck: "Com erro",
  held: "Bloqueada por dependência",
  finished: "Transferida",
  ended: "Encerrada",
};

/** What came of a message that a partner sent. null on a row = it waits. */
export const EVENT_OUTCOMES = ["done", "ignored", "failed"] as const;
export type EventOutcome = (typeof EVENT_OUTCOMES)[number];

export const EVENT_OUTCOME_LABEL: Record<EventOutcome | "waiting", string> = {
  waiting: "Na fila",
  done: "Tratado",
  ignored: "Sem efeito",
  failed: "Com falha",
};
