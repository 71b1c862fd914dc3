import { createHash } from "node:crypto";
import type { LoadedHub } from "./load-hub.ts";

/** A served hub and who asks it. */
export interface ServedHub extends LoadedHub {
  baseUrl: string;
  cookie: string;
}

/** What a screen asks the server for. */
export interface Question {
  name: string;
  path: (hub: ServedHub, turn: number) => string;
}

/** Pages as the browser first gets them, and the requests they make afterwards. */
export const QUESTIONS: readonly Question[] = [
  { name: "list: page", path: () => "/integracoes" },
  { name: "list: 4th page of 25", path: () => "/integracoes?pagina=4&por=25" },
  {
    name: "list: search",
    path: (_hub, turn) =>
      `/integracoes?busca=${createHash("md5")
        .update(String(1 + (turn % 90)))
        .digest("hex")
        .slice(0, 6)}`,
  },
  { name: "tasks: page", path: (hub) => `/integracoes/${hub.busiest}/tarefas` },
  {
    name: "tasks: rows, failed only",
    path: (hub) => `/api/integrations/${hub.busiest}/tasks?f.status=failed`,
  },
  {
    name: "tasks: rows of any",
    path: (_hub, turn) => `/api/integrations/${2 + (turn % 90)}/tasks`,
  },
  { name: "files: rows", path: (hub) => `/api/integrations/${hub.busiest}/files` },
  { name: "logs: page", path: (hub) => `/integracoes/${hub.busiest}/logs` },
  {
    name: "logs: 500 lines anywhere",
    path: (hub, turn) =>
      `/api/integrations/${hub.busiest}/logs?from=${1 + Math.floor((hub.lines - 500) * ((turn * 0.37) % 1))}&count=500`,
  },
  {
    name: "logs: last errors",
    path: (hub) => `/api/integrations/${hub.busiest}/logs/search?level=error&limit=100`,
  },
];

/** Milliseconds until the whole answer was there. */
export async function ask(hub: ServedHub, question: Question, turn: number): Promise<number> {
  const started = performance.now();
  const answer = await fetch(hub.baseUrl + question.path(hub, turn), {
    headers: { cookie: hub.cookie },
    redirect: "manual",
  });
  await answer.arrayBuffer();
  if (answer.status !== 200)
    throw new Error(`${question.name}: ${question.path(hub, turn)} answered ${answer.status}`);
  return performance.now() - started;
}

/** The value that this share of the numbers does not exceed. */
export function percentile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
