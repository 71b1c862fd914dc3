import { z } from "zod";
import {
  anId,
  anything,
  maybeCode,
  readShape,
  someDocument,
  someText,
} from "../wire/tolerant-shapes.ts";
import { readRows } from "../wire/read-rows.ts";
import type { CvClient } from "./open-cv.ts";

const person = z
  .looseObject({
    idpessoa: anything,
    idpessoa_cv: anything,
    idpessoa_int: maybeCode,
    nome: someText,
    documento: someDocument,
    email: someText,
    telefone: someText,
    celular: someText,
  })
  .transform((read) => ({
    id: anId.parse(read.idpessoa ?? read.idpessoa_cv),
    code: read.idpessoa_int,
    name: read.nome,
    document: read.documento,
    email: read.email,
    phone: read.telefone || read.celular,
    /** Everything else that this account shows of a person, under CV's own names. */
    shown: read as Readonly<Record<string, unknown>>,
  }));

/** A person of a tenant's register. */
export type CvPerson = z.output<typeof person>;

/** Finds a person by CPF or CNPJ; null when the tenant has none. CV keeps one a valid document. */
export async function findPerson(cv: CvClient, document: string): Promise<CvPerson | null> {
  const body = await cv.call({
    method: "GET",
    path: "/api/v1/cadastros/clientes",
    query: { documento: document },
    missing: [400, 404],
  });
  const people = readShape(
    z.array(person),
    readRows(body, ["pessoas", "clientes"]),
    `CV ${cv.label}, pessoas`,
  );
  return people.find((one) => one.document === document) ?? null;
}
