import type postgres from "postgres";

/** How much there is to make files of. */
export interface Size {
  lines: number;
  branches: number;
  days: number;
}

const LINES_A_SALE = 5;
const PRODUCTS = 3_000;
/** First day of the period, far enough from any clock change. */
export const FIRST_DAY = "2026-05-01";

/**
 * Fills an empty, migrated database with invented sales of one organization. They lie in the table as they
 * would arrive: day after day, the branches mixed, which is not the order in which files want them.
 */
export async function loadSales(sql: postgres.Sql, { lines, branches, days }: Size): Promise<void> {
  const sales = Math.ceil(lines / LINES_A_SALE);
  // Foreign keys of millions of rows made here would be checked one by one; they hold by construction.
  await sql.unsafe("set session_replication_role = replica");
  await sql.unsafe("set max_parallel_workers_per_gather = 0");
  await sql`insert into organizations (id, name) overriding system value values (1, 'Drogarias Medida')`;
  await sql`
    insert into branches (organization_id, id, code, name, cnpj, city, state)
    overriding system value
    select 1, n, n::text, 'Loja ' || n, lpad(n::text, 14, '0'), 'Campinas', 'SP' from generate_series(1, ${branches}::int) n`;
  await sql`
    insert into products (organization_id, code, description, eans)
    select 1, 'P' || n, 'DIPIRONA SÓDICA ' || n || ' MG COM ' || n % 30 || ' COMPRIMIDOS', array['78900' || lpad(n::text, 8, '0')] from generate_series(1, ${PRODUCTS}::int) n`;
  await sql`
    insert into sales (organization_id, id, branch_id, kind, document_key, model, number, register, sold_at, day, gross_cents, total_cents)
    overriding system value
    select 1, n, 1 + (n * 7919) % ${branches}::int, 'sale', '35' || lpad(n::text, 42, '0'), '65', n::text, '1',
           (${FIRST_DAY}::date + day)::timestamp at time zone 'America/Sao_Paulo' + interval '8 hours' + (n * 31) % 43200 * interval '1 second',
           ${FIRST_DAY}::date + day, 0, 0
      from (select n, ((n - 1) * ${days}::bigint / ${sales}::bigint)::int as day from generate_series(1::bigint, ${sales}::bigint) n) made`;
  await sql`
    insert into sale_lines (organization_id, sale_id, line_number, product_code, ean, description, ncm, cfop, quantity, unit_price_cents, gross_cents, discount_cents, net_cents, cost_cents, ms_registration, on_offer)
    select 1, sale, line, 'P' || product, '78900' || lpad(product::text, 8, '0'), 'DIPIRONA SÓDICA ' || product || ' MG COM ' || product % 30 || ' COMPRIMIDOS', '30049099', '5405',
           quantity, price, price * quantity, discount * quantity, (price - discount) * quantity, price * 6 / 10, '1' || lpad(product::text, 12, '0'), discount > 0
      from (select sale, line, 1 + (sale * 31 + line * 977) % ${PRODUCTS}::int as product, 1 + (sale + line) % 3 as quantity, 199 + (sale * 17 + line * 131) % 9800 as price,
                   case when (sale + line) % 4 = 0 then 50 else 0 end as discount
              from generate_series(1::bigint, ${sales}::bigint) sale, generate_series(1, ${LINES_A_SALE}::int) line) made
     where (sale - 1) * ${LINES_A_SALE}::int + line <= ${lines}::bigint`;
  await sql.unsafe("set session_replication_role = origin");
  await sql.unsafe("vacuum analyze sales");
  await sql.unsafe("vacuum analyze sale_lines");
  await sql.unsafe("checkpoint");
}
