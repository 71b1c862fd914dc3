import { z } from "zod";
import {
  listDevelopments as readAll,
  pageDevelopments,
} from "@/db/queries/flows/development-list.ts";
import type { GridPage } from "@/lib/core/grid.ts";
import { defineUseCase } from "../define-use-case.ts";
import { gridInput } from "../grid-input.ts";
import { flowInput, requireFlow } from "./require-flow.ts";

type Stored = Awaited<ReturnType<typeof readAll>>[number];

/** A row of "Empreendimentos"; instants are ISO texts. */
export interface DevelopmentRow {
  id: number;
  hubDevelopmentId: string;
  hubName: string;
  environmentId: number;
  environmentName: string;
  environmentCode: string;
  terminalDevelopmentId: string;
  siengeEnterpriseId: string | null;
  siengeCompanyId: string | null;
  active: boolean;
  checkedAt: string | null;
  check: { ok: boolean; notes: string[] } | null;
  version: number;
}

/** A stored development as the screen shows it. */
export function toDevelopmentRow({
  development: row,
  environmentName,
  environmentCode,
}: Stored): DevelopmentRow {
  return {
    id: row.id,
    hubDevelopmentId: row.hubDevelopmentId,
    hubName: row.hubName,
    environmentId: row.environmentId,
    environmentName,
    environmentCode,
    terminalDevelopmentId: row.terminalDevelopmentId,
    siengeEnterpriseId: row.siengeEnterpriseId,
    siengeCompanyId: row.siengeCompanyId,
    active: row.active,
    checkedAt: row.checkedAt?.toISOString() ?? null,
    check: row.checkResult,
    version: row.version,
  };
}

/** One page of "Empreendimentos". */
export const listDevelopments = defineUseCase({
  name: "list-developments",
  permission: "view",
  input: z.object({ ...flowInput, query: gridInput<"developments">() }),
  async run({ input, tx }): Promise<GridPage<DevelopmentRow>> {
    const page = await pageDevelopments(
      tx,
      await requireFlow(tx, input.integrationId),
      input.query,
    );
    return { rows: page.rows.map(toDevelopmentRow), total: page.total };
  },
});

/** All of them for a file. */
export const exportDevelopments = defineUseCase({
  name: "export-developments",
  permission: "view",
  input: z.object(flowInput),
  async run({ input, tx, audit }): Promise<DevelopmentRow[]> {
    const flow = await requireFlow(tx, input.integrationId);
    await audit({
      organizationId: flow.organizationId,
      subjectType: "integration",
      subjectId: flow.integrationId,
      summary: "Exportou os empreendimentos",
    });
    return (await readAll(tx, flow)).map(toDevelopmentRow);
  },
});
