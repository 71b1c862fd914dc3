import type { MappingKind } from "./words/mappings.ts";
import {
  listAssociationTypes,
  listDocumentTypes,
  listIndexers,
  listSaleTypes,
} from "./cv/list-catalogues.ts";
import { listSeries } from "./cv/list-series.ts";
import { listSituations } from "./cv/list-situations.ts";
import type { CvClient } from "./cv/open-cv.ts";
import type { CatalogueItem } from "./match-catalogue.ts";

/** What a tenant lists of a kind; empty for what no tenant lists. */
export async function loadCatalogue(cv: CvClient, kind: MappingKind): Promise<CatalogueItem[]> {
  if (kind === "situation")
    return (await listSituations(cv)).map(({ id, name, flags }) => ({
      id: String(id),
      name,
      code: "",
      flags,
    }));
  if (kind === "series")
    return (await listSeries(cv)).map(({ id, code, name, initials, period, everyMonths }) => ({
      id: String(id),
      name,
      code: code ?? "",
      // Two series of "Mês(es)" are told apart by how many.
      flags: { initials, period: everyMonths === null ? period : `${everyMonths} m` },
    }));
  if (kind === "association")
    return (await listAssociationTypes(cv)).map(({ id, name, spouse, guarantor }) => ({
      id: String(id),
      name,
      code: "",
      flags: { spouse, guarantor },
    }));
  if (kind === "document_type")
    return (await listDocumentTypes(cv)).map(({ id, name, personKind }) => ({
      id: String(id),
      name,
      code: "",
      flags: { personKind },
    }));
  if (kind === "sale_type")
    return (await listSaleTypes(cv)).map(({ id, name }) => ({
      id: String(id),
      name,
      code: "",
      flags: {},
    }));
  if (kind === "indexer")
    return (await listIndexers(cv)).map(({ id, code, name }) => ({
      id: String(id),
      name,
      code: code ?? "",
      flags: {},
    }));
  return [];
}
