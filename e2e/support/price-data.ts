import { randomUUID } from "node:crypto";
import type postgres from "postgres";
import { MAIN_CLIENT } from "@/db/seed/demo-organizations.ts";

/** A test's own zone of two branches with suggestions, so that tests of one demo do not touch each other's prices. */
export interface OwnPrices {
  zone: string;
  zoneName: string;
  organizationId: number;
  day: string;
  product: (name: string) => string;
  priceOf: (name: string) => Promise<number[]>;
}

/**
 * Writes products priced at 10,00 in both branches, and what a partner suggests for each (cents,
 * and what makes it special).
 */
export async function suggestPrices(
  sql: postgres.Sql,
  suggestions: Record<string, { cents: number; pmc?: number; cost?: number }>,
): Promise<OwnPrices> {
  const mark = randomUUID().slice(0, 6);
  const zone = `T-${mark}`;
  const product = (name: string) => `Produto ${name} ${mark}`;
  const code = (name: string) => `${name}-${mark}`;
  const [integration] =
    await sql`select i.organization_id, i.id from integrations i join organizations o on o.id = i.organization_id where o.name = ${MAIN_CLIENT} and i.connector_id = 'proffer' order by i.id limit 1`;
  if (!integration) throw new Error("the demo has no Proffer");
  const organizationId = Number(integration.organization_id);
  const branches =
    await sql`select id from branches where organization_id = ${organizationId} order by id limit 2`;
  const [{ day }] =
    (await sql`select to_char(now() at time zone 'America/Sao_Paulo', 'YYYY-MM-DD') as day`) as unknown as [
      { day: string },
    ];
  await sql`insert into price_zones (organization_id, code, name) values (${organizationId}, ${zone}, ${`Zona ${mark}`})`;
  for (const branch of branches)
    await sql`insert into price_zone_branches (organization_id, zone_code, branch_id) values (${organizationId}, ${zone}, ${branch.id})`;
  for (const [name, { cents, pmc, cost = 500 }] of Object.entries(suggestions)) {
    await sql`insert into products (organization_id, code, description, pmc_cents) values (${organizationId}, ${code(name)}, ${product(name)}, ${pmc ?? null})`;
    for (const branch of branches)
      await sql`insert into product_prices (organization_id, branch_id, product_code, price_cents, cost_cents) values (${organizationId}, ${branch.id}, ${code(name)}, 1000, ${cost})`;
    await sql`insert into price_suggestions (organization_id, integration_id, returned_on, zone_code, product_code, suggested_cents, reason, task_id) values (${organizationId}, ${integration.id}, ${day}::date, ${zone}, ${code(name)}, ${cents}, 'Concorrente mais barato', 1)`;
  }
  return {
    zone,
    zoneName: `Zona ${mark}`,
    organizationId,
    day,
    product,
    priceOf: async (name) =>
      (
        await sql`select price_cents from product_prices where organization_id = ${organizationId} and product_code = ${code(name)} order by branch_id`
      ).map((row) => Number(row.price_cents)),
  };
}
