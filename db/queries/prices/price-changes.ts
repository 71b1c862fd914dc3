import { and, eq, sql } from "drizzle-orm";
import type { Queryable } from "../../client.ts";
import { priceApplications } from "../../schema/prices.ts";
import { claimFeedNumbers } from "./feeds.ts";

/** Puts what an application did, or what its undo put back, at the end of the feed that the ERP reads. */
export async function writePriceChanges(
  tx: Queryable,
  application: { organizationId: number; id: number },
  kind: "applied" | "undone",
  count: number,
): Promise<void> {
  if (count === 0) return;
  const { organizationId, id } = application;
  const last = await claimFeedNumbers(tx, organizationId, "prices", count);
  const [before, after] =
    kind === "applied"
      ? [sql`previous_cents`, sql`new_cents`]
      : [sql`new_cents`, sql`previous_cents`];
  await tx.execute(sql`
    insert into price_changes (organization_id, number, application_id, kind, branch_id, product_code, previous_cents, new_cents)
    select organization_id, ${last - count}::bigint + row_number() over (order by branch_id, product_code), application_id, ${kind}, branch_id, product_code, ${before}, ${after}
      from price_application_lines
     where organization_id = ${organizationId} and application_id = ${id} ${kind === "undone" ? sql`and undone = 'restored'` : sql``}`);
  await tx
    .update(priceApplications)
    .set(kind === "applied" ? { changeNumber: last } : { undoNumber: last })
    .where(and(eq(priceApplications.organizationId, organizationId), eq(priceApplications.id, id)));
}

/** A price as it was applied or went back. */
export interface PriceChange {
  number: number;
  kind: "applied" | "undone";
  applicationId: number;
  branchCode: string;
  cnpj: string;
  productCode: string;
  previousCents: number | null;
  newCents: number | null;
  /** The hub still has this price: nobody has changed it since. */
  current: boolean;
  zoneCode: string;
  zoneName: string;
  personName: string;
  at: Date;
}

/** The changes after a number, in order; at most `limit`. */
export async function listPriceChanges(
  db: Queryable,
  organizationId: number,
  after: number,
  limit: number,
): Promise<PriceChange[]> {
  const rows = await db.execute(sql`
    select c.number, c.kind, c.application_id, b.code, b.cnpj, c.product_code, c.previous_cents, c.new_cents, c.at, a.zone_code, a.zone_name,
           case c.kind when 'applied' then a.person_name else a.undone_name end person,
           p.product_code is not null and p.price_cents is not distinct from c.new_cents as current
      from price_changes c
      join price_applications a on a.organization_id = c.organization_id and a.id = c.application_id
      join branches b on b.organization_id = c.organization_id and b.id = c.branch_id
      left join product_prices p on p.organization_id = c.organization_id and p.branch_id = c.branch_id and p.product_code = c.product_code
     where c.organization_id = ${organizationId} and c.number > ${after}
     order by c.number
     limit ${limit}`);
  const cents = (value: unknown) => (value === null ? null : Number(value));
  return rows.map((row) => ({
    number: Number(row.number),
    kind: row.kind as PriceChange["kind"],
    applicationId: Number(row.application_id),
    branchCode: String(row.code),
    cnpj: String(row.cnpj),
    productCode: String(row.product_code),
    previousCents: cents(row.previous_cents),
    newCents: cents(row.new_cents),
    current: row.current === true,
    zoneCode: String(row.zone_code),
    zoneName: String(row.zone_name),
    personName: String(row.person ?? ""),
    at: new Date(String(row.at)),
  }));
}
