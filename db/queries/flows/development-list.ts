import { and, asc, count, eq, inArray, sql } from "drizzle-orm";
import type { ListQuery } from "@/lib/core/list-columns.ts";
import type { Queryable } from "../../client.ts";
import { developments, environments } from "../../schema/environments.ts";
import { matchWords, offsetOf, orderBy, type Sorts } from "../grid-terms.ts";
import type { FlowScope } from "./multi-cv-scope.ts";

const ofEnvironment = and(
  eq(environments.organizationId, developments.organizationId),
  eq(environments.id, developments.environmentId),
);
const bySize = (column: unknown) => sql`lpad(${column}, 20, '0')`;
const checked = sql<string>`case when ${developments.checkResult} is null then 'never' when (${developments.checkResult} ->> 'ok')::boolean then 'ok' else 'wrong' end`;
const SORTS: Sorts<"developments"> = {
  hubName: sql`enlace_fold(${developments.hubName})`,
  hubId: bySize(developments.hubDevelopmentId),
  terminal: sql`${environments.code}`,
  terminalId: bySize(developments.terminalDevelopmentId),
  enterprise: bySize(developments.siengeEnterpriseId),
  company: bySize(developments.siengeCompanyId),
  checked: sql`${developments.checkedAt}`,
};
const SEARCHED = sql`concat_ws(' ', ${developments.hubName}, ${developments.hubDevelopmentId}, ${developments.terminalDevelopmentId}, ${developments.siengeEnterpriseId}, ${developments.siengeCompanyId}, ${environments.name})`;
const columns = {
  development: developments,
  environmentName: environments.name,
  environmentCode: environments.code,
};
const inScope = (scope: FlowScope) =>
  and(
    eq(developments.organizationId, scope.organizationId),
    eq(developments.integrationId, scope.integrationId),
  );

/** One page of "Empreendimentos". */
export async function pageDevelopments(
  db: Queryable,
  scope: FlowScope,
  query: ListQuery<"developments">,
) {
  const active = query.filters.active ?? [];
  const where = and(
    inScope(scope),
    matchWords(SEARCHED, query.search),
    active.length === 1 ? eq(developments.active, active[0] === "yes") : undefined,
    query.filters.terminal?.length ? inArray(environments.code, query.filters.terminal) : undefined,
    query.filters.checked?.length ? inArray(checked, query.filters.checked) : undefined,
  );
  const rows = await db
    .select(columns)
    .from(developments)
    .innerJoin(environments, ofEnvironment)
    .where(where)
    .orderBy(
      orderBy(query.sort, SORTS, sql`enlace_fold(${developments.hubName}), ${developments.id}`),
    )
    .limit(query.pageSize)
    .offset(offsetOf(query));
  const [counted] = await db
    .select({ total: count() })
    .from(developments)
    .innerJoin(environments, ofEnvironment)
    .where(where);
  return { rows, total: counted?.total ?? 0 };
}

/** All of them: for exports, imports and the check of a whole integration. */
export function listDevelopments(db: Queryable, scope: FlowScope) {
  return db
    .select(columns)
    .from(developments)
    .innerJoin(environments, ofEnvironment)
    .where(inScope(scope))
    .orderBy(asc(developments.hubName), asc(developments.id));
}

/** One development, with where it lives. */
export async function findDevelopment(db: Queryable, id: number) {
  const [row] = await db
    .select(columns)
    .from(developments)
    .innerJoin(environments, ofEnvironment)
    .where(eq(developments.id, id));
  return row;
}
