import { and, count, eq, sql } from "drizzle-orm";
import type { GridPage } from "@/lib/core/grid.ts";
import type { ListQuery } from "@/lib/core/list-columns.ts";
import type { Queryable } from "../../client.ts";
import { priceApplicationLines, priceApplications, priceRules } from "../../schema/prices.ts";
import { matchWords, offsetOf, orderBy, type Sorts } from "../grid-terms.ts";
import { writePriceChanges } from "./price-changes.ts";
import { writeJson } from "../../write-json.ts";

/** Per cent allowed where a client said nothing. */
export const DEFAULT_VARIATION_PERCENT = 20;

/** How far from today's price the client lets a suggestion go. */
export async function readMaxVariation(db: Queryable, organizationId: number): Promise<number> {
  const [row] = await db
    .select({ percent: priceRules.maxVariationPercent })
    .from(priceRules)
    .where(eq(priceRules.organizationId, organizationId));
  return row?.percent ?? DEFAULT_VARIATION_PERCENT;
}

export async function writeMaxVariation(
  tx: Queryable,
  organizationId: number,
  maxVariationPercent: number,
  updatedBy: string,
): Promise<void> {
  const fresh = { maxVariationPercent, updatedBy, updatedAt: sql`now()` };
  await tx
    .insert(priceRules)
    .values({ organizationId, ...fresh })
    .onConflictDoUpdate({ target: priceRules.organizationId, set: fresh });
}

/** One price of one branch that would change. */
export interface PriceLine {
  branchId: number;
  productCode: string;
  previousCents: number | null;
  newCents: number;
}

/**
 * The prices that suggestions would change, in the branches of the zone that sell the product; what is the price
 * already is left out. `lock` holds them until the end of the transaction, always in one order.
 */
export async function listPriceLines(
  tx: Queryable,
  scope: { organizationId: number; zoneCode: string },
  wanted: ReadonlyMap<string, number>,
  options: { lock?: boolean } = {},
): Promise<PriceLine[]> {
  const json = writeJson([...wanted].map(([code, cents]) => ({ code, cents })));
  const rows = await tx.execute(sql`
    select p.branch_id, p.product_code, p.price_cents, w.cents
      from product_prices p
      join json_to_recordset(${json}::text::json) as w(code text, cents bigint) on w.code = p.product_code
     where p.organization_id = ${scope.organizationId} and p.active and p.price_cents is distinct from w.cents
       and p.branch_id in (select branch_id from price_zone_branches where organization_id = ${scope.organizationId} and zone_code = ${scope.zoneCode})
     order by p.branch_id, p.product_code
     ${options.lock ? sql`for update of p` : sql``}`);
  return rows.map((row) => ({
    branchId: Number(row.branch_id),
    productCode: String(row.product_code),
    previousCents: row.price_cents === null ? null : Number(row.price_cents),
    newCents: Number(row.cents),
  }));
}

/** Writes an application: its row, its lines, the prices themselves, and what the ERP will read of it. */
export async function writeApplication(
  tx: Queryable,
  head: Omit<typeof priceApplications.$inferInsert, "id">,
  lines: ReadonlyArray<PriceLine & { integrationId: number; returnedOn: string }>,
): Promise<number> {
  const [made] = await tx
    .insert(priceApplications)
    .values(head)
    .returning({ id: priceApplications.id });
  if (!made) throw new Error("the application was not written");
  const { organizationId } = head;
  for (let from = 0; from < lines.length; from += 1_000) {
    const batch = lines.slice(from, from + 1_000);
    await tx
      .insert(priceApplicationLines)
      .values(batch.map((line) => ({ organizationId, applicationId: made.id, ...line })));
  }
  await tx.execute(sql`
    update product_prices p set price_cents = l.new_cents, updated_at = now()
      from price_application_lines l
     where l.organization_id = ${organizationId} and l.application_id = ${made.id}
       and p.organization_id = l.organization_id and p.branch_id = l.branch_id and p.product_code = l.product_code`);
  await writePriceChanges(tx, { organizationId, id: made.id }, "applied", lines.length);
  return made.id;
}

/** An application that the transaction may see; `lock` makes a second undo wait. */
export async function findApplication(tx: Queryable, id: number, options: { lock?: boolean } = {}) {
  const query = tx.select().from(priceApplications).where(eq(priceApplications.id, id)).limit(1);
  const [row] = await (options.lock ? query.for("update") : query);
  return row ?? null;
}

/** Puts back every price that nobody changed since; says how many went back and how many stayed. */
export async function undoApplication(
  tx: Queryable,
  application: { organizationId: number; id: number },
  undoneName: string,
): Promise<{ restored: number; kept: number }> {
  const { organizationId, id } = application;
  const ofApplication = sql`l.organization_id = ${organizationId} and l.application_id = ${id}`;
  const samePrice = sql`p.organization_id = l.organization_id and p.branch_id = l.branch_id and p.product_code = l.product_code`;
  await tx.execute(
    sql`select 1 from product_prices p join price_application_lines l on ${samePrice} where ${ofApplication} order by p.branch_id, p.product_code for update of p`,
  );
  await tx.execute(
    sql`update price_application_lines l set undone = case when exists (select 1 from product_prices p where ${samePrice} and p.price_cents = l.new_cents) then 'restored' else 'changed' end where ${ofApplication}`,
  );
  await tx.execute(
    sql`update product_prices p set price_cents = l.previous_cents, updated_at = now() from price_application_lines l where ${ofApplication} and l.undone = 'restored' and ${samePrice}`,
  );
  const [counted] = await tx.execute<{ restored: number; kept: number }>(
    sql`select count(*) filter (where undone = 'restored')::int restored, count(*) filter (where undone = 'changed')::int kept from price_application_lines l where ${ofApplication}`,
  );
  const [restored, kept] = [Number(counted?.restored ?? 0), Number(counted?.kept ?? 0)];
  await tx
    .update(priceApplications)
    .set({
      status: kept === 0 ? "undone" : "partly_undone",
      undoneName,
      undoneAt: sql`now()`,
      restored,
    })
    .where(
      and(
        eq(priceApplications.organizationId, organizationId),
        eq(priceApplications.id, id),
        eq(priceApplications.status, "applied"),
      ),
    );
  await writePriceChanges(tx, application, "undone", restored);
  return { restored, kept };
}

const HISTORY_SORTS: Sorts<"priceApplications"> = {
  at: sql`${priceApplications.at}`,
  zone: sql`${priceApplications.zoneName}`,
  prices: sql`${priceApplications.prices}`,
};

/** One page of what was applied, newest first. */
export async function listApplications(
  db: Queryable,
  organizationId: number,
  query: ListQuery<"priceApplications">,
): Promise<GridPage<typeof priceApplications.$inferSelect>> {
  const states = query.filters.status ?? [];
  const where = and(
    eq(priceApplications.organizationId, organizationId),
    states.length > 0
      ? sql`${priceApplications.status} in (${sql.join(
          states.map((state) => sql`${state}`),
          sql`, `,
        )})`
      : undefined,
    matchWords(
      sql`concat_ws(' ', ${priceApplications.id}, ${priceApplications.zoneName}, ${priceApplications.personName}, to_char(${priceApplications.at}, 'DD/MM/YYYY'))`,
      query.search,
    ),
  );
  const rows = await db
    .select()
    .from(priceApplications)
    .where(where)
    .orderBy(orderBy(query.sort, HISTORY_SORTS, sql`${priceApplications.id} desc`))
    .limit(query.pageSize)
    .offset(offsetOf(query));
  const [counted] = await db.select({ total: count() }).from(priceApplications).where(where);
  return { rows, total: counted?.total ?? 0 };
}

/** A price of an application as its page lists it. */
export interface ApplicationLine {
  branchId: number;
  branch: string;
  productCode: string;
  description: string;
  previousCents: number | null;
  newCents: number;
  nowCents: number | null;
  undone: "restored" | "changed" | null;
}

const LINE_SORTS: Sorts<"applicationLines"> = {
  product: sql`enlace_fold(coalesce(p.description, l.product_code))`,
  branch: sql`b.name`,
  previous: sql`l.previous_cents`,
  applied: sql`l.new_cents`,
};

/** One page of an application's prices, with what each is now. */
export async function listApplicationLines(
  db: Queryable,
  application: { organizationId: number; id: number },
  query: ListQuery<"applicationLines">,
): Promise<GridPage<ApplicationLine>> {
  const states = (query.filters.undone ?? []).filter(
    (state) => state === "restored" || state === "changed",
  );
  const words = matchWords(
    sql`concat_ws(' ', l.product_code, p.description, b.name)`,
    query.search,
  );
  const from = sql`
    from price_application_lines l
    join branches b on b.organization_id = l.organization_id and b.id = l.branch_id
    left join products p on p.organization_id = l.organization_id and p.code = l.product_code
    left join product_prices n on n.organization_id = l.organization_id and n.branch_id = l.branch_id and n.product_code = l.product_code
   where l.organization_id = ${application.organizationId} and l.application_id = ${application.id}
     ${
       states.length > 0
         ? sql`and l.undone in (${sql.join(
             states.map((state) => sql`${state}`),
             sql`, `,
           )})`
         : sql``
     } ${words ? sql`and ${words}` : sql``}`;
  const order = orderBy(
    query.sort,
    LINE_SORTS,
    sql`enlace_fold(coalesce(p.description, l.product_code)), b.name, l.product_code, l.branch_id`,
  );
  const rows = await db.execute(
    sql`select l.branch_id, b.name branch, l.product_code, coalesce(p.description, '') description, l.previous_cents, l.new_cents, n.price_cents now_cents, l.undone ${from} order by ${order} limit ${query.pageSize} offset ${offsetOf(query)}`,
  );
  const [counted] = await db.execute<{ total: number }>(sql`select count(*)::int total ${from}`);
  const cents = (value: unknown) => (value === null ? null : Number(value));
  return {
    rows: rows.map((row) => ({
      branchId: Number(row.branch_id),
      branch: String(row.branch),
      productCode: String(row.product_code),
      description: String(row.description),
      previousCents: cents(row.previous_cents),
      newCents: Number(row.new_cents),
      nowCents: cents(row.now_cents),
      undone: row.undone as ApplicationLine["undone"],
    })),
    total: Number(counted?.total ?? 0),
  };
}
