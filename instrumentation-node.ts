import { closeDatabases, currentDatabase } from "./db/current-database.ts";
import { guardRequests } from "./lib/auth/guard-requests.ts";
import { recordAddresses } from "./lib/auth/record-addresses.ts";
import { closeListen } from "./lib/engine/listen.ts";
import { closeSender } from "./lib/engine/queue.ts";
import { RUN_IMPORT } from "./lib/engine/queues.ts";
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
  const settings = env();
  recordAddresses(settings.TRUSTED_PROXIES);
  guardRequests();
  openWebhookLimit(settings.WEBHOOK_MESSAGES_PER_MINUTE);
  watchRequests();
  const engine =
    settings.ENGINE === "on"
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
