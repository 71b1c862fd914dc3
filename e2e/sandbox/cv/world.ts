/** The invented real-estate group that the CV tenants and Sienge share: who sells what, under which number where. */

export const TENANTS = ["hub", "a", "b", "c"] as const;
export type TenantName = (typeof TENANTS)[number];
export type TerminalName = Exclude<TenantName, "hub">;

/** A development as each system numbers it. Terminals A and B both call one "12": numbers collide between tenants. */
export interface WorldDevelopment {
  name: string;
  hubId: number;
  terminal: TerminalName;
  terminalId: number;
  enterpriseId: number;
  companyId: number;
}

export const DEVELOPMENTS: readonly WorldDevelopment[] = [
  {
    name: "Residencial Lagoa Clara",
    hubId: 3,
    terminal: "a",
    terminalId: 12,
    enterpriseId: 856,
    companyId: 1,
  },
  {
    name: "Jardim das Dunas",
    hubId: 4,
    terminal: "a",
    terminalId: 13,
    enterpriseId: 857,
    companyId: 1,
  },
  {
    name: "Torres do Mangue",
    hubId: 5,
    terminal: "b",
    terminalId: 12,
    enterpriseId: 901,
    companyId: 2,
  },
  {
    name: "Parque Aruana",
    hubId: 6,
    terminal: "c",
    terminalId: 21,
    enterpriseId: 940,
    companyId: 3,
  },
];

/** Company (SPE) of each development, as Sienge names it. */
export const COMPANIES: Readonly<Record<number, string>> = {
  1: "SPE Lagoa Modelo Ltda",
  2: "SPE Mangue Modelo Ltda",
  3: "SPE Aruana Modelo Ltda",
};

/** Units that every development begins with; more are made by the command `units`. */
export const FIRST_UNITS = 40;

/** Sienge's number of the n-th unit: shared by Hub and terminal as `idunidade_int`. */
export const unitCode = (development: WorldDevelopment, n: number): number =>
  development.enterpriseId * 10_000 + n;

/** "T1-101": tower, floor, door. Four doors a floor, ten floors a tower. */
export function unitName(n: number): { block: string; name: string } {
  const index = n - 1;
  return {
    block: `T${Math.floor(index / 40) + 1}`,
    name: String((Math.floor((index % 40) / 4) + 1) * 100 + (index % 4) + 1),
  };
}

/** An agency of the group's market. */
export interface WorldAgency {
  name: string;
  cnpj: string;
  /** Tenants that know it; the Hub knows all. */
  in: readonly TenantName[];
}

export const AGENCIES: readonly WorldAgency[] = [
  { name: "Imobiliária Farol", cnpj: "11222333000181", in: ["hub", "a", "b", "c"] },
  { name: "Casa Nova Imóveis", cnpj: "45723174000110", in: ["hub", "a", "b", "c"] },
  { name: "Maré Alta Negócios", cnpj: "34028316000103", in: ["hub"] },
];

export interface WorldBroker {
  name: string;
  cpf: string;
  agency: string;
  in: readonly TenantName[];
  /** Tenants in which they may not sign in any more. */
  inactiveIn: readonly TenantName[];
  creditorId: number;
}

/** One known everywhere, one whom terminal B blocked, one whom only the Hub knows. */
export const BROKERS: readonly WorldBroker[] = [
  {
    name: "Beatriz Corretora",
    cpf: "11144477735",
    agency: "11222333000181",
    in: ["hub", "a", "b", "c"],
    inactiveIn: [],
    creditorId: 3001,
  },
  {
    name: "Caio Corretor",
    cpf: "52998224725",
    agency: "45723174000110",
    in: ["hub", "a", "b", "c"],
    inactiveIn: ["b"],
    creditorId: 3002,
  },
  {
    name: "Dora Corretora",
    cpf: "12345678909",
    agency: "34028316000103",
    in: ["hub"],
    inactiveIn: [],
    creditorId: 3003,
  },
];
