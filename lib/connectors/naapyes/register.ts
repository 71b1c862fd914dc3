import { z } from "zod";
import { maskCpf } from "@/lib/core/documents.ts";
import { isDay } from "@/lib/core/period.ts";
import type { PulledResource } from "../profiles/rest-pull.ts";

const text = z.union([z.string(), z.number()]).transform(String);
const day = z
  .string()
  .transform((value) => value.slice(0, 10))
  .refine(isDay);
const member = z.object({
  matricula: text,
  cpf: z.string().default(""),
  empresa: text,
  nome_empresa: z.string().default(""),
  situacao: z.string(),
  limite: z.number(),
  saldo: z.number(),
});
const rule = z.object({
  codigo: text,
  ean: z.string().default(""),
  tipo: z.enum(["bloqueado", "subsidiado", "preco"]),
  percentual_subsidio: z.number().min(0).max(100).nullish(),
  preco: z.number().nonnegative().nullish(),
  inicio: day.nullish(),
  fim: day.nullish(),
});
const closing = z.object({
  competencia: z.string().regex(/^\d{4}-\d{2}$/),
  cnpj: z.string(),
  quantidade: z.number().int(),
  valor_total: z.number(),
  vencimento: day,
  situacao: z.string(),
});

/**
 * Who may buy on the agreement. The CPF is kept masked: the till asks the operator, the hub only
 * shows who is there.
 */
export const members: PulledResource<typeof member, "conveniados"> = {
  resource: "conveniados",
  label: "Conveniados",
  fields: ["matricula", "cpf", "empresa", "nome_empresa", "situacao", "limite", "saldo"],
  shape: member,
  take: ({ cpf, ...row }) => ({
    kind: "member",
    key: row.matricula,
    title: `Matrícula ${row.matricula}${row.nome_empresa ? ` – ${row.nome_empresa}` : ""}`,
    data: { ...row, cpf: /^\d{11}$/.test(cpf) ? maskCpf(cpf) : "" },
  }),
};

/** Products blocked, subsidised, or at a price of the agreement. */
export const rules: PulledResource<typeof rule, "regras_produto"> = {
  resource: "regras_produto",
  label: "Regras de produtos",
  fields: ["codigo", "ean", "tipo", "percentual_subsidio", "preco", "inicio", "fim"],
  shape: rule,
  take: (row) => ({
    kind: "product_rule",
    key: row.codigo,
    title: `Produto ${row.ean || row.codigo}: ${row.tipo}`,
    ...(row.inicio ? { validFrom: row.inicio } : {}),
    ...(row.fim ? { validTo: row.fim } : {}),
    data: row,
  }),
};

/** What the operator will pay or bill for a month. */
export const closings: PulledResource<typeof closing, "fechamentos"> = {
  resource: "fechamentos",
  label: "Fechamentos mensais",
  fields: ["competencia", "cnpj", "quantidade", "valor_total", "vencimento", "situacao"],
  shape: closing,
  take: (row) => ({
    kind: "closing",
    key: `${row.competencia}/${row.cnpj}`,
    title: `Fechamento de ${row.competencia.slice(5)}/${row.competencia.slice(0, 4)} – ${row.situacao}`,
    validTo: row.vencimento,
    data: row,
  }),
};
