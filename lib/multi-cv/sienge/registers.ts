import { z } from "zod";
import {
  aFlag,
  anId,
  maybeId,
  readShape,
  someDocument,
  someText,
} from "../wire/tolerant-shapes.ts";
import { readRows } from "../wire/read-rows.ts";
import { readAllPages } from "../wire/walk-pages.ts";
import type { SiengeClient } from "./open-sienge.ts";

const PAGE = 200;

async function readAll<Shape extends z.ZodType>(
  sienge: SiengeClient,
  path: string,
  shape: Shape,
  what: string,
  query: Record<string, string | number | undefined> = {},
): Promise<z.output<Shape>[]> {
  const rows = await readAllPages({
    size: PAGE,
    fetch: ({ offset }) =>
      sienge.call({ method: "GET", path, query: { ...query, limit: PAGE, offset } }),
  });
  return readShape(z.array(shape), rows, `${sienge.label}, ${what}`);
}

const enterprise = z
  .looseObject({
    id: anId,
    name: someText,
    commercialName: someText,
    companyId: maybeId,
    companyName: someText,
  })
  .transform((read) => ({
    id: read.id,
    name: read.name,
    commercialName: read.commercialName,
    companyId: read.companyId,
    companyName: read.companyName,
  }));
export type Enterprise = z.output<typeof enterprise>;

/** Enterprises ("empreendimentos" or cost centres). */
export async function listEnterprises(sienge: SiengeClient): Promise<Enterprise[]> {
  return readAll(sienge, "/enterprises", enterprise, "empreendimentos");
}

/** One enterprise; null when there is none. */
export async function readEnterprise(sienge: SiengeClient, id: number): Promise<Enterprise | null> {
  const body = await sienge.call({ method: "GET", path: `/enterprises/${id}`, missing: [404] });
  return body === null
    ? null
    : readShape(enterprise, body, `${sienge.label}, empreendimento ${id}`);
}

const unit = z
  .looseObject({
    id: anId,
    enterpriseId: maybeId,
    contractId: maybeId,
    contractNumber: someText,
    name: someText,
    commercialStock: someText,
  })
  .transform((read) => ({
    id: read.id,
    enterpriseId: read.enterpriseId,
    contractId: read.contractId,
    contractNumber: read.contractNumber,
    name: read.name,
    /** One letter: D available, C reserved, V sold, O sold with a pre-contract … */
    stock: read.commercialStock.toUpperCase(),
  }));
export type SiengeUnit = z.output<typeof unit>;

/** Units of an enterprise. */
export async function listUnits(sienge: SiengeClient, enterpriseId: number): Promise<SiengeUnit[]> {
  return readAll(sienge, "/units", unit, "unidades", { enterpriseId });
}

/** One unit; null when there is none. */
export async function readSiengeUnit(sienge: SiengeClient, id: number): Promise<SiengeUnit | null> {
  const body = await sienge.call({ method: "GET", path: `/units/${id}`, missing: [404] });
  return body === null ? null : readShape(unit, body, `${sienge.label}, unidade ${id}`);
}

const creditor = z
  .object({
    id: anId,
    name: someText,
    cpf: someDocument,
    cnpj: someDocument,
    broker: aFlag,
    active: aFlag,
  })
  .transform((read) => ({
    id: read.id,
    name: read.name,
    document: read.cpf || read.cnpj,
    broker: read.broker,
    active: read.active,
  }));
export type Creditor = z.output<typeof creditor>;

const customer = z
  .object({
    id: anId,
    name: someText,
    cpf: someDocument,
    cnpj: someDocument,
    /** The passport of who has neither. */
    internationalId: someDocument,
  })
  .transform((read) => ({
    id: read.id,
    name: read.name,
    document: read.cpf || read.cnpj || read.internationalId,
  }));
export type SiengeCustomer = z.output<typeof customer>;

/** A creditor (brokers are creditors) by CPF or CNPJ; null when there is none. */
export async function findCreditor(
  sienge: SiengeClient,
  document: string,
): Promise<Creditor | null> {
  const body = await sienge.call({
    method: "GET",
    path: "/creditors",
    query: { [document.length === 14 ? "cnpj" : "cpf"]: document, limit: 10, offset: 0 },
  });
  const found = readShape(z.array(creditor), readRows(body), `${sienge.label}, credores`);
  return found.find((one) => one.document === document) ?? null;
}

/** One customer by its number; null when there is none. */
export async function readCustomer(
  sienge: SiengeClient,
  id: number,
): Promise<SiengeCustomer | null> {
  const body = await sienge.call({ method: "GET", path: `/customers/${id}`, missing: [400, 404] });
  return body === null ? null : readShape(customer, body, `${sienge.label}, cliente ${id}`);
}
