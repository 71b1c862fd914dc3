export const FAULT_KINDS = [
  "slow",
  "down",
  "status",
  "garbage",
  "rate_limited",
  "lose_answer",
  "unauthorized",
  "echo",
  "disk_full",
  "drop_midway",
] as const;

/** One way in which a partner can misbehave. */
export type FaultKind = (typeof FAULT_KINDS)[number];

/** A fault that is switched on; without `times` it lasts until it is cleared. */
export interface Fault {
  kind: FaultKind;
  /** How many more requests (HTTP), connections or commands (FTP, SFTP) it hits. */
  times?: number;
  /** Delay of `slow`, in milliseconds. */
  ms?: number;
  /** Answer code of `status` and `echo`. */
  status?: number;
  /** Seconds of the Retry-After header of `rate_limited`; absent means no header. */
  retryAfter?: number;
  /** Only this address of a partner that has several (url1, url2, url3). */
  address?: string;
}

const DEFAULT_DELAY = 2_000;

/** The faults of one partner, switched at run time. */
export class FaultSwitch {
  readonly supported: readonly FaultKind[];
  #active: Fault[] = [];
  #watchers: (() => Promise<void>)[] = [];

  constructor(supported: readonly FaultKind[]) {
    this.supported = supported;
  }

  /** Runs after every change, awaited by whoever changed it: a shut door must be shut when `set` returns. */
  watch(watcher: () => Promise<void>): void {
    this.#watchers.push(watcher);
  }

  list(): Fault[] {
    return this.#active.map((fault) => ({ ...fault }));
  }

  /** Switches a fault on, in place of one of the same kind and address. */
  async set(fault: Fault): Promise<void> {
    if (!this.supported.includes(fault.kind))
      throw new RangeError(`This partner cannot fail with "${fault.kind}"`);
    this.#active = [
      ...this.#active.filter(
        (other) => other.kind !== fault.kind || other.address !== fault.address,
      ),
      { ...fault },
    ];
    await this.#notifyWatchers();
  }

  /** Switches off one kind, or everything. */
  async clear(kind?: FaultKind): Promise<void> {
    this.#active = kind ? this.#active.filter((fault) => fault.kind !== kind) : [];
    await this.#notifyWatchers();
  }

  /** The fault that hits this request, counted down; null when there is none. */
  take(kind: FaultKind, address?: string): Fault | null {
    const fault = this.#active.find(
      (one) => one.kind === kind && (!one.address || one.address === address),
    );
    if (!fault) return null;
    if (fault.times !== undefined && --fault.times <= 0)
      this.#active = this.#active.filter((one) => one !== fault);
    return { ...fault };
  }

  /** Whether the address must refuse connections altogether; a counted `down` resets single connections instead. */
  isShut(address?: string): boolean {
    return this.#active.some(
      (fault) =>
        fault.kind === "down" &&
        fault.times === undefined &&
        (!fault.address || fault.address === address),
    );
  }

  /** Waits as long as `slow` says. */
  async delay(address?: string): Promise<void> {
    const fault = this.take("slow", address);
    if (fault) await new Promise((resolve) => setTimeout(resolve, fault.ms ?? DEFAULT_DELAY));
  }

  async #notifyWatchers(): Promise<void> {
    await Promise.all(this.#watchers.map((watcher) => watcher()));
  }
}
