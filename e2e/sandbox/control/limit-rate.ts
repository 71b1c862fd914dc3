/** A partner's limit of calls in a window; above it everything is refused until a window has passed. */
export class RateLimit {
  readonly #calls: number[] = [];
  #closedUntil = 0;
  /** Most calls answered in any window so far. */
  busiest = 0;
  refused = 0;

  /** Counts a call; true = answer it. `most` 0 lifts the limit, calls are counted all the same. */
  admit(most: number, windowMs: number, now = Date.now()): boolean {
    while (this.#calls.length && (this.#calls[0] ?? 0) <= now - windowMs) this.#calls.shift();
    if (most > 0 && (now < this.#closedUntil || this.#calls.length >= most)) {
      if (now >= this.#closedUntil) this.#closedUntil = now + windowMs;
      this.refused += 1;
      return false;
    }
    this.#calls.push(now);
    this.busiest = Math.max(this.busiest, this.#calls.length);
    return true;
  }

  /** Seconds until a call is answered again. */
  secondsLeft(now = Date.now()): number {
    return Math.max(1, Math.ceil((this.#closedUntil - now) / 1000));
  }

  reset(): void {
    this.#calls.length = 0;
    this.#closedUntil = 0;
    this.busiest = 0;
    this.refused = 0;
  }
}
