import { type SQL, sql } from "drizzle-orm";
import type { GridPage } from "@/lib/core/grid.ts";
import type { FilteredColumn, ListQuery } from "@/lib/core/list-columns.ts";
import type { RegisterList, RegisterRows } from "@/lib/core/register-list.ts";
import type { Queryable } from "../../client.ts";
import { matchWords, offsetOf, orderBy, type Sorts } from "../grid-terms.ts";
import { writeJson } from "../../write-json.ts";

/**
 * One list: where its rows come from, what is shown, searched, filtered and sorted. Columns of
 * `select` have the names of {@link RegisterRows}.
 */
interface ListSource<List extends RegisterList> {
  select: SQL;
  from: (organizationId: number) => SQL;
  search: SQL;
  sorts: Sorts<List>;
  order: SQL;
  filters: Readonly<Record<FilteredColumn<List>, (values: string[]) => SQL>>;
  /** Columns that the driver hands over as text. */
  numbers?: readonly string[];
}

const oneOf = (column: SQL) => (values: string[]) =>
  sql`${column} in (select jsonb_array_elements_text(${writeJson(values)}::text::jsonb))`;
const branchOf = (alias: string) =>
  sql`join branches b on b.organization_id = ${sql.identifier(alias)}.organization_id and b.id = ${sql.identifier(alias)}.branch_id`;
const productName = (alias: string) =>
  sql`coalesce((select p.description from products p where p.organization_id = ${sql.identifier(alias)}.organization_id and p.code = ${sql.identifier(alias)}.product_code), '')`;

/** The book as it is now; the movement reader has the same rule over a snapshot (lib/engine/read-controlled.ts). */
const LOTS = (organizationId: number) => sql`(
  with told as (
    select m.organization_id, m.branch_id, m.kind, m.substance, m.day, l.product_code, l.therapeutic_class, l.registration, l.lot, l.expires_on, l.quantity, l.unit, l.yield_quantity, l.yield_unit
      from controlled_movements m join controlled_lines l on l.organization_id = m.organization_id and l.movement_id = m.id
     where m.organization_id = ${organizationId} and m.kind <> 'cancellation'
       -- Looked up one by one through their keys: joined, the two would be read whole for every page of the list.
       and coalesce((select false from controlled_movements c where c.organization_id = m.organization_id and c.branch_id = m.branch_id and c.original_key = m.key and c.kind = 'cancellation'
            and (c.original_kind = m.kind or c.original_kind = '' and not exists (select from controlled_movements o where o.organization_id = m.organization_id and o.branch_id = m.branch_id and o.key = m.key and o.kind <> 'cancellation' and o.id < m.id)) limit 1), true)
       and (m.kind <> 'sale' or coalesce((
         select (select false from sales s where s.organization_id = p.organization_id and s.branch_id = p.branch_id and s.document_key = p.sale_key and s.kind = 'cancellation' limit 1)
           from prescriptions p where p.organization_id = m.organization_id and p.branch_id = m.branch_id and p.key = m.prescription_key and p.sale_key <> ''), true))
  ), book as (
    select organization_id, branch_id, kind, substance, day, product_code, therapeutic_class, registration, lot, expires_on, unit, case when kind in ('inventory', 'entry') then quantity else -quantity end as change from told
    union all
    -- What a transformation takes from the boxes of a lot it adds to what that lot became.
    select organization_id, branch_id, kind, 'transformed', day, product_code, therapeutic_class, registration, lot, expires_on, yield_unit, yield_quantity from told where kind = 'transformation'
  ), counted as (
    select branch_id, substance, max(day) as day from book where kind = 'inventory' group by branch_id, substance
  )
  select b.organization_id, b.branch_id, b.substance, b.registration, b.lot, max(b.product_code) as product_code, max(b.therapeutic_class) as therapeutic_class, max(b.expires_on) as expires_on, coalesce(max(b.unit) filter (where b.change > 0), max(b.unit)) as unit,
         sum(b.change) as balance, c.day as counted_on
    from book b left join counted c on c.branch_id = b.branch_id and c.substance = b.substance
   where c.day is null or (b.kind = 'inventory' and b.day = c.day) or (b.kind <> 'inventory' and b.day > c.day)
   group by b.organization_id, b.branch_id, b.substance, b.registration, b.lot, c.day
  having sum(b.change) <> 0)`;

const SOURCES: { [List in RegisterList]: ListSource<List> } = {
  clientes: {
    select: sql`c.code, c.name, c.document, c.city, c.state, c.marketing_consent as "marketingConsent", c.consent_at as "consentAt", c.updated_at as "updatedAt"`,
    from: (id) => sql`customers c where c.organization_id = ${id}`,
    search: sql`c.code || ' ' || c.name || ' ' || c.city`,
    sorts: {
      code: sql`c.code`,
      name: sql`enlace_fold(c.name)`,
      city: sql`enlace_fold(c.city)`,
      updatedAt: sql`c.updated_at`,
    },
    order: sql`enlace_fold(c.name), c.id`,
    filters: { consent: (values) => sql`c.marketing_consent = ${values[0] === "yes"}` },
  },
  compras: {
    select: sql`p.id, p.number, p.day::text as day, b.name as branch, p.supplier_name as "supplierName", p.kind, (select count(*)::int from purchase_lines l where l.organization_id = p.organization_id and l.purchase_id = p.id) as lines, p.total_cents as "totalCents"`,
    from: (id) => sql`purchases p ${branchOf("p")} where p.organization_id = ${id}`,
    search: sql`p.number || ' ' || p.supplier_name || ' ' || p.supplier_cnpj || ' ' || b.name`,
    sorts: {
      number: sql`p.number`,
      day: sql`p.day`,
      branch: sql`enlace_fold(b.name)`,
      supplier: sql`enlace_fold(p.supplier_name)`,
      total: sql`p.total_cents`,
    },
    order: sql`p.day desc, p.id desc`,
    filters: { kind: oneOf(sql`p.kind`) },
    numbers: ["id", "totalCents"],
  },
  receitas: {
    select: sql`r.id, r.key, r.day::text as day, b.name as branch, r.kind, r.notification_number as "notificationNumber", concat_ws(' ', r.prescriber_council, r.prescriber_number, r.prescriber_state) as prescriber,
      coalesce((select string_agg(l.registration || ' · ' || l.lot, ', ' order by l.line_number) from controlled_movements m join controlled_lines l on l.organization_id = m.organization_id and l.movement_id = m.id where m.organization_id = r.organization_id and m.branch_id = r.branch_id and m.kind = 'sale' and m.prescription_key = r.key), '') as products`,
    from: (id) => sql`prescriptions r ${branchOf("r")} where r.organization_id = ${id}`,
    search: sql`r.key || ' ' || r.notification_number || ' ' || r.prescriber_number || ' ' || b.name`,
    sorts: { key: sql`r.key`, day: sql`r.day`, branch: sql`enlace_fold(b.name)` },
    order: sql`r.day desc, r.id desc`,
    filters: { kind: oneOf(sql`r.kind`) },
    numbers: ["id"],
  },
  controlados: {
    select: sql`concat_ws('/', l.branch_id, l.substance, l.registration, l.lot) as id, b.name as branch, coalesce(nullif(${productName("l")}, ''), l.product_code) as product, l.registration, l.lot, l.expires_on::text as "expiresOn", l.therapeutic_class as "therapeuticClass", l.substance, l.unit, l.balance, l.counted_on::text as "countedOn"`,
    from: (id) => sql`${LOTS(id)} l ${branchOf("l")} where true`,
    search: sql`l.registration || ' ' || l.lot || ' ' || ${productName("l")} || ' ' || b.name`,
    sorts: {
      branch: sql`enlace_fold(b.name)`,
      product: sql`enlace_fold(${productName("l")})`,
      lot: sql`l.lot`,
      expiresOn: sql`l.expires_on`,
      balance: sql`l.balance`,
    },
    order: sql`enlace_fold(b.name), l.registration, l.lot, l.substance`,
    filters: {
      therapeuticClass: oneOf(sql`l.therapeutic_class`),
      substance: oneOf(sql`l.substance`),
    },
    numbers: ["balance"],
  },
  zonas: {
    select: sql`z.code, z.name, coalesce((select string_agg(b.name, ', ' order by b.name) from price_zone_branches zb join branches b on b.organization_id = zb.organization_id and b.id = zb.branch_id where zb.organization_id = z.organization_id and zb.zone_code = z.code), '') as branches,
      (select count(*)::int from price_zone_branches zb where zb.organization_id = z.organization_id and zb.zone_code = z.code) as count`,
    from: (id) => sql`price_zones z where z.organization_id = ${id}`,
    search: sql`z.code || ' ' || z.name`,
    sorts: { code: sql`z.code`, name: sql`enlace_fold(z.name)` },
    order: sql`z.code`,
    filters: {},
  },
  promocoes: {
    select: sql`o.id, o.code, b.name as branch, coalesce(nullif(${productName("o")}, ''), o.product_code) as product, o.kind, o.first_day::text as "firstDay", o.last_day::text as "lastDay", o.regular_cents as "regularCents", o.promotion_cents as "promotionCents",
      case o.kind when 'take_pay' then 'leve ' || o.take_quantity || ', pague ' || o.pay_quantity when 'nth_unit' then trim_scale(o.discount_percent) || '% na ' || o.take_quantity || 'ª unidade' when 'buy_get' then trim_scale(o.discount_percent) || '% em ' || coalesce((select p.description from products p where p.organization_id = o.organization_id and p.code = o.gained_product_code), o.gained_product_code) else '' end as rule`,
    from: (id) => sql`promotions o ${branchOf("o")} where o.organization_id = ${id}`,
    search: sql`o.code || ' ' || o.name || ' ' || ${productName("o")} || ' ' || b.name`,
    sorts: {
      code: sql`o.code`,
      branch: sql`enlace_fold(b.name)`,
      product: sql`enlace_fold(${productName("o")})`,
      firstDay: sql`o.first_day`,
      lastDay: sql`o.last_day`,
    },
    order: sql`o.first_day desc, o.code, b.name, o.id`,
    filters: { kind: oneOf(sql`o.kind`) },
    numbers: ["id", "regularCents", "promotionCents"],
  },
  metas: {
    select: sql`g.category_code as code, coalesce(c.name, '') as name, coalesce(k.products, 0) as products, g.goal_cents as "goalCents", g.competitiveness, g.media, g.updated_at as "updatedAt"`,
    // How many products a category has: none tells a person that the code is wrong.
    from: (id) => sql`category_goals g
      left join product_categories c on c.organization_id = g.organization_id and c.code = g.category_code
      left join (select category_code, count(*)::int as products from products where organization_id = ${id} and active group by category_code) k on k.category_code = g.category_code
     where g.organization_id = ${id}`,
    search: sql`g.category_code || ' ' || coalesce(c.name, '') || ' ' || g.competitiveness || ' ' || g.media`,
    sorts: {
      code: sql`g.category_code`,
      category: sql`enlace_fold(coalesce(c.name, ''))`,
      products: sql`coalesce(k.products, 0)`,
      goal: sql`g.goal_cents`,
      updatedAt: sql`g.updated_at`,
    },
    order: sql`g.category_code`,
    filters: {},
    numbers: ["goalCents"],
  },
};

/** One page of a list of an organization. */
export async function readRegister<List extends RegisterList>(
  db: Queryable,
  organizationId: number,
  list: List,
  query: ListQuery<RegisterList>,
): Promise<GridPage<RegisterRows[List]>> {
  // The address may name a column of another list, or none: looked up as any text.
  const source: Omit<ListSource<List>, "sorts" | "filters"> & {
    sorts: Readonly<Record<string, SQL>>;
    filters: Readonly<Record<string, (values: string[]) => SQL>>;
  } = SOURCES[list];
  const conditions = [
    source.from(organizationId),
    matchWords(sql`(${source.search})`, query.search),
  ];
  for (const [column, values] of Object.entries(query.filters))
    if (values.length > 0 && Object.hasOwn(source.filters, column))
      conditions.push(source.filters[column]?.(values));
  const from = sql.join(
    conditions.filter((condition) => condition !== undefined),
    sql` and `,
  );
  const rows = await db.execute(
    sql`select ${source.select} from ${from} order by ${orderBy(query.sort, source.sorts, source.order)} limit ${query.pageSize} offset ${offsetOf(query)}`,
  );
  const [counted] = await db.execute<{ total: number }>(
    sql`select count(*)::int as total from ${from}`,
  );
  const convert = (row: Record<string, unknown>) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [
        name,
        source.numbers?.includes(name) && value !== null
          ? Number(value)
          : value instanceof Date
            ? value.toISOString()
            : value,
      ]),
    );
  return {
    rows: [...rows].map((row) => convert(row) as unknown as RegisterRows[List]),
    total: counted?.total ?? 0,
  };
}
