import { z } from "zod";
import { listConnectorRows } from "@/db/queries/integrations.ts";
import { defineUseCase } from "../define-use-case.ts";
import { type CatalogueEntry, readCatalogueEntry } from "./catalogue.ts";

/** The types that are offered, for the room "Catálogo". */
export const readCatalogue = defineUseCase({
  name: "read-catalogue",
  permission: "view",
  input: z.object({}),
  run: async ({ tx }): Promise<CatalogueEntry[]> => (await listConnectorRows(tx)).map(readCatalogueEntry).filter(({ retired }) => !retired),
});
