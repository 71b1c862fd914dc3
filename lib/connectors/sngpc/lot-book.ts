import type { ControlledLot, ControlledMovement } from "../../core/controlled.ts";
import { type Fault, nameOf } from "./check-movement.ts";

/** Millionths: raw materials are weighed to six places, and sums of fractions must end at zero. */
const whole = (quantity: number) => Math.round(quantity * 1_000_000);
const keyOf = (substance: string, registration: string, lot: string) => `${substance}|${registration}|${lot.trim().toUpperCase()}`;

/** What Anvisa has on its books for one branch, followed through the movements that are about to be sent. */
export class LotBook {
  readonly #balance = new Map<string, number>();

  constructor(lots: readonly ControlledLot[]) {
    for (const { substance, registration, lot, balance } of lots) this.#add(keyOf(substance, registration, lot), whole(balance));
  }

  /** Books one day's movements, what comes in before what goes out, and tells which of them takes more than there is. */
  book(movements: readonly ControlledMovement[]): Array<Fault & { movement: ControlledMovement }> {
    const faults: Array<Fault & { movement: ControlledMovement }> = [];
    for (const movement of movements) if (movement.kind === "entry") for (const line of movement.lines) this.#add(keyOf(movement.substance, line.registration, line.lot), whole(line.quantity));
    for (const movement of movements) {
      if (movement.kind === "entry") continue;
      for (const line of movement.lines) {
        const key = keyOf(movement.substance, line.registration, line.lot);
        const had = this.#balance.get(key) ?? 0;
        this.#add(key, -whole(line.quantity));
        if (had < whole(line.quantity)) faults.push({ movement, code: "stock", message: `${nameOf(movement)}: produto ${line.productCode || line.registration}, lote ${line.lot}: saem ${tell(line.quantity)}, mas o livro só tem ${tell(Math.max(0, had) / 1_000_000)}.` });
      }
    }
    return faults;
  }

  #add(key: string, quantity: number): void {
    this.#balance.set(key, (this.#balance.get(key) ?? 0) + quantity);
  }
}

const tell = (quantity: number) => quantity.toLocaleString("pt-BR", { maximumFractionDigits: 6 });
