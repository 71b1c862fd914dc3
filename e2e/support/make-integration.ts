import { sql } from "drizzle-orm";
import type { Queryable } from "@/db/client.ts";

/** An organization with one branch and one integration of a connector made up for the test. */
export async function makeIntegration(
  db: Queryable,
  name = "Drogarias Exemplo",
): Promise<{ organizationId: number; branchId: number; integrationId: number }> {
  await db.execute(
    sql`insert into connectors (id, name, summary, contract, transport, settings, operations) values ('teste', 'Teste', '', 'generic', 'rest', '[]', '{}') on conflict do nothing`,
  );
  const [row] = await db.execute<{ organization: string; branch: string; integration: string }>(sql`
    with organization as (insert into organizations (name) values (${name}) returning id),
         branch as (insert into branches (organization_id, code, name, cnpj, city, state) select id, '1', 'Loja 1', '11222333000181', 'Campinas', 'SP' from organization returning id)
    insert into integrations (organization_id, connector_id, description, active, interval_minutes)
    select organization.id, 'teste', 'Integração de teste', true, 60 from organization
    returning organization_id as organization, id as integration, (select id from branch) as branch`);
  return {
    organizationId: Number(row?.organization),
    branchId: Number(row?.branch),
    integrationId: Number(row?.integration),
  };
}
