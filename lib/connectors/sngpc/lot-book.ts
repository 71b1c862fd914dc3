import {
  type ControlledLine,
  type ControlledLot,
  type ControlledMovement,
  type ControlledSubstance,
  SUBSTANCE_LABEL,
} from "@/lib/core/controlled.ts";
import { type Fault, nameOf } from "./check-movement.ts";

/** Millionths: raw materials are weighed to six places, and sums of fractions must end at zero. */
const whole = (quantity: number) => Math.round(quantity * 1_000_000);
const keyOf = (
  substance: ControlledSubstance,
  { registration, lot }: Pick<ControlledLine, "registration" | "lot">,
) => `${substance}|${registration}|${lot.trim().toUpperCase()}`;

interface Balance {
  left: number;
  /** Of a raw material: grams are no millilitres, and nobody can subtract one from the other. */
  unit: string;
}

type BookFault = Fault & { movement: ControlledMovement };

/** What Anvisa has on its books for one branch, followed through the movements that are about to be sent. */
export class LotBook {
  readonly #balance = new Map<string, Balance>();

  constructor(lots: readonly ControlledLot[]) {
    for (const lot of lots)
      this.#at(keyOf(lot.substance, lot), lot.unit).left += whole(lot.balance);
  }

  /**
   * Books one day's movements, what comes in before what goes out, and tells which of them takes
   * more than there is.
   */
  book(movements: readonly ControlledMovement[]): BookFault[] {
    const faults: BookFault[] = [];
    const of = (...kinds: ReadonlyArray<ControlledMovement["kind"]>) =>
      movements
        .filter(({ kind }) => kinds.includes(kind))
        .flatMap((movement) => movement.lines.map((line) => ({ movement, line })));
    for (const { movement, line } of of("entry"))
      this.#bring(movement, movement.substance, line, line.quantity, line.unit, faults);
    // What was transformed today may be sold today.
    for (const { movement, line } of of("transformation")) {
      this.#take(movement, line, faults);
      this.#bring(movement, "transformed", line, line.yieldQuantity ?? 0, line.yieldUnit, faults);
    }
    for (const { movement, line } of of("sale", "transfer", "loss"))
      this.#take(movement, line, faults);
    return faults;
  }

  #bring(
    movement: ControlledMovement,
    substance: ControlledSubstance,
    line: ControlledLine,
    quantity: number,
    unit: string,
    faults: BookFault[],
  ): void {
    const balance = this.#at(keyOf(substance, line), unit);
    balance.left += whole(quantity);
    this.#compareUnits(movement, substance, line, unit, balance, faults);
  }

  #take(movement: ControlledMovement, line: ControlledLine, faults: BookFault[]): void {
    const balance = this.#at(keyOf(movement.substance, line), line.unit);
    const had = balance.left;
    balance.left -= whole(line.quantity);
    if (this.#compareUnits(movement, movement.substance, line, line.unit, balance, faults)) return;
    if (had < whole(line.quantity))
      faults.push({
        movement,
        code: "stock",
        message: `${describeLine(movement, movement.substance, line)}: saem ${formatAmount(line.quantity)}, mas o livro só tem ${formatAmount(Math.max(0, had) / 1_000_000)}.`,
      });
  }

  /** Whether a raw material moves in another unit than its lot has. */
  #compareUnits(
    movement: ControlledMovement,
    substance: ControlledSubstance,
    line: ControlledLine,
    unit: string,
    balance: Balance,
    faults: BookFault[],
  ): boolean {
    if (substance === "medicine" || unit === balance.unit) return false;
    faults.push({
      movement,
      code: "unit",
      message: `${describeLine(movement, substance, line)}: o movimento está em ${UNIT_NAME[unit] ?? "unidade desconhecida"}, mas o lote está em ${UNIT_NAME[balance.unit] ?? "unidade desconhecida"}.`,
    });
    return true;
  }

  #at(key: string, unit: string): Balance {
    const known = this.#balance.get(key);
    if (known) return known;
    const opened = { left: 0, unit };
    this.#balance.set(key, opened);
    return opened;
  }
}

const UNIT_NAME: Record<string, string> = { "1": "g", "2": "mL", "3": "unidades" };
const formatAmount = (quantity: number) =>
  quantity.toLocaleString("pt-BR", { maximumFractionDigits: 6 });
const describeLine = (
  movement: ControlledMovement,
  substance: ControlledSubstance,
  { productCode, registration, lot }: ControlledLine,
) =>
  `${nameOf(movement)}: ${substance === "medicine" ? "produto" : SUBSTANCE_LABEL[substance].toLowerCase()} ${productCode || registration}, lote ${lot}`;
