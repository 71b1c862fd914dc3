import { pagePeople } from "@/db/queries/people/people.ts";
import type { GridPage } from "@/lib/core/grid.ts";
import { defineUseCase } from "../define-use-case.ts";
import { gridInput } from "../grid-input.ts";
import { findLacked } from "./guard-person.ts";
import { rowId } from "./person-fields.ts";

/** A person as the list shows them. */
export interface PersonRow {
  id: number;
  name: string;
  email: string;
  /** "invited" = has not used the link yet. */
  state: "active" | "invited" | "inactive";
  profileId: number;
  profileName: string;
  organizationId: number | null;
  organizationName: string | null;
  lastSignInAt: string | null;
  /** Whether the asking person may change this one. */
  manageable: boolean;
  self: boolean;
}

/** One page of the screen "Usuários"; a client's people see their own colleagues. */
export const listPeople = defineUseCase({
  name: "list-people",
  permission: "people",
  input: gridInput<"people">().extend({ organizationId: rowId.nullable().default(null) }),
  async run({ actor, input, tx }): Promise<GridPage<PersonRow>> {
    const { organizationId, ...query } = input;
    const page = await pagePeople(tx, query, actor.organizationId ?? organizationId);
    return {
      total: page.total,
      rows: page.rows.map(({ permissions, hasPassword, active, lastSignInAt, ...row }) => ({
        ...row,
        state: !active ? "inactive" : hasPassword ? "active" : "invited",
        lastSignInAt: lastSignInAt?.toISOString() ?? null,
        manageable: !findLacked(actor, { permissions, ofClient: row.organizationId !== null }),
        self: row.id === actor.personId,
      })),
    };
  },
});
