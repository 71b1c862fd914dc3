import type { purchaseLines, purchases } from "@/db/schema/movements.ts";
import type { controlledLines, controlledMovements, prescriptions } from "@/db/schema/partner-movements.ts";

/** Everything of one day but its sales. Ids of movements and purchases are counted from 0: the writer adds what the sequences gave. */
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
