import type { SiengePartner } from "../sienge/start-sienge.ts";
import { type Role, roleOf } from "./catalogue.ts";
import { type CvDesk, runAllBatches } from "./commands.ts";
import { sell, type Sale } from "./sell.ts";
import type { Plot, StoryRow, Tenant } from "./tenant.ts";
import { DEVELOPMENTS } from "./world.ts";

/** The sales of the first start, and those that later starts add two by two. */
const CAST: ReadonlyArray<[Plot, Sale]> = [
  ["sold", { developmentId: 3 }],
  ["broker_missing", { developmentId: 5, broker: "12345678909", totalCents: 31_000_000 }],
  ["dissolved", { developmentId: 4, totalCents: 24_500_000, monthly: 48 }],
  ["removed", { developmentId: 6, totalCents: 18_900_000 }],
  ["series_unknown", { developmentId: 6, unknownSeries: true, totalCents: 27_000_000 }],
  ["carried", { developmentId: 5, totalCents: 29_990_000, monthly: 60 }],
  ["cancelled", { developmentId: 3, totalCents: 21_000_000 }],
];
const GROWTH: ReadonlyArray<[Plot, Sale]> = [
  ["sold", { developmentId: 5, totalCents: 30_500_000 }],
  ["carried", { developmentId: 4, totalCents: 22_250_000 }],
];
const TICK_MS = 2_000;

/**
 * Plays what people do in CV's panels and in Sienge, one act at a time, so that the demo shows a
 * story and not a state.
 */
export class StoryPlayer {
  readonly #desk: CvDesk;
  /** Milliseconds that people take between two acts. */
  readonly #pauseMs: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(desk: CvDesk, pauseMs = 8_000) {
    this.#desk = desk;
    this.#pauseMs = pauseMs;
  }

  /** The first start sells the whole cast, each later one a little more; then the acts go on. */
  play(): { reservations: number[] } {
    const { store } = this.#desk.tenants.hub;
    const cast = store.list("story").length === 0 ? CAST : GROWTH;
    const reservations = cast.map(([plot, sale]) => {
      const hubId = sell(this.#desk.tenants.hub, sale, this.#desk.moved);
      store.put("story", store.nextId("story", 1), { plot, hubId, act: 0, actedAt: Date.now() });
      return hubId;
    });
    this.#timer ??= setInterval(() => this.tick(), TICK_MS).unref();
    return { reservations };
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Whoever can act now does. */
  tick(now = Date.now()): void {
    const { store } = this.#desk.tenants.hub;
    for (const { id, value } of store.list("story")) {
      if (now - value.actedAt < this.#pauseMs) continue;
      const moved = this.#act(value);
      if (moved) store.change("story", id, { act: value.act + 1, actedAt: now });
    }
  }

  #act({ plot, hubId, act }: StoryRow): boolean {
    const { tenants, sienge } = this.#desk;
    const place = this.#copyOf(hubId);
    if (!place || !sienge) return false;
    const { tenant, id } = place;
    if (act === 0) {
      if (roleIn(tenant, id) !== "pode_faturar") return false;
      // In life the batch leaves on the 5-minute mark; nobody who watches a demo should have to wait for it.
      if (!tenant.store.get("reservations", id)?.erp.sent) runAllBatches(this.#desk);
      return tenant.store.get("reservations", id)?.erp.sent === true;
    }
    const contract = sienge.store
      .list("contracts")
      .findLast(
        ({ value }) =>
          value.externalId === String(id) &&
          DEVELOPMENTS.some(
            (one) => one.enterpriseId === value.enterpriseId && one.terminal === tenant.name,
          ),
      );
    if (!contract) return false;
    const script: Partial<Record<Plot, ReadonlyArray<{ verb: string; after?: Role }>>> = {
      sold: [{ verb: "authorize" }, { verb: "issue" }],
      dissolved: [{ verb: "authorize" }, { verb: "issue" }, { verb: "cancel", after: "vendida" }],
      cancelled: [{ verb: "cancel" }],
      removed: [{ verb: "authorize" }, { verb: "remove" }],
    };
    const next = script[plot]?.[act - 1];
    // A sale is undone after both environments call it sold.
    if (
      !next ||
      (next.after &&
        (roleIn(tenant, id) !== next.after || roleIn(tenants.hub, hubId) !== next.after))
    )
      return false;
    perform(sienge, next.verb, contract.id);
    return true;
  }

  #copyOf(hubId: number): { tenant: Tenant; id: number } | null {
    const { hub, ...terminals } = this.#desk.tenants;
    const wanted = hub.store.get("reservations", hubId);
    const world = DEVELOPMENTS.find((one) => one.hubId === wanted?.developmentId);
    const tenant = world && terminals[world.terminal];
    const copy = tenant?.store.find("reservations", (one) => one.code === `HUB-${hubId}`);
    return tenant && copy ? { tenant, id: copy.id } : null;
  }
}

function roleIn(tenant: Tenant, id: number): Role | undefined {
  return roleOf(tenant.catalogue, tenant.store.get("reservations", id)?.situationId ?? 0);
}

function perform(sienge: SiengePartner, verb: string, id: number): void {
  sienge.commands?.[verb]?.({ id });
}
