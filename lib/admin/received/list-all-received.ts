import { z } from "zod";
import { listReceivedAcross, listReceivedSources } from "@/db/queries/partners/received-list.ts";
import type { GridPage } from "@/lib/core/grid.ts";
import { defineUseCase } from "../define-use-case.ts";
import { gridInput } from "../grid-input.ts";
import { type ReceivedRow, toReceivedRow } from "./list-received-items.ts";

/** A received item with the integration it came through. */
export type ReceivedAcrossRow = ReceivedRow & { integrationId: number; integration: string };

const scope = { organizationId: z.int().positive().nullable().default(null) };

/** One page of the area "Recebidos": what partners sent in, over all integrations. */
export const listAllReceived = defineUseCase({
  name: "list-all-received",
  permission: "view",
  input: z.object({ ...scope, query: gridInput<"received">() }),
  async run({ actor, input, tx }): Promise<GridPage<ReceivedAcrossRow>> {
    const integrationIds = (input.query.filters.integration ?? [])
      .map(Number)
      .filter(Number.isSafeInteger);
    const page = await listReceivedAcross(tx, {
      organizationId: actor.organizationId ?? input.organizationId,
      integrationIds,
      query: input.query,
    });
    return {
      rows: page.rows.map((row) => ({
        ...toReceivedRow(row),
        integrationId: row.integrationId,
        integration: row.integration,
      })),
      total: page.total,
    };
  },
});

/** The choices of the area's filters. */
export const listReceivedChoices = defineUseCase({
  name: "list-received-choices",
  permission: "view",
  input: z.object(scope),
  run: ({ actor, input, tx }) =>
    listReceivedSources(tx, actor.organizationId ?? input.organizationId),
});
