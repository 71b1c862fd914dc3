import { z } from "zod";
import {
  listFileBranches,
  listIntegrationFiles as readFiles,
} from "@/db/queries/files/file-list.ts";
import type { GridPage } from "@/lib/core/grid.ts";
import { defineUseCase } from "../define-use-case.ts";
import { gridInput } from "../grid-input.ts";
import { requireIntegration } from "../tasks/read-operations.ts";
import { type FileRow, toFileRow } from "./file-row.ts";
import { withhold } from "./personal-data.ts";

/** One page of the tab "Arquivos": the integration's files across its tasks. */
export const listIntegrationFiles = defineUseCase({
  name: "list-integration-files",
  permission: "view",
  input: z.object({ integrationId: z.int().positive(), query: gridInput<"files">() }),
  async run({ actor, input, tx }): Promise<GridPage<FileRow>> {
    const { organizationId, integrationId, connectorId } = await requireIntegration(
      tx,
      input.integrationId,
    );
    const page = await readFiles(tx, {
      organizationId,
      integrationId,
      query: input.query,
      timeZone: actor.timeZone,
    });
    return {
      rows: page.rows.map((file) => toFileRow(file, withhold(actor, connectorId, file.operation))),
      total: page.total,
    };
  },
});

/** The choices of the list's "Filial" filter. */
export const listFileFilters = defineUseCase({
  name: "list-file-filters",
  permission: "view",
  input: z.object({ integrationId: z.int().positive() }),
  async run({ input, tx }) {
    const { organizationId, integrationId, description } = await requireIntegration(
      tx,
      input.integrationId,
    );
    return { description, branches: await listFileBranches(tx, organizationId, integrationId) };
  },
});
