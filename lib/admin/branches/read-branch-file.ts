import { parse } from "csv-parse/sync";
import { Refusal } from "../define-use-case.ts";
import { type BranchFields, branchFields } from "./branch-input.ts";

/** Largest file of branches: about ten thousand of them. */
export const MAX_BRANCH_FILE = 1_500_000;
const MAX_ROWS = 10_000;

const COLUMNS: Readonly<Record<string, keyof BranchFields>> = { codigo: "code", nome: "name", cnpj: "cnpj", logradouro: "street", endereco: "street", numero: "streetNumber", bairro: "district", cidade: "city", uf: "state", cep: "postalCode", ativa: "active" };
const REQUIRED = ["codigo", "nome", "cnpj", "cidade", "uf"];

/** A row that can be saved, or the sentence that says why not. */
export type BranchRow = { line: number; branch: BranchFields } | { line: number; sentence: string };

/** Reads a CSV of branches: `;`, `,` or tab; first row names the columns, in any order. A bad row spoils no other. */
export function readBranchFile(text: string): BranchRow[] {
  if (text.length > MAX_BRANCH_FILE) refuse("O arquivo é grande demais: envie no máximo 10.000 filiais por vez.");
  const [header, ...records] = split(text);
  const names = (header?.record ?? []).map((name) => name.normalize("NFD").replace(/[\u0300-\u036f]/g, "").trim().toLowerCase());
  const missing = REQUIRED.filter((name) => !names.includes(name));
  if (missing.length > 0) refuse(`A primeira linha deve nomear as colunas. ${missing.length === 1 ? "Falta" : "Faltam"}: ${missing.join(", ")}.`);
  if (records.length === 0) refuse("O arquivo não tem nenhuma filial.");
  if (records.length > MAX_ROWS) refuse("O arquivo tem mais de 10.000 filiais: divida-o em partes.");
  return records.map(({ record, info }) => {
    const line = info.lines;
    const values: Record<string, unknown> = {};
    names.forEach((name, index) => {
      const field = COLUMNS[name];
      if (field) values[field] = field === "active" ? !/^(n|nao|não|0|inativa|false)$/i.test((record[index] ?? "").trim()) : (record[index] ?? "");
    });
    const parsed = branchFields.safeParse(values);
    return parsed.success ? { line, branch: parsed.data } : { line, sentence: parsed.error.issues.map((issue) => issue.message).join(" ") };
  });
}

function split(text: string): { record: string[]; info: { lines: number } }[] {
  const first = text.slice(0, text.indexOf("\n") >>> 0);
  const delimiter = [";", "\t", ","].find((candidate) => first.includes(candidate)) ?? ";";
  try {
    return parse(text, { delimiter, bom: true, relax_column_count: true, skip_empty_lines: true, trim: true, info: true, relax_quotes: true }) as unknown as { record: string[]; info: { lines: number } }[];
  } catch {
    // The library's message quotes the file's content; ours says what to do.
    return refuse("O arquivo não é um CSV válido: confira as aspas e salve-o como CSV em UTF-8.");
  }
}

function refuse(message: string): never {
  throw new Refusal({ kind: "invalid", message, fields: { text: message } });
}
