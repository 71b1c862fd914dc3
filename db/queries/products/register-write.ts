import { sql } from "drizzle-orm";
import type { CategoryGoal } from "@/lib/core/movement.ts";
import type { Queryable } from "../../client.ts";

const json = (rows: readonly object[]) => sql`${JSON.stringify(rows)}::text::jsonb`;

/**
 * Writes customers by code: new ones in, known ones as they are now. One that says nothing new
 * keeps its moment of change.
 */
export async function upsertCustomers(
  tx: Queryable,
  organizationId: number,
  rows: readonly object[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into customers (organization_id, code, document, name, email, phone, birth_date, gender, street, city, state, postal_code, marketing_consent, consent_at, consent_source)
    select ${organizationId}, r.code, r.document, r.name, r.email, r.phone, r."birthDate", r.gender, r.street, r.city, r.state, r."postalCode", r."marketingConsent", r."consentAt", r."consentSource"
      from jsonb_to_recordset(${json(rows)}) as r(code text, document text, name text, email text, phone text, "birthDate" date, gender text, street text, city text, state text, "postalCode" text, "marketingConsent" boolean, "consentAt" timestamptz, "consentSource" text)
     order by r.code
    on conflict (organization_id, code) do update set
      document = excluded.document, name = excluded.name, email = excluded.email, phone = excluded.phone, birth_date = excluded.birth_date, gender = excluded.gender, street = excluded.street, city = excluded.city, state = excluded.state,
      postal_code = excluded.postal_code, marketing_consent = excluded.marketing_consent, consent_at = excluded.consent_at, consent_source = excluded.consent_source, updated_at = now()
    where (customers.document, customers.name, customers.email, customers.phone, customers.birth_date, customers.gender, customers.street, customers.city, customers.state, customers.postal_code, customers.marketing_consent, customers.consent_at, customers.consent_source)
      is distinct from (excluded.document, excluded.name, excluded.email, excluded.phone, excluded.birth_date, excluded.gender, excluded.street, excluded.city, excluded.state, excluded.postal_code, excluded.marketing_consent, excluded.consent_at, excluded.consent_source)`);
}

/** Writes price zones by code; the branches named are all a zone has afterwards. */
export async function upsertPriceZones(
  tx: Queryable,
  organizationId: number,
  rows: readonly { code: string; name: string; branchIds: readonly number[] }[],
): Promise<void> {
  if (rows.length === 0) return;
  const zones = sql`jsonb_to_recordset(${json(rows)}) as r(code text, name text, "branchIds" jsonb)`;
  await tx.execute(sql`
    insert into price_zones (organization_id, code, name) select ${organizationId}, r.code, r.name from ${zones} order by r.code
    on conflict (organization_id, code) do update set name = excluded.name, updated_at = now()`);
  await tx.execute(
    sql`delete from price_zone_branches where organization_id = ${organizationId} and zone_code in (select r.code from ${zones})`,
  );
  await tx.execute(
    sql`insert into price_zone_branches (organization_id, zone_code, branch_id) select ${organizationId}, r.code, b.id::bigint from ${zones}, jsonb_array_elements_text(r."branchIds") as b(id) order by 2, 3`,
  );
}

/** Writes goals by category: new ones in, known ones as they are now, and away with those that say nothing. */
export async function upsertCategoryGoals(
  tx: Queryable,
  organizationId: number,
  rows: readonly CategoryGoal[],
): Promise<void> {
  if (rows.length === 0) return;
  const goals = sql`jsonb_to_recordset(${json(rows)}) as r("categoryCode" text, "goalCents" bigint, competitiveness text, media text)`;
  const empty = sql`r."goalCents" is null and r.competitiveness = '' and r.media = ''`;
  await tx.execute(
    sql`delete from category_goals where organization_id = ${organizationId} and category_code in (select r."categoryCode" from ${goals} where ${empty})`,
  );
  await tx.execute(sql`
    insert into category_goals (organization_id, category_code, goal_cents, competitiveness, media)
    select ${organizationId}, r."categoryCode", r."goalCents", r.competitiveness, r.media from ${goals} where not (${empty}) order by 2
    on conflict (organization_id, category_code) do update set goal_cents = excluded.goal_cents, competitiveness = excluded.competitiveness, media = excluded.media, updated_at = now()
    where (category_goals.goal_cents, category_goals.competitiveness, category_goals.media) is distinct from (excluded.goal_cents, excluded.competitiveness, excluded.media)`);
}

/** Writes promotions by branch, code and product: new ones in, known ones as they are now. */
export async function upsertPromotions(
  tx: Queryable,
  organizationId: number,
  rows: readonly object[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into promotions (organization_id, branch_id, code, name, kind, product_code, first_day, last_day, regular_cents, promotion_cents, take_quantity, pay_quantity, discount_percent, gained_product_code, gained_quantity, phrase)
    select ${organizationId}, r."branchId", r.code, r.name, r.kind, r."productCode", r."firstDay", r."lastDay", r."regularCents", r."promotionCents", r."takeQuantity", r."payQuantity", r."discountPercent", r."gainedProductCode", r."gainedQuantity", r.phrase
      from jsonb_to_recordset(${json(rows)}) as r("branchId" bigint, code text, name text, kind text, "productCode" text, "firstDay" date, "lastDay" date, "regularCents" bigint, "promotionCents" bigint, "takeQuantity" int, "payQuantity" int, "discountPercent" numeric, "gainedProductCode" text, "gainedQuantity" int, phrase text)
     order by r."branchId", r.code, r."productCode"
    on conflict (organization_id, branch_id, code, product_code) do update set
      name = excluded.name, kind = excluded.kind, first_day = excluded.first_day, last_day = excluded.last_day, regular_cents = excluded.regular_cents, promotion_cents = excluded.promotion_cents, take_quantity = excluded.take_quantity, pay_quantity = excluded.pay_quantity,
      discount_percent = excluded.discount_percent, gained_product_code = excluded.gained_product_code, gained_quantity = excluded.gained_quantity, phrase = excluded.phrase, updated_at = now()`);
}
