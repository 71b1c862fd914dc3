import { COMPANIES, BROKERS, DEVELOPMENTS, FIRST_UNITS, unitCode, unitName } from "../cv/world.ts";
import { Store } from "../control/store.ts";

export const SITUATIONS = ["Solicitado", "Autorizado", "Emitido", "Cancelado"] as const;

export interface Contract {
  number: string;
  externalId: string | null;
  companyId: number;
  enterpriseId: number;
  enterpriseName: string;
  unitId: number;
  unitName: string;
  customerId: number;
  customerName: string;
  brokerId: number | null;
  value: number;
  conditions: Array<{
    conditionTypeId: string;
    conditionTypeName: string;
    installmentsNumber: number;
    firstPayment: string;
    totalValue: number;
    indexerId: number;
  }>;
  situation: 0 | 1 | 2 | 3;
  contractDate: string;
  issueDate: string | null;
  cancellationDate: string | null;
  cancellationReason: string | null;
  creationDate: string;
  /** What `modifiedAfter` looks at; some edits do not move it. */
  modifiedDate: string;
  bankDate: string | null;
}

export interface Hook {
  uuid: string;
  url: string;
  token: string | null;
  events: string[];
}

export type SiengeTables = {
  contracts: Contract;
  units: { enterpriseId: number; name: string; stock: string; contractId: number | null };
  customers: { name: string; document: string };
  hooks: Hook;
  /** One row (1): the number of the last contract given, since removed ones do not come back. */
  seeded: { at: string };
};

/** Sienge's books, seeded with the group's units. */
export function openSiengeState(file: string | null): Store<SiengeTables> {
  const store = new Store<SiengeTables>(file);
  if (!store.get("seeded", 1)) seed(store);
  return store;
}

/** Writes what is there from the beginning. */
export function seed(store: Store<SiengeTables>): void {
  for (const development of DEVELOPMENTS) addUnits(store, development.enterpriseId, FIRST_UNITS);
  store.put("seeded", 1, { at: new Date().toISOString() });
}

/** Makes units of an enterprise up to the n-th. */
export function addUnits(store: Store<SiengeTables>, enterpriseId: number, upTo: number): void {
  const development = DEVELOPMENTS.find((one) => one.enterpriseId === enterpriseId);
  if (!development) throw new RangeError(`enterprise ${enterpriseId} does not exist`);
  for (let n = 1; n <= upTo; n += 1) {
    const { block, name } = unitName(n);
    const code = unitCode(development, n);
    if (!store.get("units", code))
      store.put("units", code, {
        enterpriseId,
        name: `${block}-${name}`,
        stock: "D",
        contractId: null,
      });
  }
}

export const ENTERPRISES = DEVELOPMENTS.map(({ enterpriseId, companyId, name }) => ({
  id: enterpriseId,
  name,
  commercialName: name,
  cnpj: null,
  type: 2,
  companyId,
  companyName: COMPANIES[companyId] ?? "",
}));
export const CREDITORS = BROKERS.map(({ creditorId, name, cpf }) => ({
  id: creditorId,
  name,
  tradeName: name,
  cpf,
  cnpj: null,
  supplier: false,
  broker: true,
  employee: false,
  active: true,
}));
