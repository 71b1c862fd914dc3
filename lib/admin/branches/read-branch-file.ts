import { readCsvTable } from "../read-csv-table.ts";
import { type BranchFields, branchFields } from "./branch-input.ts";

/** Largest file of branches: about ten thousand of them. */
export const MAX_BRANCH_FILE = 1_500_000;
const MAX_ROWS = 10_000;

const COLUMNS: Readonly<Record<string, keyof BranchFields>> = {
  codigo: "code",
  nome: "name",
  cnpj: "cnpj",
  logradouro: "street",
  endereco: "street",
  numero: "streetNumber",
  bairro: "district",
  cidade: "city",
  uf: "state",
  cep: "postalCode",
  ativa: "active",
};
const REQUIRED = ["codigo", "nome", "cnpj", "cidade", "uf"];

/** A row that can be saved, or the sentence that says why not. */
export type BranchRow = { line: number; branch: BranchFields } | { line: number; sentence: string };

/** Reads a CSV of branches: `;`, `,` or tab; first row names the columns, in any order. A bad row spoils no other. */
export function readBranchFile(text: string): BranchRow[] {
  return readCsvTable(text, {
    columns: COLUMNS,
    required: REQUIRED,
    maxRows: MAX_ROWS,
    plural: "filiais",
  }).map(({ line, values }) => {
    const active =
      values.active === undefined
        ? {}
        : { active: !/^(n|nao|não|0|inativa|false)$/i.test(values.active) };
    const parsed = branchFields.safeParse({ ...values, ...active });
    return parsed.success
      ? { line, branch: parsed.data }
      : { line, sentence: parsed.error.issues.map((issue) => issue.message).join(" ") };
  });
}
