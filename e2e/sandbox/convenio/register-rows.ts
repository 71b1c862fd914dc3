import { completeCnpj, completeCpf } from "@/lib/core/documents.ts";
import type { PulledRow } from "../rest-pull/pull-pages.ts";

const COMPANIES = [
  ["10", "Metalúrgica Aurora"],
  ["11", "Escola Nova Trilha"],
] as const;

/** Five invented people of two invented companies, one of them no longer there. */
export const memberRows = (): PulledRow[] =>
  Array.from({ length: 5 }, (_, index) => {
    const [empresa, nome_empresa] = COMPANIES[index % 2] ?? COMPANIES[0];
    return {
      changedAt: `2026-02-0${index + 1}T08:00:00Z`,
      body: {
        matricula: String(5_001 + index),
        cpf: completeCpf(`10020030${index}`),
        empresa,
        nome_empresa,
        situacao: index === 4 ? "inativo" : "ativo",
        limite: 400,
        saldo: 400 - index * 60.5,
      },
    };
  });

/** One product of each kind of rule. */
export const ruleRows = (): PulledRow[] => [
  {
    changedAt: "2026-02-01T08:00:00Z",
    body: { codigo: "1", ean: "7891000315507", tipo: "bloqueado" },
  },
  {
    changedAt: "2026-02-02T08:00:00Z",
    body: {
      codigo: "2",
      ean: "",
      tipo: "subsidiado",
      percentual_subsidio: 30,
      inicio: "2026-02-01",
      fim: "2026-12-31",
    },
  },
  { changedAt: "2026-02-03T08:00:00Z", body: { codigo: "3", ean: "", tipo: "preco", preco: 12.9 } },
];

/** The last two months. */
export const closingRows = (): PulledRow[] =>
  ["2026-01", "2026-02"].map((competencia, index) => ({
    changedAt: `${competencia}-28T22:00:00Z`,
    body: {
      competencia,
      cnpj: completeCnpj("419023770001"),
      quantidade: 18 + index,
      valor_total: 1_240.55 + index,
      vencimento: `2026-0${index + 2}-15`,
      situacao: index === 0 ? "pago" : "fechado",
    },
  }));
