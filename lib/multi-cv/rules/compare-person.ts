import { civilStatusNumber } from "../cv/civil-status.ts";
import { readAmount } from "../wire/amount.ts";
import { readDay } from "../wire/moment.ts";
import { findUf } from "./find-uf.ts";
import { foldText } from "./fold-text.ts";

/** How a field that is written is called on screen, and how it is read where it is shown otherwise than written. */
const FIELDS: Readonly<Record<string, { word: string; read?: (text: string) => unknown }>> = {
  nome: { word: "nome" },
  telefone: { word: "telefone", read: (text) => text.replace(/\D/g, "") },
  email: { word: "e-mail", read: (text) => text.toLowerCase() },
  data_nasc: { word: "data de nascimento", read: readDay },
  rg: { word: "RG" },
  rg_orgao_emissor: { word: "órgão emissor do RG" },
  rg_data_emissao: { word: "data de emissão do RG", read: readDay },
  estado_civil: { word: "estado civil", read: civilStatusNumber },
  data_casamento: { word: "data do casamento", read: readDay },
  cep: { word: "CEP", read: (text) => text.replace(/\D/g, "") },
  endereco: { word: "endereço" },
  numero: { word: "número do endereço" },
  complemento: { word: "complemento do endereço" },
  bairro: { word: "bairro" },
  cidade: { word: "cidade" },
  estado: { word: "estado", read: (text) => findUf(text) ?? foldText(text) },
  país: { word: "país", read: foldText },
  sexo: { word: "sexo", read: (text) => text.slice(0, 1).toUpperCase() },
  profissao: { word: "profissão" },
  renda_familiar: { word: "renda familiar", read: (text) => JSON.stringify(readAmount(text)) },
};

/** Names under which a field is shown otherwise than it is written. */
const SHOWN_AS: Readonly<Record<string, string>> = { país: "pais" };

/**
 * Which fields of a person the terminal has otherwise than they would be written, as a person reads them.
 * A field that the account does not show at all says nothing; one that is shown empty differs.
 */
export function findPersonDifferences(
  written: Readonly<Record<string, string | number>>,
  shown: Readonly<Record<string, unknown>>,
): string[] {
  return Object.entries(FIELDS).flatMap(([key, { word, read = (text: string) => text }]) => {
    const [wanted, name] = [written[key], SHOWN_AS[key] ?? key];
    const known = shown[name];
    if (wanted === undefined || known === undefined) return [];
    // A telephone may be kept as the mobile one.
    const all = key === "telefone" ? [known, shown.celular] : [known];
    const same = all.some((one) => read(toText(one)) === read(toText(wanted)));
    return same ? [] : [word];
  });
}

const toText = (value: unknown) =>
  typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
