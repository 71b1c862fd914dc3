import type { purchaseLines, purchases } from "../schema/purchases.ts";
import type {
  controlledLines,
  controlledMovements,
  prescriptions,
} from "../schema/partner-movements.ts";

/**
 * Everything of one day but its sales. Ids of movements and purchases are counted from 0: the
 * writer adds what the sequences gave.
 */
export interface DayBook {
  prescriptions: Array<typeof prescriptions.$inferInsert>;
  movements: Array<typeof controlledMovements.$inferInsert & { id: number }>;
  lines: Array<typeof controlledLines.$inferInsert>;
  purchases: Array<typeof purchases.$inferInsert & { id: number }>;
  purchaseLines: Array<typeof purchaseLines.$inferInsert>;
}

export function emptyBook(): DayBook {
  return { prescriptions: [], movements: [], lines: [], purchases: [], purchaseLines: [] };
}

const NOTHING_MORE = {
  substance: "medicine" as const,
  originalKey: "",
  originalKind: "" as const,
  invoiceNumber: "",
  invoiceOperation: "",
  invoiceIssuedOn: null,
  originCnpj: "",
  destinationCnpj: "",
  prescriptionKey: "",
  lossReason: "",
};
const NOT_COMPOUNDED = {
  prolongedUse: "",
  supplierCnpj: "",
  amountEach: null,
  dosageUnit: "",
  dosages: null,
  yieldQuantity: null,
  yieldUnit: "",
};

type MovementRow = typeof controlledMovements.$inferInsert;
/** A line of a movement, before it is known of which. */
export type BookLine = Omit<
  typeof controlledLines.$inferInsert,
  "organizationId" | "movementId" | "lineNumber"
>;

/** Writes a movement of a branch into the book; rows have the same columns whatever they tell. */
export function addMovement(
  book: DayBook,
  branch: { id: number },
  organizationId: number,
  fields: Pick<MovementRow, "key" | "kind" | "day"> & Partial<MovementRow>,
  lines: readonly BookLine[],
): void {
  const id = book.movements.length;
  book.movements.push({ organizationId, id, branchId: branch.id, ...NOTHING_MORE, ...fields });
  book.lines.push(
    ...lines.map((line, index) => ({
      organizationId,
      movementId: id,
      lineNumber: index + 1,
      ...NOT_COMPOUNDED,
      ...line,
    })),
  );
}
