import type { TransportOptions } from "./options.ts";
import type { FileServerAddress, FileServerTransport, FileSession } from "./types.ts";

/** How long a session lies idle before it is closed: longer than the work between two files of one task. */
const IDLE_MS = 5_000;

/** A signed-in session and what its keeper needs. */
export interface OpenSession {
  session: FileSession;
  /** Asks the server for something that changes nothing; rejects when the line is gone. */
  probe(): Promise<unknown>;
  close(): void;
}

/**
 * The transport of one attempt, which keeps its session open for the next call to the same address:
 * signing in costs many times what a small file does, and a task may deliver hundreds. A kept session
 * is probed before it is used, so that one that broke meanwhile is replaced while nothing has been
 * sent; one whose work failed is never kept.
 */
export function reuseSession(
  options: TransportOptions,
  open: (address: FileServerAddress) => Promise<OpenSession>,
  idleMs = IDLE_MS,
): FileServerTransport {
  let kept: { key: string; session: OpenSession; timer: NodeJS.Timeout } | null = null;
  const drop = () => {
    if (!kept) return;
    clearTimeout(kept.timer);
    kept.session.close();
    kept = null;
  };
  options.signal.addEventListener("abort", drop, { once: true });

  const takeKept = async (key: string): Promise<OpenSession | null> => {
    if (kept?.key !== key) return null;
    const { session, timer } = kept;
    clearTimeout(timer);
    kept = null;
    try {
      await session.probe();
      return session;
    } catch {
      // Whatever ended it, a fresh one says what is wrong if something still is.
      session.close();
      return null;
    }
  };

  return async (address, work) => {
    await options.claimBudget(options.signal);
    options.signal.throwIfAborted();
    // All of it: a session must not outlive a change of who we are there or whom we trust.
    const key = JSON.stringify(address);
    const current = (await takeKept(key)) ?? (await open(address));
    try {
      const result = await work(current.session);
      drop();
      if (options.signal.aborted) current.close();
      else kept = { key, session: current, timer: setTimeout(drop, idleMs).unref() };
      return result;
    } catch (error) {
      current.close();
      throw error;
    }
  };
}
