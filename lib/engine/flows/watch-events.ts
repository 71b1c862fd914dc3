import { setTimeout as wait } from "node:timers/promises";
import { listIntegrationsWithWaitingEvents } from "@/db/queries/events/events.ts";
import type { Engine } from "../engine.ts";
import { listen } from "../listen.ts";
import { enqueue } from "../queue.ts";
import { type EventsJob, groupOfEvents, HANDLE_EVENTS } from "../queues.ts";

/** Announced by the statement that stores messages; payload "organization:integration". */
export const EVENTS_CHANNEL = "events";

/** Announcements of this time are one job. */
const GATHER_MS = 100;
/** How often what waits is looked for: an announcement may have found no engine alive to hear it. */
const LOOK_MS = 5_000;
/** A job of this process that is younger takes up what this look found. */
const YOUNG_MS = 30_000;

/**
 * Sees to it that messages are taken up. The row itself is what lasts: storing it is one statement, as quick
 * as can be, and every engine makes jobs of rows, at once when it hears of them and at the latest at its next look.
 */
export async function watchEvents(
  engine: Engine,
  signal: AbortSignal,
  report: (error: unknown) => void,
): Promise<void> {
  const { db } = engine.database;
  const told = new Map<string, EventsJob>();
  const made = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;
  const make = async (of: EventsJob) => {
    await enqueue(db, HANDLE_EVENTS, of, { group: groupOfEvents(of) });
    made.set(groupOfEvents(of), Date.now());
  };
  const flush = async () => {
    timer = undefined;
    const integrations = [...told.values()];
    told.clear();
    for (const of of integrations) await make(of);
  };
  const stop = listen(EVENTS_CHANNEL, (payload) => {
    const [organizationId = 0, integrationId = 0] = (payload ?? "").split(":").map(Number);
    // null: the connection was away, and whatever was said meanwhile is found by the next look.
    if (!organizationId || !integrationId) return;
    told.set(payload ?? "", { organizationId, integrationId });
    timer ??= setTimeout(() => void flush().catch(report), GATHER_MS);
  });
  while (!signal.aborted) {
    try {
      for (const of of await listIntegrationsWithWaitingEvents(db, engine.now())) {
        if (Date.now() - (made.get(groupOfEvents(of)) ?? 0) > YOUNG_MS) await make(of);
      }
    } catch (error) {
      report(error);
    }
    await wait(LOOK_MS, undefined, { signal }).catch(() => undefined);
  }
  stop();
  clearTimeout(timer);
  await flush().catch(report);
}
