import { z } from "zod";
import {
  countIntegrationsByConnector,
  findConnectorRow,
  listConnectorRows,
} from "@/db/queries/integrations/integrations.ts";
import type { ConnectorGuide } from "@/lib/connectors/define.ts";
import { defineUseCase, notFound } from "../define-use-case.ts";
import { type CatalogueEntry, readCatalogueEntry, readGuide } from "./catalogue.ts";

/** A type in the area "Catálogo", and how many of the integrations that the person sees use it. */
export type CatalogueCard = CatalogueEntry & { uses: number };

/** A type's help page. */
export type ConnectorHelp = CatalogueCard & { guide: ConnectorGuide };

/** The types that are offered, for the area "Catálogo". */
export const readCatalogue = defineUseCase({
  name: "read-catalogue",
  permission: "view",
  input: z.object({}),
  run: async ({ tx }): Promise<CatalogueCard[]> => {
    const uses = await countIntegrationsByConnector(tx);
    const entries = (await listConnectorRows(tx))
      .map(readCatalogueEntry)
      .filter(({ retired }) => !retired);
    return entries.map((entry) => ({ ...entry, uses: uses.get(entry.id) ?? 0 }));
  },
});

/** One type with all that a person must know to register it. */
export const readConnectorHelp = defineUseCase({
  name: "read-connector-help",
  permission: "view",
  input: z.object({ id: z.string().max(100) }),
  run: async ({ input, tx }): Promise<ConnectorHelp> => {
    const row =
      (await findConnectorRow(tx, input.id)) ?? notFound("Tipo de integração não encontrado.");
    const uses = await countIntegrationsByConnector(tx);
    return { ...readCatalogueEntry(row), guide: readGuide(row), uses: uses.get(row.id) ?? 0 };
  },
});
