/** How a subject (a reservation, an order) stands. */
export const SUBJECT_STATES = ["waiting", "running", "stuck", "held", "finished", "ended"] as const;
export type SubjectState = (typeof SUBJECT_STATES)[number];

export const SUBJECT_STATE_LABEL: Record<SubjectState, string> = {
  waiting: "Aguardando",
  running: "Em andamento",
  stuck: "Parada",
  held: "Retida",
  finished: "Transferida",
  ended: "Encerrada",
};

/** How a step of the journal stands. */
export const STEP_STATES = ["pending", "running", "done", "skipped", "failed", "stuck"] as const;
export type StepState = (typeof STEP_STATES)[number];

export const STEP_STATE_LABEL: Record<StepState, string> = {
  pending: "A fazer",
  running: "Em andamento",
  done: "Concluída",
  skipped: "Não foi preciso",
  failed: "Nova tentativa em breve",
  stuck: "Parada",
};

/** What came of a message that a partner sent. null on a row = it waits. */
export const EVENT_OUTCOMES = ["done", "ignored", "failed"] as const;
export type EventOutcome = (typeof EVENT_OUTCOMES)[number];

export const EVENT_OUTCOME_LABEL: Record<EventOutcome | "waiting", string> = {
  waiting: "Na fila",
  done: "Tratado",
  ignored: "Sem efeito",
  failed: "Falhou",
};
