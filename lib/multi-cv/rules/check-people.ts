import { isCnpj, isCpf } from "@/lib/core/documents.ts";
import { findOwn } from "@/lib/core/find-own.ts";
import type { RequiredField } from "../cv/developments.ts";
import type { ReservationPerson } from "../cv/reservation-shape.ts";
import { findUf } from "./find-uf.ts";
import { isAbroad } from "./kind-of-document.ts";

/** Holder or associate, and in what capacity: "Titular", "Cônjuge". */
export interface Participant {
  role: string;
  person: ReservationPerson;
}

const MAX_PHONE = 15;

interface Field {
  word: string;
  /** Asked of persons, not of companies. */
  personal: boolean;
  isFilled(person: ReservationPerson): boolean;
}

const field = (word: string, isFilled: Field["isFilled"], personal = false): Field => ({
  word,
  isFilled,
  personal,
});
const filled = (text: string | null) => (text ?? "") !== "";

const BIRTH = field("data de nascimento", ({ birthDay }) => filled(birthDay), true);
const ISSUER = field("órgão emissor do RG", ({ rgIssuer }) => filled(rgIssuer), true);

/**
 * What a required field of a development means, by the names that CV gives it. Name, document,
 * e-mail and telephone are asked of everybody.
 */
const FIELDS: Readonly<Record<string, Field>> = {
  nascimento: BIRTH,
  data_nasc: BIRTH,
  data_nascimento: BIRTH,
  estado_civil: field("estado civil", ({ civilStatus }) => filled(civilStatus), true),
  profissao: field("profissão", ({ profession }) => filled(profession), true),
  sexo: field("sexo", ({ sex }) => filled(sex), true),
  renda_familiar: field("renda familiar", ({ income }) => income !== null),
  cep: field("CEP", ({ address }) => filled(address.postalCode)),
  endereco: field("endereço", ({ address }) => filled(address.street)),
  numero: field("número do endereço", ({ address }) => filled(address.number)),
  complemento: field("complemento do endereço", ({ address }) => filled(address.complement)),
  bairro: field("bairro", ({ address }) => filled(address.district)),
  cidade: field("cidade", ({ address }) => filled(address.city)),
  estado: field("estado", ({ address }) => filled(address.state)),
  rg: field("RG", ({ rg }) => filled(rg), true),
  rg_orgao_emissor: ISSUER,
  orgao_emissor: ISSUER,
  rg_data_emissao: field("data de emissão do RG", ({ rgDay }) => filled(rgDay), true),
};

/**
 * What keeps these people from being registered, one sentence each, without a name or a document in
 * it; the holder comes first. Empty = nothing.
 */
export function checkPeople(
  participants: readonly Participant[],
  requiredFields: readonly RequiredField[],
): string[] {
  return participants.flatMap(({ role, person }, index) =>
    checkPerson(
      person,
      index === 0 ? "O titular" : `O associado ${index} (${role})`,
      requiredFields,
    ),
  );
}

function checkPerson(
  person: ReservationPerson,
  who: string,
  requiredFields: readonly RequiredField[],
): string[] {
  const { document, address } = person;
  const problems: string[] = [];
  if (person.name === "") problems.push(`${who} está sem nome.`);
  const abroad = isAbroad(address.country);
  if (document === "") problems.push(`${who} está sem CPF ou CNPJ.`);
  else if (person.documentKind !== "foreign" && !isCpf(document) && !isCnpj(document))
    problems.push(`${who} tem um CPF ou CNPJ com dígito verificador errado.`);
  if (person.phone + person.mobile === "") problems.push(`${who} está sem telefone.`);
  else if (choosePhone(person) === null)
    problems.push(
      `${who} tem um telefone fora do formato. Informe de 10 a ${MAX_PHONE} dígitos, com DDD.`,
    );
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(person.email))
    problems.push(`${who} está sem um e-mail válido.`);
  if (!abroad && address.postalCode !== "" && address.postalCode.length !== 8)
    problems.push(`${who} tem um CEP que não tem 8 dígitos.`);
  if (!abroad && address.state !== "" && findUf(address.state) === null)
    problems.push(`${who} tem um estado que não é nenhuma das 27 UFs.`);
  const isCompany = isCnpj(document);
  for (const { name, kind } of requiredFields) {
    if (kind !== null && (kind === "company") !== isCompany) continue;
    const required = findOwn(FIELDS, name);
    if (required && !(isCompany && required.personal) && !required.isFilled(person))
      problems.push(`${who} está sem ${required.word}, obrigatório neste empreendimento.`);
  }
  return problems;
}

/** Digits of the mobile or the fixed number, within what CV takes; null when neither is one. */
export function choosePhone({
  mobile,
  phone,
}: Pick<ReservationPerson, "mobile" | "phone">): string | null {
  const numbers = [mobile, phone].map((text) => text.replace(/\D/g, ""));
  return numbers.find((digits) => digits.length >= 10 && digits.length <= MAX_PHONE) ?? null;
}
