import path from "node:path";
import { RateLimit } from "../control/limit-rate.ts";
import { Store } from "../control/store.ts";
import { type Catalogue, catalogueOf } from "./catalogue.ts";
import { type CvQuirks, DEFAULT_QUIRKS } from "./quirks.ts";
import {
  AGENCIES,
  BROKERS,
  DEVELOPMENTS,
  FIRST_UNITS,
  type TenantName,
  unitCode,
  unitName,
} from "./world.ts";

export interface Person {
  idpessoa_int: string;
  nome: string;
  documento_tipo: string;
  documento: string;
  /** Whatever else was sent, under CV's names. */
  other: Record<string, unknown>;
}

export interface Condition {
  seriesId: number;
  count: number;
  amountCents: number;
  /** yyyy-mm-dd */
  firstDueDay: string;
  indexerId: number | null;
  holdsCommission: "S" | "N";
  /** Table price. */
  interest?: boolean;
  /** Of the Hub its name, of a terminal its number. */
  bearer?: string | number;
}

export interface ReservationRow {
  code: string | null;
  situationId: number;
  personId: number;
  developmentId: number;
  unitId: number;
  brokerId: number;
  saleTypeId: number | null;
  conditions: Condition[];
  /** What the tenant says the contract is worth, when that is not what the conditions sum to. */
  statedCents?: number;
  associates: Array<{ personId: number; typeId: number; share: number | null; party?: boolean }>;
  commissionRules: unknown[];
  additionalFields: Record<string, string>;
  createdAt: string;
  bornAt: number;
  soldAt: string | null;
  cancelledAt: string | null;
  cancellationReason: string | null;
  dissolvedAt: string | null;
  dissolutionReason: string | null;
  erp: {
    sent: boolean;
    sentAt: string | null;
    contractNumber: string | null;
    problem: string | null;
  };
}

export interface FileRow {
  reservationId: number;
  name: string;
  typeId: number | null;
  associationTypeId: number | null;
  bytes: number;
  sha256: string;
  /** Kept when it is small; larger ones are made up again when fetched. */
  base64: string | null;
  /** When, in CV's own time; null = never. */
  signed: string | null;
  validated: string | null;
}

export interface CommissionRow {
  reservationId: number;
  items: Array<{
    code: string;
    value: number;
    to: string;
    who: string;
    document: string;
    kind: string;
    payments: Array<{
      value: number;
      dueDay: string;
      measuredOn: string | null;
      /** "Programado" where nothing is said. */
      situation?: string;
      void?: boolean;
    }>;
  }>;
  cancelled: boolean;
}

/** What becomes of a sale in the demo. */
export type Plot =
  | "sold"
  | "dissolved"
  | "cancelled"
  | "removed"
  | "broker_missing"
  | "series_unknown"
  | "carried";

/** One sale of the story and how far it got. */
export interface StoryRow {
  plot: Plot;
  hubId: number;
  act: number;
  actedAt: number;
}

export type TenantTables = {
  units: {
    developmentId: number;
    code: string;
    block: string;
    name: string;
    state: 1 | 2 | 3 | 4 | 5;
  };
  people: Person;
  agencies: {
    cnpj: string;
    name: string;
    email: string;
    active: boolean;
    developmentIds: number[];
  };
  brokers: {
    document: string;
    name: string;
    email: string;
    phone: string;
    creci: string;
    sex: string;
    birthDay: string;
    agencyId: number;
    active: boolean;
    developmentIds: number[];
  };
  reservations: ReservationRow;
  documents: FileRow;
  contracts: FileRow;
  commissions: CommissionRow;
  webhooks: {
    name: string;
    area: string;
    address: string;
    trigger: number;
    active: boolean;
    createdAt: string;
  };
  messages: { reservationId: number; text: string };
  /** Sales that passed to another holder. */
  assignments: { reservationId: number; fromId: number; toId: number; at: string; reason: string };
  seeded: { at: string };
  /** Of the Hub: the demo's sales (`play-story.ts`). */
  story: StoryRow;
};

/** One environment of CV: its numbers, its books, its oddities. */
export interface Tenant {
  name: TenantName;
  catalogue: Catalogue;
  store: Store<TenantTables>;
  quirks: CvQuirks;
  limit: RateLimit;
  account: { email: string; token: string };
  /** Creates that named a key which an active reservation has already. */
  repeatedCreates: number;
  /** https address, known once it listens. */
  url: string;
}

/** Opens a tenant; its books are made at the first start. */
export function openTenant(name: TenantName, folder: string): Tenant {
  const tenant: Tenant = {
    name,
    catalogue: catalogueOf(name),
    store: new Store<TenantTables>(path.join(folder, `${name}.ndjson`)),
    quirks: { ...DEFAULT_QUIRKS[name] },
    limit: new RateLimit(),
    // The same e-mail in all tenants, each with a token of its own.
    account: { email: "integracao@lagoaclara.example", token: `tok-${name}-modelo-7f3a9c` },
    repeatedCreates: 0,
    url: "",
  };
  if (!tenant.store.get("seeded", 1)) seedTenant(tenant);
  return tenant;
}

/** Writes units, agencies and brokers. */
export function seedTenant(tenant: Tenant): void {
  const { store, catalogue, name } = tenant;
  for (const { id } of catalogue.developments) addUnits(tenant, id, FIRST_UNITS);
  const developmentIds = catalogue.developments.map(({ id }) => id);
  AGENCIES.forEach((agency, index) => {
    if (agency.in.includes(name))
      store.put("agencies", 9 + index + name.charCodeAt(0), {
        cnpj: agency.cnpj,
        name: agency.name,
        email: "contato@imobiliaria.example",
        active: true,
        developmentIds,
      });
  });
  BROKERS.forEach((broker, index) => {
    const agency = store.find("agencies", (one) => one.cnpj === broker.agency);
    if (broker.in.includes(name) && agency)
      store.put("brokers", 71 + index + name.charCodeAt(0), {
        document: broker.cpf,
        name: broker.name,
        email: "corretor@imobiliaria.example",
        phone: "(79) 3000-0000",
        creci: `${1200 + index}-SE`,
        sex: index % 2 === 0 ? "F" : "M",
        birthDay: `198${index % 10}-05-1${index % 10}`,
        agencyId: agency.id,
        active: !broker.inactiveIn.includes(name),
        developmentIds,
      });
  });
  store.put("seeded", 1, { at: new Date().toISOString() });
}

/** Makes the units of a development up to the n-th. */
export function addUnits(
  { store, catalogue, name }: Tenant,
  developmentId: number,
  upTo: number,
): void {
  const own = catalogue.developments.find((one) => one.id === developmentId);
  const world = DEVELOPMENTS.find((one) => one.hubId === own?.hubId);
  if (!world) throw new RangeError(`${name} has no development ${developmentId}`);
  for (let n = 1; n <= upTo; n += 1) {
    const id = developmentId * 100_000 + n;
    if (!store.get("units", id))
      store.put("units", id, {
        developmentId,
        code: String(unitCode(world, n)),
        ...unitName(n),
        state: 1,
      });
  }
}
