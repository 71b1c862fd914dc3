import { pageAudit } from "@/db/queries/people/audit.ts";
import type { GridPage } from "@/lib/core/grid.ts";
import { defineUseCase } from "../define-use-case.ts";
import { gridInput } from "../grid-input.ts";
import { auditFilter } from "./audit-input.ts";

/** One act, as the audit screen shows it. */
export interface AuditRow {
  id: number;
  at: string;
  personName: string;
  organizationName: string | null;
  action: string;
  subjectType: string;
  subjectId: string;
  summary: string;
  changes: unknown;
  address: string;
}

/** One page of the screen "Auditoria"; a client's people see what concerns their own organization. */
export const listAuditEvents = defineUseCase({
  name: "list-audit-events",
  permission: "audit",
  input: gridInput<"audit">().extend(auditFilter.shape),
  async run({ actor, input, tx }): Promise<GridPage<AuditRow>> {
    const { organizationId, from, to, ...query } = input;
    const page = await pageAudit(tx, query, {
      organizationId: actor.organizationId ?? organizationId,
      search: query.search,
      actions: query.filters.action ?? [],
      from,
      to,
      timeZone: actor.timeZone,
    });
    return {
      total: page.total,
      rows: page.rows.map((row) => ({ ...row, at: row.at.toISOString() })),
    };
  },
});
