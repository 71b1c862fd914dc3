import { closeDatabases, currentDatabase } from "./db/current-database.ts";
import { guardRequests } from "./lib/auth/guard-requests.ts";
import { recordAddresses } from "./lib/auth/record-addresses.ts";
import { cleanError } from "./lib/core/clean-error.ts";
import { formatCount } from "./lib/core/format-count.ts";
import { checkKeys } from "./lib/engine/check-keys.ts";
import { openFileStore } from "./lib/engine/file-store.ts";
import { closeListen } from "./lib/engine/listen.ts";
import { closeSender } from "./lib/engine/queue.ts";
import { RUN_IMPORT } from "./lib/engine/queues.ts";
import { type Recognized, recognizeCopy } from "./lib/engine/recognize-copy.ts";
import { type RunningEngine, startEngine } from "./lib/engine/start-engine.ts";
import { env } from "./lib/env.ts";
import { runImport } from "./lib/inbox/run-import.ts";
import { openWebhookLimit } from "./lib/inbox/webhooks/limit-webhooks.ts";
import { watchRequests } from "./lib/metrics/watch-requests.ts";
import { multiCvModule } from "./lib/multi-cv/flow-module.ts";
import { CONNECTORS } from "./lib/registry.ts";

const GLOBAL = Symbol.for("enlace.process");
const holder = globalThis as { [GLOBAL]?: boolean };

/** The composition root: the one place where the engine meets the partners. */
export async function startProcess(): Promise<void> {
  // A development server loads this again after every change; the engine runs once.
  if (holder[GLOBAL]) return;
  holder[GLOBAL] = true;
  cleanConsole();
  const settings = env();
  recordAddresses(settings.TRUSTED_PROXIES);
  guardRequests();
  openWebhookLimit(settings.WEBHOOK_MESSAGES_PER_MINUTE);
  watchRequests();
  const { db } = currentDatabase();
  // Before anything is read or sent: numbers of a restored copy go on above those of the original.
  const found = await recognizeCopy({
    db,
    store: await openFileStore(settings),
    word: settings.ENLACE_RESTORED,
    report: reportFault,
  });
  if (found.copied) console.warn(describeCopy(found));
  const keyProblem = await checkKeys(db, settings.ENLACE_KEYS, settings.ENLACE_LOST_KEYS);
  if (keyProblem)
    console.error(`${keyProblem} Até lá este processo mostra as telas e não executa tarefas.`);
  const engine =
    settings.ENGINE === "on" && !keyProblem
      ? await startEngine({
          registry: CONNECTORS,
          database: currentDatabase("engine"),
          upkeep: currentDatabase("upkeep"),
          env: settings,
          flows: [multiCvModule],
          handlers: { [RUN_IMPORT]: runImport },
          report: reportFault,
        })
      : null;
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    process.once(signal, () => void endProcess(engine));
}

function describeCopy({ held, since }: Recognized): string {
  const moment = since?.toISOString() ?? "data desconhecida";
  return `O banco de dados foi restaurado de uma cópia (${moment}): ${formatCount(held, "integração aguarda", "integrações aguardam")} liberação em /restauracao. Se ele só mudou de servidor, inicie com ENLACE_RESTORED=off antes da primeira vez, ou libere todas.`;
}

async function endProcess(engine: RunningEngine | null): Promise<void> {
  try {
    await engine?.stop();
    await closeListen();
    await closeSender();
    await closeDatabases();
  } catch (error) {
    reportFault(error);
  } finally {
    process.exit(0);
  }
}

/** Whatever the framework or a library prints of an error, no statement's values are in it. */
function cleanConsole(): void {
  for (const level of ["error", "warn"] as const) {
    const write = console[level].bind(console);
    console[level] = (...parts: unknown[]) => write(...parts.map((part) => cleanError(part)));
  }
}

/** One line on the process's own output: type and code, never a message that may quote data. */
function reportFault(error: unknown): void {
  const { name, code } =
    error instanceof Error
      ? (error as Error & { code?: string })
      : { name: typeof error, code: undefined };
  console.error(
    JSON.stringify({
      level: "error",
      room: "engine",
      at: new Date().toISOString(),
      type: name,
      ...(code ? { code } : {}),
    }),
  );
}
