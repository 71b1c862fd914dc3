import { and, count, eq, inArray, isNotNull, isNull, sql } from "drizzle-orm";
import type { ListQuery } from "@/lib/core/list-columns.ts";
import type { Queryable } from "../../client.ts";
import { developments, environments } from "../../schema/environments.ts";
import { decisions, reservations } from "../../schema/flows.ts";
import { matchWords, offsetOf, orderBy, type Sorts } from "../grid-terms.ts";
import type { FlowScope } from "./multi-cv-scope.ts";

const ofReservation = and(
  eq(reservations.organizationId, decisions.organizationId),
  eq(reservations.subjectId, decisions.subjectId),
);
const ofEnvironment = and(
  eq(environments.organizationId, reservations.organizationId),
  eq(environments.id, reservations.environmentId),
);
const ofDevelopment = and(
  eq(developments.organizationId, reservations.organizationId),
  eq(developments.id, reservations.developmentId),
);
const SORTS: Sorts<"decisions"> = {
  kind: sql`${decisions.kind}`,
  age: sql`${decisions.createdAt}`,
  hubId: sql`lpad(${reservations.hubReservationId}, 20, '0')`,
};
const columns = {
  decision: decisions,
  hubReservationId: reservations.hubReservationId,
  unitName: reservations.unitName,
  environmentName: environments.name,
  developmentName: developments.hubName,
};

/** One page of what waits for a person, the oldest first; answered ones when the filter asks for them. */
export async function pageDecisions(
  db: Queryable,
  scope: FlowScope,
  query: ListQuery<"decisions">,
) {
  const states = query.filters.state ?? [];
  const where = and(
    eq(decisions.organizationId, scope.organizationId),
    eq(decisions.integrationId, scope.integrationId),
    states.length > 1
      ? undefined
      : states[0] === "answered"
        ? isNotNull(decisions.resolvedAt)
        : isNull(decisions.resolvedAt),
    query.filters.kind?.length ? inArray(decisions.kind, query.filters.kind) : undefined,
    matchWords(
      sql`concat_ws(' ', ${reservations.hubReservationId}, ${reservations.unitName}, ${developments.hubName}, ${decisions.question})`,
      query.search,
    ),
  );
  const rows = await db
    .select(columns)
    .from(decisions)
    .innerJoin(reservations, ofReservation)
    .leftJoin(environments, ofEnvironment)
    .leftJoin(developments, ofDevelopment)
    .where(where)
    .orderBy(
      orderBy(
        query.sort,
        SORTS,
        sql`${decisions.resolvedAt} desc nulls first, ${decisions.createdAt}, ${decisions.id}`,
      ),
    )
    .limit(query.pageSize)
    .offset(offsetOf(query));
  const [counted] = await db
    .select({ total: count() })
    .from(decisions)
    .innerJoin(reservations, ofReservation)
    .leftJoin(developments, ofDevelopment)
    .where(where);
  return { rows, total: counted?.total ?? 0 };
}

/** One question. */
export async function findDecision(db: Queryable, id: number) {
  const [row] = await db
    .select(columns)
    .from(decisions)
    .innerJoin(reservations, ofReservation)
    .leftJoin(environments, ofEnvironment)
    .leftJoin(developments, ofDevelopment)
    .where(eq(decisions.id, id));
  return row;
}
