import { openJournal } from "../control/journal.ts";
import type { Received } from "../control/partner.ts";
import type { ClosingBody, MovementBody } from "./movement-shape.ts";

export type RequestKind = "MOVIMIENTOS" | "CIERRES_DIARIOS";

/** A day, and maybe one register of it, that the partner wants sent again. */
export interface ResendRequest {
  local: string;
  fecha: string;
  codigoCaja: number | null;
  tipo: RequestKind;
}

interface Kept {
  local: string;
  caja: number;
  numero: string;
  day: string;
  cents: number;
  cancelacion: boolean;
}

type Event =
  | { kind: "request"; received: Received }
  | { kind: "movement"; key: string; kept: Kept }
  | { kind: "closing"; local: string; caja: number; closing: ClosingBody; divergent: boolean }
  | { kind: "ask"; request: ResendRequest }
  | { kind: "answered"; request: ResendRequest };

const keyOf = ({ local, fecha, codigoCaja, tipo }: ResendRequest) =>
  `${local}|${fecha}|${codigoCaja ?? "*"}|${tipo}`;

/**
 * Everything ScannTech keeps: accepted movements, closings, and what it wants again. Built anew
 * from the journal at start.
 */
export class Ledger {
  readonly requests: Received[] = [];
  readonly #movements = new Map<string, Kept>();
  readonly #sales = new Set<string>();
  readonly #days = new Map<string, Kept[]>();
  readonly #asked = new Map<string, ResendRequest>();
  readonly tally = { repeated: 0, closings: 0, divergent: 0 };
  readonly #journal;

  constructor(file: string | null) {
    this.#journal = openJournal<Event>(file);
    for (const event of this.#journal.records) this.#apply(event);
  }

  /** Keeps an accepted movement once, however often it comes. Returns whether it was there already. */
  keepMovement(local: string, caja: number, movement: MovementBody): boolean {
    const key = [local, caja, movement.numero, movement.fecha].join("|");
    const repeated = this.#movements.has(key);
    const kept = {
      local,
      caja,
      numero: movement.numero,
      day: movement.fecha.slice(0, 10),
      cents: Math.round(movement.total * 100),
      cancelacion: movement.cancelacion,
    };
    this.#record({ kind: "movement", key, kept });
    return repeated;
  }

  /** Whether the sale that a cancellation names was accepted on this register. */
  knowsSale(local: string, caja: number, numero: string): boolean {
    return this.#sales.has(`${local}|${caja}|${numero}`);
  }

  /** Compares a closing with what was accepted; a divergent one is asked for again. */
  keepClosing(local: string, caja: number, closing: ClosingBody): boolean {
    const divergent = !this.#matches(local, caja, closing);
    this.#record({ kind: "closing", local, caja, closing, divergent });
    const request: ResendRequest = {
      local,
      fecha: closing.fechaVentas,
      codigoCaja: caja,
      tipo: "CIERRES_DIARIOS",
    };
    if (divergent) this.ask(request);
    else this.answered(request);
    return divergent;
  }

  ask(request: ResendRequest): void {
    this.#record({ kind: "ask", request });
  }

  /** Strikes a request out, whether it named the register or the whole day. */
  answered(request: ResendRequest): void {
    for (const one of [request, { ...request, codigoCaja: null }])
      if (this.#asked.has(keyOf(one))) this.#record({ kind: "answered", request: one });
  }

  asked(local: string, tipo: RequestKind): ResendRequest[] {
    return [...this.#asked.values()].filter(
      (request) => request.local === local && request.tipo === tipo,
    );
  }

  note(received: Received): void {
    this.#record({ kind: "request", received });
  }

  counts(): Record<string, number> {
    const kept = [...this.#movements.values()];
    return {
      Requisições: this.requests.length,
      "Vendas aceitas": kept.filter((movement) => !movement.cancelacion).length,
      "Cancelamentos aceitos": kept.filter((movement) => movement.cancelacion).length,
      "Movimentos repetidos": this.tally.repeated,
      "Fechamentos recebidos": this.tally.closings,
      "Fechamentos divergentes": this.tally.divergent,
      "Reenvios pedidos": this.#asked.size,
    };
  }

  reset(): void {
    this.#journal.clear();
    this.requests.length = 0;
    for (const collection of [this.#movements, this.#sales, this.#days, this.#asked])
      collection.clear();
    Object.assign(this.tally, { repeated: 0, closings: 0, divergent: 0 });
  }

  #matches(local: string, caja: number, closing: ClosingBody): boolean {
    const day = this.#days.get(`${local}|${caja}|${closing.fechaVentas}`) ?? [];
    const cancelled = day.filter((movement) => movement.cancelacion);
    const total = (list: readonly Kept[]) =>
      list.reduce((cents, movement) => cents + movement.cents, 0);
    const cancelledCents = total(cancelled);
    const soldCents = total(day) - cancelledCents;
    return (
      Math.round(closing.montoVentaLiquida * 100) === soldCents - cancelledCents &&
      Math.round(closing.montoCancelaciones * 100) === cancelledCents &&
      closing.cantidadCancelaciones === cancelled.length &&
      // Integrators count either the sales alone or the cancellations with them.
      [day.length, day.length - cancelled.length].includes(closing.cantidadMovimientos)
    );
  }

  #record(event: Event): void {
    this.#journal.append(event);
    this.#apply(event);
  }

  #apply(event: Event): void {
    if (event.kind === "request") this.requests.push(event.received);
    else if (event.kind === "ask") this.#asked.set(keyOf(event.request), event.request);
    else if (event.kind === "answered") this.#asked.delete(keyOf(event.request));
    else if (event.kind === "closing") {
      this.tally.closings++;
      if (event.divergent) this.tally.divergent++;
    } else if (this.#movements.has(event.key)) this.tally.repeated++;
    else {
      const { kept } = event;
      this.#movements.set(event.key, kept);
      if (!kept.cancelacion) this.#sales.add(`${kept.local}|${kept.caja}|${kept.numero}`);
      const day = `${kept.local}|${kept.caja}|${kept.day}`;
      const list = this.#days.get(day);
      if (list) list.push(kept);
      else this.#days.set(day, [kept]);
    }
  }
}
