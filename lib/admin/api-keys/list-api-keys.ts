import { pageApiKeys } from "@/db/queries/people/api-keys.ts";
import type { ApiRight } from "@/lib/core/api-rights.ts";
import type { GridPage } from "@/lib/core/grid.ts";
import { defineUseCase } from "../define-use-case.ts";
import { gridInput } from "../grid-input.ts";
import { rowId } from "../people/person-fields.ts";

/** An API key as the list shows it: never more of it than its first characters. */
export interface ApiKeyRow {
  id: number;
  organizationId: number;
  organizationName: string;
  name: string;
  prefix: string;
  rights: ApiRight[];
  createdByName: string | null;
  createdAt: string;
  expiresAt: string | null;
  lastUsedAt: string | null;
  state: "active" | "expiring" | "expired" | "revoked";
}

const WARN_MS = 7 * 86_400_000;

/** One page of the screen "Chaves de API". */
export const listApiKeys = defineUseCase({
  name: "list-api-keys",
  permission: "organizations",
  input: gridInput<"apiKeys">().extend({ organizationId: rowId.nullable().default(null) }),
  async run({ actor, input, tx, now }): Promise<GridPage<ApiKeyRow>> {
    const { organizationId, ...query } = input;
    const page = await pageApiKeys(tx, query, actor.organizationId ?? organizationId);
    return {
      total: page.total,
      rows: page.rows.map(({ revokedAt, createdAt, expiresAt, lastUsedAt, ...row }) => {
        const left = expiresAt ? expiresAt.getTime() - now.getTime() : Infinity;
        return {
          ...row,
          createdAt: createdAt.toISOString(),
          expiresAt: expiresAt?.toISOString() ?? null,
          lastUsedAt: lastUsedAt?.toISOString() ?? null,
          state: revokedAt
            ? "revoked"
            : left <= 0
              ? "expired"
              : left < WARN_MS
                ? "expiring"
                : "active",
        };
      }),
    };
  },
});
