import { foldText } from "./fold-text.ts";

const STATES: Readonly<Record<string, string>> = {
  acre: "AC",
  alagoas: "AL",
  amapa: "AP",
  amazonas: "AM",
  bahia: "BA",
  ceara: "CE",
  "distrito federal": "DF",
  "espirito santo": "ES",
  goias: "GO",
  maranhao: "MA",
  "mato grosso": "MT",
  "mato grosso do sul": "MS",
  "minas gerais": "MG",
  para: "PA",
  paraiba: "PB",
  parana: "PR",
  pernambuco: "PE",
  piaui: "PI",
  "rio de janeiro": "RJ",
  "rio grande do norte": "RN",
  "rio grande do sul": "RS",
  rondonia: "RO",
  roraima: "RR",
  "santa catarina": "SC",
  "sao paulo": "SP",
  sergipe: "SE",
  tocantins: "TO",
};
const CODES = new Set(Object.values(STATES));

/** The two letters that CV takes, of a state's name or its letters; null of anything else. */
export function findUf(state: string): string | null {
  const letters = state.trim().toUpperCase();
  if (CODES.has(letters)) return letters;
  const name = foldText(state);
  return Object.hasOwn(STATES, name) ? (STATES[name] ?? null) : null;
}
