import type { Customer } from "@/lib/core/customer.ts";
import type { MovementConnection } from "./movement-connection.ts";
import { writeJson } from "@/db/write-json.ts";

/** Rows a round trip. */
const PAGE = 1_000;

const columns = (sql: MovementConnection["sql"]) =>
  sql`id, code, document, name, email, phone, birth_date, gender, street, city, state, postal_code, marketing_consent, consent_at, consent_source, updated_at`;

/** Customers in order of code; with `updatedSince`, those that changed at that moment or later. */
export const readCustomers = (
  { sql }: MovementConnection,
  organizationId: number,
  updatedSince: Date | null,
): AsyncIterable<Customer[]> =>
  sql<Customer[]>`
    select ${columns(sql)} from customers
     where organization_id = ${organizationId} and (${updatedSince}::timestamptz is null or updated_at >= ${updatedSince}::timestamptz) order by code`.cursor(
    PAGE,
  );

/** The customers with one of these documents. When a register has a document twice, the entry changed last. */
export const readCustomersByDocument = (
  { sql }: MovementConnection,
  organizationId: number,
  documents: readonly string[],
): Promise<Customer[]> =>
  sql<Customer[]>`
    select distinct on (document) ${columns(sql)} from customers
     where organization_id = ${organizationId} and document <> '' and document in (select jsonb_array_elements_text(${writeJson(documents)}::text::jsonb))
     order by document, updated_at desc, id desc`;
