import { eq } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "@/db/client.ts";
import { organizations } from "@/db/schema/people.ts";
import { cleanDocument, isCnpj } from "@/lib/core/documents.ts";
import type { Actor } from "@/lib/core/permissions.ts";
import { Refusal } from "../define-use-case.ts";

/** The 27 federative units. */
export const STATES = [
  "AC",
  "AL",
  "AM",
  "AP",
  "BA",
  "CE",
  "DF",
  "ES",
  "GO",
  "MA",
  "MG",
  "MS",
  "MT",
  "PA",
  "PB",
  "PE",
  "PI",
  "PR",
  "RJ",
  "RN",
  "RO",
  "RR",
  "RS",
  "SC",
  "SE",
  "SP",
  "TO",
] as const;

const text = (max: number) => z.string().trim().max(max, `Use no máximo ${max} caracteres.`);

/** What a branch is registered with; the CNPJ is kept without punctuation, letters in capitals. */
export const branchFields = z.object({
  code: text(20).min(1, "Informe o código da filial."),
  name: text(120).min(1, "Informe o nome da filial."),
  cnpj: z
    .string()
    .max(40, "CNPJ longo demais.")
    .refine((value) => cleanDocument(value).length > 0, "Informe o CNPJ.")
    .refine(
      (value) => cleanDocument(value).length === 0 || cleanDocument(value).length === 14,
      "O CNPJ tem 14 posições.",
    )
    .refine(
      (value) => cleanDocument(value).length !== 14 || isCnpj(value),
      "CNPJ inválido. Os dígitos verificadores não conferem.",
    )
    .transform(cleanDocument),
  street: text(120).default(""),
  streetNumber: text(20).default(""),
  district: text(80).default(""),
  city: text(80).min(1, "Informe a cidade."),
  state: z.string().trim().toUpperCase().pipe(z.enum(STATES, "Escolha a UF.")),
  postalCode: z
    .string()
    .transform((value) => value.replace(/\D/g, ""))
    .refine((value) => value === "" || value.length === 8, "O CEP tem 8 dígitos.")
    .default(""),
  active: z.boolean().default(true),
});

export type BranchFields = z.output<typeof branchFields>;

/** Sentences for what two branches of one client may not share. */
export const BRANCH_DUPLICATES = {
  branches_organizationId_cnpj_unique: {
    field: "cnpj",
    message: "Este cliente já tem uma filial com este CNPJ.",
  },
  branches_organizationId_code_unique: {
    field: "code",
    message: "Este cliente já tem uma filial com este código.",
  },
};

/** The client that a branch or key belongs to: their own for a client's people, the chosen one for an agent. */
export async function requireOrganization(
  tx: Transaction,
  actor: Actor,
  chosen: number | null,
): Promise<number> {
  const id = actor.organizationId ?? chosen;
  const [row] =
    id === null
      ? []
      : await tx
          .select({ id: organizations.id })
          .from(organizations)
          .where(eq(organizations.id, id));
  if (!row)
    throw new Refusal({
      kind: "invalid",
      message: "Confira os campos indicados.",
      fields: { organizationId: "Escolha o cliente." },
    });
  return row.id;
}
