import { certainCents } from "../wire/amount.ts";
import { civilStatusNumber } from "./civil-status.ts";
import type { CvClient } from "./open-cv.ts";
import { findUf } from "../rules/find-uf.ts";
import { isAbroad } from "../rules/kind-of-document.ts";
import type { ReservationPerson } from "./reservation-shape.ts";
import { toNumber } from "./to-number.ts";

const LONGEST_PHONE = 15;

/** The person of a reservation as the register takes it; `code` is our key for them (`idpessoa_int`, required). */
export function toPersonBody(
  person: ReservationPerson,
  code: string,
): Record<string, string | number> {
  const { address } = person;
  const income = certainCents(person.income);
  const civilStatus = civilStatusNumber(person.civilStatus);
  const abroad = isAbroad(address.country);
  const optional: Record<string, string | number | null> = {
    data_nasc: person.birthDay,
    rg: person.rg,
    rg_orgao_emissor: person.rgIssuer,
    rg_data_emissao: person.rgDay,
    estado_civil: civilStatus,
    data_casamento: person.weddingDay,
    cep: /^\d{8}$/.test(address.postalCode) ? address.postalCode : null,
    endereco: address.street,
    numero: address.number,
    complemento: address.complement,
    bairro: address.district,
    cidade: address.city,
    estado: abroad ? null : findUf(address.state),
    sexo: person.sex ? (/^[MF]/i.exec(person.sex)?.[0].toUpperCase() ?? "NDI") : null,
    // So written, with its accent, by the publication.
    país: abroad ? address.country : null,
    profissao: person.profession,
    renda_familiar: income === null ? null : toNumber(income),
  };
  return {
    idpessoa_int: code,
    nome: person.name,
    documento_tipo: person.documentKind,
    documento: person.document,
    telefone: person.phone.slice(0, LONGEST_PHONE),
    email: person.email,
    ...Object.fromEntries(
      Object.entries(optional).filter(
        (entry): entry is [string, string | number] => entry[1] !== null && entry[1] !== "",
      ),
    ),
  };
}

/** Registers or updates a person by document. CV answers no id: read it with `findPerson` afterwards. */
export async function savePerson(
  cv: CvClient,
  person: ReservationPerson,
  code: string,
): Promise<void> {
  await cv.call({
    method: "POST",
    path: "/api/v1/cadastros/clientes",
    body: toPersonBody(person, code),
    idempotent: true,
  });
}
