import { cleanDocument, isCnpj, isCpf } from "../../core/documents.ts";
import { foldText } from "./fold-text.ts";

/** Holder or associate of a reservation, before it is registered in the terminal. */
export interface Person {
  /** "Titular", or the association's name: "Cônjuge". */
  role: string;
  name: string;
  document: string;
  email: string;
  phone: string;
  mobile: string;
  /** YYYY-MM-DD; empty when not filled. */
  birth: string;
  maritalStatus: string;
  profession: string;
  gender: string;
  income: string;
  zip: string;
  street: string;
  number: string;
  complement: string;
  district: string;
  city: string;
  state: string;
  identity: string;
  identityIssuer: string;
  identityIssuedAt: string;
}

const MAX_PHONE = 15;

/** Which of our fields a required field of a development means, by the names that CV gives it. */
const FIELD_OF: Readonly<Record<string, keyof Person>> = {
  nome: "name", documento: "document", cpf: "document", email: "email", telefone: "phone", celular: "mobile", nascimento: "birth", data_nasc: "birth", data_nascimento: "birth", estado_civil: "maritalStatus",
  profissao: "profession", sexo: "gender", renda_familiar: "income", renda: "income", cep: "zip", endereco: "street", numero: "number", complemento: "complement", bairro: "district", cidade: "city", estado: "state",
  rg: "identity", rg_orgao_emissor: "identityIssuer", orgao_emissor: "identityIssuer", rg_data_emissao: "identityIssuedAt",
};

const FIELD_WORD: Partial<Record<keyof Person, string>> = {
  birth: "data de nascimento", maritalStatus: "estado civil", profession: "profissão", gender: "sexo", income: "renda familiar", zip: "CEP",
  street: "endereço", number: "número", complement: "complemento", district: "bairro", city: "cidade", state: "estado", identity: "RG", identityIssuer: "órgão emissor do RG", identityIssuedAt: "data de emissão do RG",
};

/** What keeps these people from being registered, one sentence each, without a name or a document in it. Empty = nothing. */
export function checkPeople(people: readonly Person[], requiredFields: readonly string[]): string[] {
  return people.flatMap((person, index) => checkPerson(person, index === 0 ? "O titular" : `O associado ${index} (${person.role})`, requiredFields));
}

function checkPerson(person: Person, who: string, requiredFields: readonly string[]): string[] {
  const problems: string[] = [];
  const document = cleanDocument(person.document);
  if (person.name.trim() === "") problems.push(`${who} está sem nome.`);
  if (document === "") problems.push(`${who} está sem CPF ou CNPJ.`);
  else if (!isCpf(document) && !isCnpj(document)) problems.push(`${who} tem um CPF ou CNPJ com dígito verificador errado.`);
  // A person is told by the document alone: a CNPJ is born and married nowhere.
  const company = isCnpj(document);
  const phone = choosePhone(person);
  if (phone === null && (person.phone + person.mobile).trim() !== "") problems.push(`${who} tem um telefone fora do formato: são de 10 a ${MAX_PHONE} dígitos, com DDD.`);
  if (phone === null && (person.phone + person.mobile).trim() === "") problems.push(`${who} está sem telefone.`);
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(person.email.trim())) problems.push(`${who} está sem um e-mail válido.`);
  if (!company && person.maritalStatus.trim() !== "" && readMaritalStatus(person.maritalStatus) === null) problems.push(`${who} tem um estado civil que o CV não conhece.`);
  if (person.zip.trim() !== "" && person.zip.replace(/\D/g, "").length !== 8) problems.push(`${who} tem um CEP que não tem 8 dígitos.`);
  const personal = new Set<keyof Person>(["birth", "maritalStatus", "gender", "profession", "identity", "identityIssuer", "identityIssuedAt"]);
  for (const required of requiredFields) {
    const field = FIELD_OF[required];
    // Name, document, e-mail and telephone are asked of everybody above.
    if (!field || ["name", "document", "email", "phone", "mobile"].includes(field) || (company && personal.has(field))) continue;
    if (person[field].trim() === "") problems.push(`${who} está sem ${FIELD_WORD[field] ?? required}, obrigatório neste empreendimento.`);
  }
  return problems;
}

/** Digits of the mobile or the fixed number, within what CV takes; null when neither is one. */
export function choosePhone({ mobile, phone }: Pick<Person, "mobile" | "phone">): string | null {
  const numbers = [mobile, phone].map((text) => text.replace(/\D/g, ""));
  return numbers.find((digits) => digits.length >= 10 && digits.length <= MAX_PHONE) ?? null;
}

/** CV shows a marital status as a text and takes it as a number; null when the text is none of them. */
export function readMaritalStatus(text: string): number | null {
  const word = foldText(text);
  if (/^\d{1,2}$/.test(word)) return [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].includes(Number(word)) ? Number(word) : null;
  if (word.startsWith("casado")) {
    if (word.includes("aquestos")) return 10;
    if (word.includes("separacao")) return 9;
    if (word.includes("total") || word.includes("universal")) return 8;
    return word.includes("parcial") ? 1 : null;
  }
  const codes: ReadonlyArray<[string, number]> = [["divorciado", 2], ["separado", 3], ["solteiro", 4], ["viuvo", 5], ["outro", 6], ["uniao estavel", 7]];
  return codes.find(([start]) => word.startsWith(start))?.[1] ?? null;
}

/** Shares in per cent must make 100.00 when any is given; the sentence otherwise. */
export function refuseShares(shares: ReadonlyArray<string | number | null>): string | null {
  const given = shares.filter((share) => share !== null && share !== "").map((share) => Math.round(Number(share) * 100));
  if (given.length === 0 || given.some(Number.isNaN)) return given.some(Number.isNaN) ? "Há uma participação no contrato que não é um número. Corrija-a no Hub e repita a etapa." : null;
  const sum = given.reduce((total, share) => total + share, 0);
  return sum === 10_000 ? null : `As participações no contrato somam ${(sum / 100).toLocaleString("pt-BR")} % e deveriam somar 100 %. Corrija-as no Hub e repita a etapa.`;
}
