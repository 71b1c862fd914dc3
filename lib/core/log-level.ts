/** Levels of a log line, from chatter to failure; the database keeps the index. */
export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What the person reads. */
export const LOG_LEVEL_LABEL: Record<LogLevel, string> = {
  debug: "Detalhe",
  info: "Informação",
  warn: "Atenção",
  error: "Erro",
};
