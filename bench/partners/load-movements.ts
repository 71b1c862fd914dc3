import type postgres from "postgres";
import { completeCnpj, completeCpf, gtinCheckDigit } from "@/lib/core/documents.ts";

/** How much there is to send. */
export interface Size {
  sales: number;
  branches: number;
  days: number;
}

/** Lines of each sale. */
export const LINES_A_SALE = 3;
export const FIRST_DAY = "2026-05-01";
const PRODUCTS = 3_000;
const CUSTOMERS = 20_000;

const ean = (number: number) => {
  const base = `789${String(number).padStart(9, "0")}`;
  return base + gtinCheckDigit(base);
};

/** CNPJ of the n-th branch, with right check digits: partners that look at them must not refuse the measure. */
export const branchCnpj = (number: number) =>
  completeCnpj(`41902377${String(number).padStart(4, "0")}`);

/**
 * Fills an empty, migrated database with a catalogue, customers who consented, and sales that sum
 * to the cent, paid by card.
 */
export async function loadMovements(
  sql: postgres.Sql,
  { sales, branches, days }: Size,
): Promise<void> {
  // Foreign keys of millions of rows made here would be checked one by one; they hold by construction.
  await sql.unsafe("set session_replication_role = replica");
  await sql`insert into organizations (id, name) overriding system value values (1, 'Drogarias Medida')`;
  const shops = Array.from({ length: branches }, (_, index) => ({
    id: index + 1,
    cnpj: branchCnpj(index + 1),
  }));
  await sql`insert into branches (organization_id, id, code, name, cnpj, street, street_number, city, state, postal_code) overriding system value select 1, r.id, r.id::text, 'Loja ' || r.id, r.cnpj, 'Rua Um', '1', 'Campinas', 'SP', '13000000' from jsonb_to_recordset(${sql.json(shops)}) as r(id bigint, cnpj text)`;
  await sql`insert into suppliers (organization_id, code, name, legal_name, cnpj) values (1, '1', 'Distribuidora', 'Distribuidora Ltda', ${completeCnpj("713008840001")})`;
  await sql`insert into product_categories (organization_id, code, name) values (1, '1', 'Medicamentos')`;
  const products = Array.from({ length: PRODUCTS }, (_, index) => ({
    n: index + 1,
    ean: ean(index + 1),
  }));
  await sql`
    insert into products (organization_id, code, description, eans, category_code, supplier_code, ncm, ms_registration, brand, manufacturer, molecule, pmc_cents, factory_price_cents)
    select 1, r.n::text, 'DIPIRONA SÓDICA ' || r.n || ' MG', array[r.ean], '1', '1', '30049099', '1' || lpad(r.n::text, 12, '0'), 'Genérico', 'Laboratório', 'Dipirona', 20000, 15000 from jsonb_to_recordset(${sql.json(products)}) as r(n int, ean text)`;
  await sql`insert into product_prices (organization_id, branch_id, product_code, price_cents, cost_cents) select 1, b.id, p.code, 1000, 600 from branches b, products p`;
  await sql`insert into product_stock (organization_id, branch_id, product_code, quantity) select 1, b.id, p.code, 10 from branches b, products p`;
  const people = Array.from({ length: CUSTOMERS }, (_, index) => ({
    n: index,
    cpf: completeCpf(String(200_000_000 + index * 7)),
  }));
  await sql`
    insert into customers (organization_id, code, document, name, email, phone, city, state, postal_code, marketing_consent, consent_at)
    select 1, 'C' || r.n, r.cpf, 'Cliente ' || r.n, 'c' || r.n || '@clientes.example', '19987654321', 'Campinas', 'SP', '13000000', true, '2025-01-01' from jsonb_to_recordset(${sql.json(people)}) as r(n int, cpf text)`;
  await sql`
    insert into sale_lines (organization_id, sale_id, line_number, product_code, ean, description, ncm, cfop, quantity, unit_price_cents, gross_cents, discount_cents, net_cents, cost_cents, ms_registration)
    select 1, sale, line, p.code, p.eans[1], p.description, '30049099', '5405', quantity, price, price * quantity, discount, price * quantity - discount, price * 6 / 10, p.ms_registration
      from (select sale, line, 1 + (sale * 31 + line * 977) % ${PRODUCTS}::int as product, 1 + (sale + line) % 3 as quantity, 199 + (sale * 17 + line * 131) % 9800 as price, case when (sale + line) % 4 = 0 then 50 else 0 end as discount
              from generate_series(1::bigint, ${sales}::bigint) sale, generate_series(1, ${LINES_A_SALE}::int) line) made
      join products p on p.organization_id = 1 and p.code = made.product::text`;
  await sql`
    insert into sales (organization_id, id, branch_id, kind, document_key, model, series, number, register, sold_at, day, customer_document, gross_cents, discount_cents, total_cents, seller_code)
    overriding system value
    select 1, n, 1 + (n * 7919) % ${branches}::int, 'sale', 'PDV-' || n, '65', '1', n::text, '1', (${FIRST_DAY}::date + day)::timestamp at time zone 'America/Sao_Paulo' + interval '8 hours' + (n * 31) % 43200 * interval '1 second', ${FIRST_DAY}::date + day,
           case when n % 3 = 0 then coalesce(c.document, '') else '' end, l.gross, l.discount, l.net, '1'
      from (select sale_id as n, ((sale_id - 1) * ${days}::bigint / ${sales}::bigint)::int as day, sum(gross_cents) as gross, sum(discount_cents) as discount, sum(net_cents) as net from sale_lines where organization_id = 1 group by sale_id) l
      left join customers c on c.organization_id = 1 and c.code = 'C' || (n % ${CUSTOMERS}::int)`;
  await sql`
    insert into sale_payments (organization_id, sale_id, position, method, amount_cents, card_brand, acquirer_cnpj, "authorization", nsu, terminal)
    select 1, id, 1, '03', total_cents, '01', ${completeCnpj("820155330001")}, lpad((id % 900000)::text, 6, '0'), lpad(id::text, 9, '0'), 'T1' from sales`;
  await sql.unsafe("set session_replication_role = origin");
  await sql.unsafe("vacuum analyze");
  await sql.unsafe("checkpoint");
}
