import { currentDatabase } from "@/db/current-database.ts";
import { currentMoment } from "@/db/queries/now.ts";
import { can, type Permission } from "@/lib/core/permissions.ts";
import { readOpenSessions, type SignedInActor } from "./sessions.ts";

/** Whoever was disabled loses what is running within this and one query's time. */
const LOOK_MS = 3_000;
/** A database that is away for a moment ends no download of an hour. */
const MOST_FAILURES = 3;

interface Watch {
  actor: SignedInActor;
  permission: Permission;
  end: () => void;
}

interface Watcher {
  watches: Set<Watch>;
  timer: NodeJS.Timeout | undefined;
  busy: boolean;
  failures: number;
}

const GLOBAL = Symbol.for("enlace.session-watcher");
const holder = globalThis as { [GLOBAL]?: Watcher };

/**
 * Calls `end` once the person may no longer do what is running: the session ended, they were
 * disabled or moved, or lost the permission. One look a process for all that runs, however much it
 * is; the result stops watching.
 */
export function watchSession(
  actor: SignedInActor,
  permission: Permission,
  end: () => void,
): () => void {
  const watcher = (holder[GLOBAL] ??= {
    watches: new Set(),
    timer: undefined,
    busy: false,
    failures: 0,
  });
  const watch = { actor, permission, end };
  watcher.watches.add(watch);
  watcher.timer ??= setInterval(() => void checkSessions(), LOOK_MS).unref();
  return () => {
    watcher.watches.delete(watch);
    if (watcher.watches.size > 0) return;
    clearInterval(watcher.timer);
    watcher.timer = undefined;
  };
}

/** One look: whose access ended loses what is running. */
export async function checkSessions(now?: Date): Promise<void> {
  const watcher = holder[GLOBAL];
  if (!watcher || watcher.busy || watcher.watches.size === 0) return;
  watcher.busy = true;
  try {
    const asked = [...watcher.watches];
    const hashes = new Set(asked.map(({ actor }) => actor.sessionHash));
    const { db } = currentDatabase("watch");
    const open = await readOpenSessions(db, [...hashes], now ?? (await currentMoment(db)));
    watcher.failures = 0;
    for (const { actor, permission, end } of asked) {
      const current = open.get(actor.sessionHash);
      const allowed =
        current && current.organizationId === actor.organizationId && can(current, permission);
      if (!allowed) end();
    }
  } catch {
    // Nobody can say who may go on: after a while nothing does, and the page asks again who it is.
    watcher.failures += 1;
    if (watcher.failures >= MOST_FAILURES) for (const { end } of watcher.watches) end();
  } finally {
    watcher.busy = false;
  }
}
