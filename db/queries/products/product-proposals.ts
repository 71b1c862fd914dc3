import { and, eq, type SQL, sql } from "drizzle-orm";
import type { GridPage } from "@/lib/core/grid.ts";
import type { ListQuery } from "@/lib/core/list-columns.ts";
import type { ProductField } from "@/lib/core/product-field.ts";
import type { Queryable } from "../../client.ts";
import { products } from "../../schema/catalogue.ts";
import { productProposals } from "../../schema/proposals.ts";
import { matchWords, offsetOf, orderBy, type Sorts } from "../grid-terms.ts";

/** A proposal beside what the product has now. */
export interface ProposalRow {
  integrationId: number;
  integration: string;
  productCode: string;
  product: string;
  ean: string;
  field: ProductField;
  current: string;
  proposed: string;
  note: string;
  status: "open" | "accepted" | "refused";
  decidedName: string | null;
  decidedAt: Date | null;
  receivedAt: Date;
}

const CURRENT = sql`case x.field when 'description' then p.description when 'brand' then p.brand when 'ncm' then p.ncm when 'cest' then p.cest when 'imageUrl' then p.image_url end`;
const SORTS: Sorts<"proposals"> = {
  product: sql`enlace_fold(p.description)`,
  field: sql`x.field`,
  receivedAt: sql`x.received_at`,
  status: sql`x.status`,
};

/** One page of proposals: open ones first. What the product has already is no proposal any more. */
export async function listProposals(
  db: Queryable,
  organizationId: number | null,
  query: ListQuery<"proposals">,
): Promise<GridPage<ProposalRow>> {
  const oneOf = (column: SQL, values: readonly string[] | undefined) =>
    values?.length
      ? sql`and ${column} in (${sql.join(
          values.map((value) => sql`${value}`),
          sql`, `,
        )})`
      : sql``;
  const words = matchWords(
    sql`concat_ws(' ', x.product_code, p.description, x.ean, x.proposed)`,
    query.search,
  );
  const from = sql`
    from product_proposals x
    join products p on p.organization_id = x.organization_id and p.code = x.product_code
    join integrations i on i.organization_id = x.organization_id and i.id = x.integration_id
   where (x.status <> 'open' or x.proposed is distinct from ${CURRENT})
     ${organizationId === null ? sql`` : sql`and x.organization_id = ${organizationId}`}
     ${oneOf(sql`x.status`, query.filters.status)} ${oneOf(sql`x.field`, query.filters.field)} ${words ? sql`and ${words}` : sql``}`;
  const own = sql`x.status <> 'open', enlace_fold(p.description), x.product_code, x.field, x.integration_id`;
  const rows = await db.execute(sql`
    select x.integration_id, i.description integration, x.product_code, p.description product, x.ean, x.field, ${CURRENT} current, x.proposed, x.note, x.status, x.decided_name, x.decided_at, x.received_at
    ${from} order by ${orderBy(query.sort, SORTS, own)} limit ${query.pageSize} offset ${offsetOf(query)}`);
  const [counted] = await db.execute<{ total: number }>(sql`select count(*)::int total ${from}`);
  return { rows: rows.map(toRow), total: Number(counted?.total ?? 0) };
}

/** How many wait for a person. */
export async function countOpenProposals(
  db: Queryable,
  organizationId: number | null,
): Promise<number> {
  const [row] = await db.execute<{ total: number }>(sql`
    select count(*)::int total from product_proposals x join products p on p.organization_id = x.organization_id and p.code = x.product_code
     where x.status = 'open' and x.proposed is distinct from ${CURRENT} ${organizationId === null ? sql`` : sql`and x.organization_id = ${organizationId}`}`);
  return Number(row?.total ?? 0);
}

function toRow(row: Record<string, unknown>): ProposalRow {
  const moment = (value: unknown) => (value === null ? null : new Date(value as string));
  return {
    integrationId: Number(row.integration_id),
    integration: String(row.integration),
    productCode: String(row.product_code),
    product: String(row.product),
    ean: String(row.ean),
    field: row.field as ProductField,
    current: String(row.current ?? ""),
    proposed: String(row.proposed),
    note: String(row.note),
    status: row.status as ProposalRow["status"],
    decidedName: row.decided_name === null ? null : String(row.decided_name),
    decidedAt: moment(row.decided_at),
    receivedAt: moment(row.received_at) ?? new Date(0),
  };
}

const COLUMN = {
  description: products.description,
  brand: products.brand,
  ncm: products.ncm,
  cest: products.cest,
  imageUrl: products.imageUrl,
} as const;

/** Closes an open proposal that still says `proposed`; false when it was decided or renewed meanwhile. */
export async function closeProposal(
  tx: Queryable,
  at: {
    organizationId: number;
    integrationId: number;
    productCode: string;
    field: ProductField;
    proposed: string;
  },
  decision: {
    status: "accepted" | "refused";
    previous: string | null;
    decidedBy: number;
    decidedName: string;
  },
): Promise<boolean> {
  const rows = await tx
    .update(productProposals)
    .set({ ...decision, decidedAt: sql`now()` })
    .where(
      and(
        eq(productProposals.organizationId, at.organizationId),
        eq(productProposals.integrationId, at.integrationId),
        eq(productProposals.productCode, at.productCode),
        eq(productProposals.field, at.field),
        eq(productProposals.proposed, at.proposed),
        eq(productProposals.status, "open"),
      ),
    )
    .returning({ field: productProposals.field });
  return rows.length > 0;
}

/** Writes an accepted value if the product still has what the person saw; false when it has not. */
export async function writeProductField(
  tx: Queryable,
  at: {
    organizationId: number;
    productCode: string;
    field: ProductField;
    current: string;
    proposed: string;
  },
): Promise<boolean> {
  const rows = await tx
    .update(products)
    .set({ [at.field]: at.proposed, updatedAt: sql`now()` })
    .where(
      and(
        eq(products.organizationId, at.organizationId),
        eq(products.code, at.productCode),
        eq(COLUMN[at.field], at.current),
      ),
    )
    .returning({ code: products.code });
  return rows.length > 0;
}
