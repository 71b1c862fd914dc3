import {
  countSights,
  type EventRow,
  finishEvents,
  saveEventViews,
} from "@/db/queries/events/events.ts";
import { isDataError } from "@/lib/core/data-error.ts";
import { describeDefect } from "../describe-failure.ts";
import type { Engine } from "../engine.ts";
import type { LogWriter } from "../log-writer.ts";
import type { EventsJob } from "../queues.ts";
import type { EventGroup, FlowModule } from "./define-flow-module.ts";
import { viewEvent } from "./view-event.ts";

/** A message that ended its process this often while it was only looked at is set aside. */
const MOST_SIGHTS = 3;

/** Messages about one subject, as rows. */
export type Taken = Omit<EventGroup, "events"> & { events: EventRow[] };

interface Sorting {
  engine: Engine;
  of: EventsJob;
  flowModule: FlowModule;
  log: LogWriter;
}

/** What a message turned out to be. */
interface Sight {
  event: EventRow;
  /** null: it speaks of nothing of ours. */
  key: string | null;
  view: unknown;
}

/**
 * Whose messages these are. Each was chosen by a stranger: it is counted before it is touched, and one that
 * cannot be read is set aside with its reason while the others go on. What speaks of nothing of ours ends here.
 */
export async function sortEvents(sorting: Sorting, page: readonly EventRow[]): Promise<Taken[]> {
  const { engine, of } = sorting;
  const sights: Sight[] = [];
  // An earlier look at these never came to its end: each is looked at alone, so that the next end tells which it was.
  const suspect = page.filter(({ view, attempts }) => view === null && attempts > 0);
  const fresh = page.filter((event) => !suspect.includes(event));
  sights.push(...(await readEvents(sorting, fresh)));
  for (const event of suspect) {
    if (event.attempts < MOST_SIGHTS) sights.push(...(await readEvents(sorting, [event])));
    else await setAside(sorting, event, "A leitura do aviso foi interrompida repetidas vezes.");
  }
  const strange = sights.filter(({ key }) => key === null);
  if (strange.length > 0)
    await finishEvents(
      engine.database.db,
      of,
      strange.map(({ event }) => event.id),
      {
        outcome: "ignored",
        note: "O aviso não se refere a nada que este fluxo acompanha.",
        at: engine.now(),
      },
    );
  return groupBySubject(sights);
}

/** Looks at each; of those that were never looked at, what a person may read is stored. */
async function readEvents(sorting: Sorting, page: readonly EventRow[]): Promise<Sight[]> {
  const { engine, of, flowModule } = sorting;
  const { db } = engine.database;
  await countSights(
    db,
    of,
    page.filter(({ view }) => view === null).map(({ id }) => id),
  );
  const sights: Sight[] = [];
  for (const event of page) {
    try {
      const view = event.view ?? viewEvent(event.raw);
      sights.push({ event, key: flowModule.events.keyOf(event), view });
    } catch (error) {
      await setAside(sorting, event, "O Enlace não conseguiu ler o aviso.", error);
    }
  }
  return saveViews(sorting, sights);
}

async function saveViews(sorting: Sorting, sights: readonly Sight[]): Promise<Sight[]> {
  const { engine, of } = sorting;
  const unseen = sights.filter(({ event }) => event.view === null);
  try {
    await saveEventViews(
      engine.database.db,
      of,
      unseen.map(({ event, view }) => ({ id: event.id, view })),
    );
    return sights.map(({ event, ...sight }) => ({
      ...sight,
      event: event.view === null ? { ...event, attempts: 0 } : event,
    }));
  } catch (error) {
    if (!isDataError(error)) throw error;
    const [first, ...others] = sights;
    if (first && others.length === 0) {
      await setAside(sorting, first.event, "O Enlace não conseguiu guardar o aviso.", error);
      return [];
    }
    const saved: Sight[] = [];
    for (const sight of sights) saved.push(...(await saveViews(sorting, [sight])));
    return saved;
  }
}

/** It stays in the list with its reason; "Tratar novamente" takes it up once more. */
async function setAside(
  { engine, of, log }: Sorting,
  event: EventRow,
  what: string,
  error?: unknown,
): Promise<void> {
  const note = `${what} Ele foi separado e os demais seguem. Informe o código ${event.id} ao suporte.`;
  log.write("error", note, error === undefined ? undefined : describeDefect(error));
  await finishEvents(engine.database.db, of, [event.id], {
    outcome: "failed",
    note,
    at: engine.now(),
  });
}

function groupBySubject(sights: readonly Sight[]): Taken[] {
  const groups = new Map<string, Taken>();
  const inOrder = [...sights].sort((a, b) => a.event.id - b.event.id);
  for (const { event, key } of inOrder) {
    if (key === null) continue;
    const group = groups.get(key);
    if (group) group.events.push(event);
    else
      groups.set(key, {
        key,
        source: event.source,
        events: [event],
        announcedAt: event.receivedAt,
      });
  }
  return [...groups.values()];
}
