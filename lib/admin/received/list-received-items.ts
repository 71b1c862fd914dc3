import { z } from "zod";
import {
  findReceivedItem,
  listReceivedItems as readItems,
  listReceivedKinds,
} from "@/db/queries/partners/received-list.ts";
import { summarizeReceived } from "@/lib/core/received-words.ts";
import type { GridPage } from "@/lib/core/grid.ts";
import { defineUseCase, notFound } from "../define-use-case.ts";
import { gridInput } from "../grid-input.ts";
import { requireIntegration } from "../tasks/read-operations.ts";

/** Something a partner sent in, as the list shows it; moments are ISO texts. */
export interface ReceivedRow {
  kind: string;
  key: string;
  branchId: number;
  branch: string | null;
  title: string;
  /** What it holds, in one line. */
  summary: string;
  validFrom: string | null;
  validTo: string | null;
  /** When the partner no longer had it, before its time was over. */
  withdrawnAt: string | null;
  taskId: number;
  firstSeenAt: string;
  lastSeenAt: string;
}

type Stored = Omit<ReceivedRow, "firstSeenAt" | "lastSeenAt" | "withdrawnAt" | "summary"> & {
  firstSeenAt: Date;
  lastSeenAt: Date;
  withdrawnAt: Date | null;
  data: unknown;
};

/** The row without its data, which only the opened item needs. */
export function toReceivedRow({
  kind,
  key,
  branchId,
  branch,
  title,
  validFrom,
  validTo,
  withdrawnAt,
  taskId,
  data,
  firstSeenAt,
  lastSeenAt,
}: Stored): ReceivedRow {
  return {
    kind,
    key,
    branchId,
    branch,
    title,
    validFrom,
    validTo,
    withdrawnAt: withdrawnAt?.toISOString() ?? null,
    taskId,
    summary: summarizeReceived(kind, data),
    firstSeenAt: firstSeenAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString(),
  };
}

/** One page of the tab "Recebidos". */
export const listReceivedItems = defineUseCase({
  name: "list-received-items",
  permission: "view",
  input: z.object({ integrationId: z.int().positive(), query: gridInput<"received">() }),
  async run({ input, tx }): Promise<GridPage<ReceivedRow>> {
    const { organizationId, integrationId } = await requireIntegration(tx, input.integrationId);
    const page = await readItems(tx, { organizationId, integrationId, query: input.query });
    return { rows: page.rows.map(toReceivedRow), total: page.total };
  },
});

/** The choices of the list's "Tipo" filter. */
export const listReceivedFilters = defineUseCase({
  name: "list-received-filters",
  permission: "view",
  input: z.object({ integrationId: z.int().positive() }),
  async run({ input, tx }) {
    const { organizationId, integrationId, description } = await requireIntegration(
      tx,
      input.integrationId,
    );
    return { description, kinds: await listReceivedKinds(tx, { organizationId, integrationId }) };
  },
});

/** One received item with all of its data. */
export const readReceivedItem = defineUseCase({
  name: "read-received-item",
  permission: "view",
  input: z.object({
    integrationId: z.int().positive(),
    kind: z.string().max(200),
    key: z.string().max(500),
    branchId: z.int().min(0),
  }),
  async run({ input, tx }): Promise<ReceivedRow & { data: unknown }> {
    const { organizationId, integrationId } = await requireIntegration(tx, input.integrationId);
    const item =
      (await findReceivedItem(tx, { ...input, organizationId, integrationId })) ??
      notFound("Item não encontrado.");
    return { ...toReceivedRow(item), data: item.data };
  },
});
