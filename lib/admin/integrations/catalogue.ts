import type { ConnectorRow } from "@/db/queries/integrations.ts";
import { CONTRACT_LABEL, type ContractStatus } from "@/lib/connectors/define.ts";
import type { SettingSpec } from "@/lib/connectors/settings.ts";
import type { ScheduleRule } from "@/lib/core/schedule.ts";
import { findConnector } from "@/lib/registry.ts";

/** A key of the Chave/Valor grid, as the screen needs it. */
export type CatalogueSetting = Omit<SettingSpec, "refuse">;

/** One operation of a type, for the catalogue's card. */
export interface CatalogueOperation {
  name: string;
  label: string;
  schedule: ScheduleRule;
  /** "collect" brings something in from the partner. */
  kind: "deliver" | "collect";
}

/** A type of integration as the catalogue in the database describes it. */
export interface CatalogueEntry {
  id: string;
  name: string;
  summary: string;
  /** In words, honestly: "perfil genérico – contrato do parceiro não publicado". */
  contractLabel: string;
  transport: string;
  manualMaxDays: number | null;
  settings: CatalogueSetting[];
  operations: CatalogueOperation[];
  retired: boolean;
}

/** Reads a row of the catalogue; only `syncCatalogue` writes it, from the same types. */
export function readCatalogueEntry(row: ConnectorRow): CatalogueEntry {
  const operations = row.operations as Record<string, Omit<CatalogueOperation, "name">>;
  return {
    id: row.id,
    name: row.name,
    summary: row.summary,
    contractLabel: CONTRACT_LABEL[row.contract as ContractStatus] ?? row.contract,
    transport: row.transport,
    manualMaxDays: row.manualMaxDays,
    settings: row.settings as CatalogueSetting[],
    operations: Object.entries(operations).map(([name, { label, schedule, kind }]) => ({ name, label, schedule, kind })),
    retired: row.retired,
  };
}

/** The specifications to check values with: the registry's, which carry the further rules, else the catalogue's. */
export function settingSpecs(entry: CatalogueEntry): readonly SettingSpec[] {
  return findConnector(entry.id)?.settings ?? entry.settings;
}

/** Whether something comes in from the partner: then there is a tab "Recebidos". */
export function collectsItems(entry: CatalogueEntry): boolean {
  return entry.operations.some(({ kind }) => kind === "collect");
}
