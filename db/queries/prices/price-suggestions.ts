import { type SQL, sql } from "drizzle-orm";
import type { GridPage } from "@/lib/core/grid.ts";
import type { ListQuery } from "@/lib/core/list-columns.ts";
import { PRICE_VERDICTS, type PriceVerdict, STALE_AFTER_DAYS } from "@/lib/core/price-verdict.ts";
import type { Queryable } from "../../client.ts";
import { matchWords, offsetOf, orderBy, type Sorts } from "../grid-terms.ts";
import { writeJson } from "../../write-json.ts";

/** Which suggestions: those of a zone that came back in a period. */
export interface SuggestionScope {
  organizationId: number;
  zoneCode: string;
  first: string;
  last: string;
  /** The organization's day: what expired before it is expired. */
  today: string;
  maxVariationPercent: number;
}

/** The newest suggestion for a product beside what it costs today in the zone's branches. */
export interface SuggestionRow {
  code: string;
  description: string;
  ean: string;
  returnedOn: string;
  integrationId: number;
  suggestedCents: number;
  lowestCents: number | null;
  highestCents: number | null;
  reason: string;
  validTo: string | null;
  /** Least and most expensive branch of the zone; null when none sells it. */
  currentLowCents: number | null;
  currentHighCents: number | null;
  /** Highest cost among the branches. */
  costCents: number | null;
  pmcCents: number | null;
  branches: number;
  /** Per cent to the branch where it changes most, with its sign. */
  variation: number | null;
  verdict: PriceVerdict;
}

/**
 * One row a product: its newest suggestion of the period, judged against the prices, costs and ceiling of now. Limits
 * are judged branch by branch: one branch beyond makes the product beyond.
 */
function judged({
  organizationId,
  zoneCode,
  first,
  last,
  today,
  maxVariationPercent,
}: SuggestionScope): SQL {
  return sql`
    with newest as (
      select distinct on (product_code) * from price_suggestions
       where organization_id = ${organizationId} and zone_code = ${zoneCode} and returned_on between ${first}::date and ${last}::date
       order by product_code, returned_on desc, received_at desc
    ), sold as (
      select product_code, min(price_cents) low, max(price_cents) high, max(cost_cents) cost, count(*)::int branches, count(price_cents) priced
        from product_prices
       where organization_id = ${organizationId} and active
         and branch_id in (select branch_id from price_zone_branches where organization_id = ${organizationId} and zone_code = ${zoneCode})
       group by product_code
    ), priced as (
      select n.product_code code, p.description, coalesce(nullif(n.ean, ''), p.eans[1], '') ean, n.returned_on, n.integration_id, n.suggested_cents, n.lowest_cents, n.highest_cents, n.reason, n.valid_to,
             s.low, s.high, s.cost, s.priced, p.pmc_cents, coalesce(s.branches, 0) branches,
             case when n.suggested_cents - s.low >= s.high - n.suggested_cents then (n.suggested_cents - s.low) * 100.0 / nullif(s.low, 0) else (n.suggested_cents - s.high) * 100.0 / nullif(s.high, 0) end variation
        from newest n
        join products p on p.organization_id = n.organization_id and p.code = n.product_code
        left join sold s on s.product_code = n.product_code
    ), judged as (
      select priced.*, case
               when branches = 0 then 'absent'
               when suggested_cents > pmc_cents then 'pmc'
               when valid_to < ${today}::date then 'expired'
               when low = suggested_cents and high = suggested_cents and priced = branches then 'equal'
               when returned_on < ${today}::date - ${STALE_AFTER_DAYS}::int then 'stale'
               when suggested_cents <= cost then 'cost'
               when abs(variation) > ${maxVariationPercent} then 'variation'
               else 'ok' end verdict
        from priced
    )`;
}

const BY_SEVERITY = PRICE_VERDICTS.map((verdict) => `'${verdict}'`).join(", ");
const SORTS: Sorts<"priceSuggestions"> = {
  code: sql`code`,
  description: sql`enlace_fold(description)`,
  current: sql`high`,
  suggested: sql`suggested_cents`,
  variation: sql`variation`,
  cost: sql`cost`,
  pmc: sql`pmc_cents`,
  returnedOn: sql`returned_on`,
  verdict: sql`array_position(array[${sql.raw(BY_SEVERITY)}], verdict)`,
};

/** What the list's search and filters leave. */
function narrow(query: Pick<ListQuery<"priceSuggestions">, "search" | "filters">): SQL {
  const verdicts = (query.filters.verdict ?? []).filter((verdict) =>
    (PRICE_VERDICTS as readonly string[]).includes(verdict),
  );
  const words = matchWords(
    sql`(code || ' ' || description || ' ' || ean || ' ' || reason)`,
    query.search,
  );
  const terms = [
    sql`true`,
    ...(verdicts.length > 0
      ? [
          sql`verdict in (${sql.join(
            verdicts.map((verdict) => sql`${verdict}`),
            sql`, `,
          )})`,
        ]
      : []),
    ...(words ? [words] : []),
  ];
  return sql.join(terms, sql` and `);
}

const COLUMNS = sql`code, description, ean, to_char(returned_on, 'YYYY-MM-DD') returned_on, integration_id, suggested_cents, lowest_cents, highest_cents, reason, to_char(valid_to, 'YYYY-MM-DD') valid_to, low, high, cost, pmc_cents, branches, round(variation, 2)::float8 variation, verdict`;

/** One page of suggestions; the product's name decides the order unless asked otherwise. */
export async function listPriceSuggestions(
  db: Queryable,
  scope: SuggestionScope,
  query: ListQuery<"priceSuggestions">,
): Promise<GridPage<SuggestionRow>> {
  const order = orderBy(query.sort, SORTS, sql`enlace_fold(description), code`);
  const rows = await db.execute(
    sql`${judged(scope)} select ${COLUMNS} from judged where ${narrow(query)} order by ${order} limit ${query.pageSize} offset ${offsetOf(query)}`,
  );
  const [counted] = await db.execute<{ total: number }>(
    sql`${judged(scope)} select count(*)::int total from judged where ${narrow(query)}`,
  );
  return { rows: rows.map(toRow), total: Number(counted?.total ?? 0) };
}

/** How many suggestions of the period have each verdict. */
export async function countSuggestionVerdicts(
  db: Queryable,
  scope: SuggestionScope,
): Promise<Map<PriceVerdict, number>> {
  const rows = await db.execute<{ verdict: PriceVerdict; count: number }>(
    sql`${judged(scope)} select verdict, count(*)::int count from judged group by verdict`,
  );
  return new Map(rows.map(({ verdict, count }) => [verdict, Number(count)]));
}

/** All suggestions that were chosen: by code, or everything a filter leaves. */
export async function findChosenSuggestions(
  db: Queryable,
  scope: SuggestionScope,
  chosen:
    | { codes: readonly string[] }
    | { all: Pick<ListQuery<"priceSuggestions">, "search" | "filters"> },
): Promise<SuggestionRow[]> {
  const where =
    "codes" in chosen
      ? sql`code in (select jsonb_array_elements_text(${writeJson(chosen.codes)}::text::jsonb))`
      : narrow(chosen.all);
  const rows = await db.execute(
    sql`${judged(scope)} select ${COLUMNS} from judged where ${where} order by code`,
  );
  return rows.map(toRow);
}

function toRow(row: Record<string, unknown>): SuggestionRow {
  const whole = (value: unknown) => (value === null || value === undefined ? null : Number(value));
  return {
    code: String(row.code),
    description: String(row.description),
    ean: String(row.ean),
    returnedOn: String(row.returned_on),
    integrationId: Number(row.integration_id),
    suggestedCents: Number(row.suggested_cents),
    lowestCents: whole(row.lowest_cents),
    highestCents: whole(row.highest_cents),
    reason: String(row.reason),
    validTo: row.valid_to === null ? null : String(row.valid_to),
    currentLowCents: whole(row.low),
    currentHighCents: whole(row.high),
    costCents: whole(row.cost),
    pmcCents: whole(row.pmc_cents),
    branches: Number(row.branches),
    variation: whole(row.variation),
    verdict: row.verdict as PriceVerdict,
  };
}

/** A zone to choose from, with how many branches it has and the day of its newest return. */
export interface ZoneChoice {
  code: string;
  name: string;
  branches: number;
  lastReturn: string | null;
}

/** The organization's price zones, by name. */
export async function listZoneChoices(
  db: Queryable,
  organizationId: number,
): Promise<ZoneChoice[]> {
  const rows = await db.execute(sql`
    select z.code, z.name, (select count(*)::int from price_zone_branches b where b.organization_id = z.organization_id and b.zone_code = z.code) branches,
           (select to_char(max(returned_on), 'YYYY-MM-DD') from price_suggestions s where s.organization_id = z.organization_id and s.zone_code = z.code) last_return
      from price_zones z where z.organization_id = ${organizationId} order by enlace_fold(z.name), z.code`);
  return rows.map((row) => ({
    code: String(row.code),
    name: String(row.name),
    branches: Number(row.branches),
    lastReturn: row.last_return === null ? null : String(row.last_return),
  }));
}
