import { z } from "zod";
import { isDay } from "@/lib/core/period.ts";
import { rowId } from "../people/person-fields.ts";

const day = z.iso
  .date("Informe uma data válida.")
  .refine(isDay, "Informe uma data válida.")
  .nullable()
  .default(null);

/** What narrows the audit log besides the list's own state. */
export const auditFilter = z.object({
  organizationId: rowId.nullable().default(null),
  from: day,
  to: day,
});
