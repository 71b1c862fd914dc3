import type { ConnectorRow } from "@/db/queries/integrations/integrations.ts";
import {
  type ConnectorGuide,
  CONTRACT_LABEL,
  type ContractStatus,
} from "@/lib/connectors/define.ts";
import type { SettingSpec } from "@/lib/connectors/settings.ts";
import type { Article } from "@/lib/core/article.ts";
import type { PeriodRule, ScheduleRule } from "@/lib/core/schedule.ts";
import type { SecondSending } from "@/lib/core/second-sending.ts";
import { findConnector } from "@/lib/registry.ts";

/** A key of the Chave/Valor grid, as the screen needs it. */
export type CatalogueSetting = Omit<SettingSpec, "refuse">;

/** One operation of a type, for the catalogue's card. */
export interface CatalogueOperation {
  name: string;
  label: string;
  schedule: ScheduleRule;
  /** The days a run covers, counted back from when it was due. */
  period: PeriodRule;
  /** "collect" brings something in from the partner. */
  /** `subject` and `pass` are work of a flow over several systems. */
  kind: "deliver" | "collect" | "subject" | "pass";
  /** The operation that "Executar integração" runs. */
  manual: boolean;
  /** The partner says later whether it accepts. */
  confirms: boolean;
  /** What its files tell about people, in words. */
  personal: string | null;
  /** What the partner makes of a day that it gets again; null where its files stand for no days. */
  secondSending: SecondSending | null;
}

/** A type of integration as the catalogue in the database describes it. */
export interface CatalogueEntry {
  id: string;
  name: string;
  summary: string;
  /** The article of its name. */ article: Article /** Its drawing; null when it has none or is no longer in the registry. */;
  icon: string | null;
  contract: ContractStatus;
  /** In words, honestly: "formato presumido, não publicado pelo parceiro". */
  contractLabel: string;
  transport: string;
  manualMaxDays: number | null;
  settings: CatalogueSetting[];
  operations: CatalogueOperation[];
  retired: boolean;
}

/** Reads a row of the catalogue; only `syncCatalogue` writes it, from the same types. */
export function readCatalogueEntry(row: ConnectorRow): CatalogueEntry {
  // The row of a retired type may be older than the last two.
  const operations = row.operations as Record<
    string,
    Omit<CatalogueOperation, "name" | "personal" | "secondSending"> &
      Partial<Pick<CatalogueOperation, "personal" | "secondSending">>
  >;
  return {
    id: row.id,
    name: row.name,
    summary: row.summary,
    article: findConnector(row.id)?.article ?? "a",
    icon: findConnector(row.id)?.icon ?? null,
    contract: row.contract as ContractStatus,
    contractLabel: CONTRACT_LABEL[row.contract as ContractStatus] ?? row.contract,
    transport: row.transport,
    manualMaxDays: row.manualMaxDays,
    settings: row.settings as CatalogueSetting[],
    operations: Object.entries(operations).map(
      ([name, { personal = null, secondSending = null, ...operation }]) => ({
        name,
        ...operation,
        personal,
        secondSending,
      }),
    ),
    retired: row.retired,
  };
}

/** What the help page tells; a type retired before guides were kept has an empty one. */
export function readGuide(row: ConnectorRow): ConnectorGuide {
  const { about = "", ask = [], how = [], assumed = [] } = row.guide as Partial<ConnectorGuide>;
  return { about, ask, how, assumed };
}

/** The specifications to check values with: the registry's, which carry the further rules, else the catalogue's. */
export function settingSpecs(entry: CatalogueEntry): readonly SettingSpec[] {
  return findConnector(entry.id)?.settings ?? entry.settings;
}

/** Whether something comes in from the partner: then there is a tab "Recebidos". */
export function collectsItems(entry: CatalogueEntry): boolean {
  return entry.operations.some(({ kind }) => kind === "collect");
}

/** Whether its work reads branches: a flow over several systems knows its own stores instead. */
export function readsBranches(entry: CatalogueEntry): boolean {
  return entry.operations.some(({ kind }) => kind === "deliver" || kind === "collect");
}
