import { DEVELOPMENTS, type TenantName } from "./world.ts";

export const ROLES = [
  "analise",
  "pode_faturar",
  "vendida",
  "cancelada",
  "vencida",
  "distrato",
] as const;
/** What a situation means, whatever its number. */
export type Role = (typeof ROLES)[number];

/** Everything that a tenant numbers in its own way. */
export interface Catalogue {
  situations: ReadonlyArray<{ id: number; role: Role; name: string }>;
  series: ReadonlyArray<{
    id: number;
    code: string | null;
    initials: string;
    name: string;
    period: string;
    days: string;
  }>;
  indexers: ReadonlyArray<{ id: number; code: string; name: string }>;
  saleTypes: ReadonlyArray<{ id: number; name: string }>;
  associationTypes: ReadonlyArray<{
    id: number;
    name: string;
    conjuge: "S" | "N";
    avalista: "S" | "N";
  }>;
  documentTypes: ReadonlyArray<{ id: number; name: string }>;
  developments: ReadonlyArray<{
    id: number;
    code: string;
    name: string;
    enterpriseId: number;
    companyId: number;
    hubId: number;
  }>;
  /** Fields of a person that the tenant's developments demand. */
  required: readonly string[];
  firstReservation: number;
  firstPerson: number;
}

const NAMES: Readonly<Record<Role, string>> = {
  analise: "Em Análise",
  pode_faturar: "Pode Faturar",
  vendida: "Vendida",
  cancelada: "Cancelada",
  vencida: "Vencida",
  distrato: "Distrato",
};
/** First situation, step between two of them, first series, first type. */
const NUMBERS: Readonly<
  Record<TenantName, readonly [situation: number, step: number, series: number, type: number]>
> = { hub: [46, 1, 4, 1], a: [1, 2, 11, 3], b: [31, 1, 4, 7], c: [11, 3, 21, 2] };

/** The catalogue of a tenant. */
export function catalogueOf(tenant: TenantName): Catalogue {
  const [situation, step, series, type] = NUMBERS[tenant];
  const spelled = (role: Role) =>
    tenant === "b" && role === "pode_faturar" ? "PODE FATURAR (ERP)" : NAMES[role];
  const own = DEVELOPMENTS.filter((one) => tenant === "hub" || one.terminal === tenant);
  return {
    situations: ROLES.map((role, index) => ({
      id: situation + index * step,
      role,
      name: spelled(role),
    })),
    series: [
      { id: series, code: "AT", initials: "A", name: "Ato", period: "Única", days: "" },
      {
        id: series + 1,
        code: "PM",
        initials: "M",
        name: tenant === "c" ? "Parcelas mensais" : "Mensais",
        period: "Mensal",
        days: tenant === "b" ? "10;20" : "",
      },
      {
        id: series + 2,
        code: tenant === "a" ? null : "IN",
        initials: "I",
        name: "Intermediárias",
        period: "Semestral",
        days: "",
      },
      {
        id: series + 3,
        code: "FI",
        initials: "F",
        name: "Financiamento",
        period: "Única",
        days: "",
      },
      // Only the Hub sells with this one: what a terminal does not know must stop, not be guessed.
      ...(tenant === "hub"
        ? [
            {
              id: series + 4,
              code: "PX",
              initials: "P",
              name: "Permuta",
              period: "Única",
              days: "",
            },
          ]
        : []),
    ],
    indexers: [
      { id: type, code: "2", name: "INCC" },
      { id: type + 1, code: "3", name: "IGP-M" },
    ],
    saleTypes: [
      { id: type, name: "Financiamento" },
      { id: type + 1, name: "À vista" },
    ],
    associationTypes: [
      {
        id: type,
        name: tenant === "c" ? "Cônjuge/Companheiro" : "Cônjuge",
        conjuge: "S",
        avalista: "N",
      },
      { id: type + 1, name: "Avalista", conjuge: "N", avalista: "S" },
      { id: type + 2, name: "Procurador", conjuge: "N", avalista: "N" },
    ],
    documentTypes: ["RG", "CPF", "Comprovante de residência", "Contrato assinado"].map(
      (name, index) => ({ id: type + index, name }),
    ),
    developments: own.map((one) => ({
      id: tenant === "hub" ? one.hubId : one.terminalId,
      code: String(tenant === "hub" ? one.enterpriseId : one.companyId),
      name: one.name,
      enterpriseId: one.enterpriseId,
      companyId: one.companyId,
      hubId: one.hubId,
    })),
    required:
      tenant === "hub"
        ? []
        : tenant === "b"
          ? ["nome", "documento", "telefone", "profissao"]
          : ["nome", "documento", "telefone"],
    firstReservation: { hub: 7001, a: 4001, b: 4001, c: 5001 }[tenant],
    firstPerson: { hub: 120, a: 320, b: 320, c: 520 }[tenant],
  };
}

/** The number of a role's situation in a tenant. */
export function situationOf(catalogue: Catalogue, role: Role): number {
  const found = catalogue.situations.find((one) => one.role === role);
  if (!found) throw new RangeError(`no situation ${role}`);
  return found.id;
}

/** The role behind a number; undefined when the tenant has no such situation. */
export function roleOf(catalogue: Catalogue, id: number): Role | undefined {
  return catalogue.situations.find((one) => one.id === id)?.role;
}
