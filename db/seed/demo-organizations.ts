import { completeCnpj } from "@/lib/core/documents.ts";

export interface DemoOrganization {
  name: string;
  timeZone: string;
  /** First eight places of the CNPJ. */
  cnpjRoot: string;
  branches: ReadonlyArray<readonly [name: string, city: string, state: string, street: string]>;
  /** Receipts a branch makes on an ordinary day. */
  dailySales: number;
}

/** The client that the demo's customer belongs to: every partner's type once. */
export const MAIN_CLIENT = "Drogarias Horizonte";

/** Invented companies; their CNPJs have valid check digits and belong to nobody we know of. */
export const DEMO_ORGANIZATIONS: readonly DemoOrganization[] = [
  {
    name: MAIN_CLIENT,
    timeZone: "America/Sao_Paulo",
    cnpjRoot: "41902377",
    dailySales: 34,
    branches: [
      ["Horizonte Centro", "Campinas", "SP", "Rua das Acácias"],
      ["Horizonte Cambuí", "Campinas", "SP", "Avenida dos Ipês"],
      ["Horizonte Barão", "Campinas", "SP", "Rua do Engenho"],
      ["Horizonte Taquaral", "Campinas", "SP", "Avenida da Lagoa"],
      ["Horizonte Jundiaí", "Jundiaí", "SP", "Rua do Rosário"],
      ["Horizonte Valinhos", "Valinhos", "SP", "Rua dos Figos"],
      ["Horizonte Vinhedo", "Vinhedo", "SP", "Avenida das Uvas"],
      ["Horizonte Sumaré", "Sumaré", "SP", "Rua da Estação"],
    ],
  },
  {
    name: "Farma Rio Negro",
    timeZone: "America/Manaus",
    cnpjRoot: "50817264",
    dailySales: 22,
    branches: [
      ["Rio Negro Adrianópolis", "Manaus", "AM", "Rua Recife Velho"],
      ["Rio Negro Ponta", "Manaus", "AM", "Avenida do Porto"],
      ["Rio Negro Manacapuru", "Manacapuru", "AM", "Rua da Ponte"],
    ],
  },
  {
    name: "Rede Bem Viver",
    timeZone: "America/Recife",
    cnpjRoot: "38660195",
    dailySales: 18,
    branches: [
      ["Bem Viver Boa Vista", "Recife", "PE", "Rua das Ninfas"],
      ["Bem Viver Olinda", "Olinda", "PE", "Ladeira do Farol"],
      ["Bem Viver Caruaru", "Caruaru", "PE", "Rua da Feira"],
      ["Bem Viver Gravatá", "Gravatá", "PE", "Avenida da Serra"],
    ],
  },
];

/** CNPJ of an organization's n-th branch (1 = head office). */
export function branchCnpj(root: string, ordinal: number): string {
  return completeCnpj(`${root}${String(ordinal).padStart(4, "0")}`);
}
