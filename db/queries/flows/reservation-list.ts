import { and, asc, count, desc, eq, inArray, sql } from "drizzle-orm";
import type { ListQuery } from "@/lib/core/list-columns.ts";
import type { Queryable } from "../../client.ts";
import { developments, environments } from "../../schema/environments.ts";
import { decisions, reservations, steps, subjects } from "../../schema/flows.ts";
import { events } from "../../schema/webhooks.ts";
import { matchWords, offsetOf, orderBy, type Sorts } from "../grid-terms.ts";
import type { FlowScope } from "./multi-cv-scope.ts";

const ofSubject = and(
  eq(reservations.organizationId, subjects.organizationId),
  eq(reservations.subjectId, subjects.id),
);
const ofEnvironment = and(
  eq(environments.organizationId, reservations.organizationId),
  eq(environments.id, reservations.environmentId),
);
const ofDevelopment = and(
  eq(developments.organizationId, reservations.organizationId),
  eq(developments.id, reservations.developmentId),
);
/** Digits go by size, whatever their number of places. */
const bySize = (column: unknown) => sql`lpad(${column}, 20, '0')`;
const openDecisions = sql<number>`(select count(*)::int from ${decisions} where ${decisions.organizationId} = ${subjects.organizationId} and ${decisions.subjectId} = ${subjects.id} and ${decisions.resolvedAt} is null)`;

const SORTS: Sorts<"reservations"> = {
  hubId: bySize(reservations.hubReservationId),
  development: sql`enlace_fold(${developments.hubName})`,
  unit: sql`enlace_fold(${reservations.unitName})`,
  terminal: sql`${environments.code}`,
  terminalId: bySize(reservations.terminalReservationId),
  contract: bySize(reservations.siengeContractId),
  state: sql`${subjects.state}`,
  tries: sql`${subjects.tries}`,
  age: sql`coalesce(${subjects.announcedAt}, ${subjects.createdAt})`,
};
const SEARCHED = sql`concat_ws(' ', ${reservations.hubReservationId}, ${reservations.ownKey}, ${reservations.terminalReservationId}, ${reservations.siengeContractId}, ${reservations.siengeContractNumber}, ${reservations.unitName}, ${developments.hubName}, ${subjects.title})`;

const columns = {
  subject: subjects,
  reservation: reservations,
  environmentName: environments.name,
  environmentCode: environments.code,
  developmentName: developments.hubName,
  openDecisions,
};

/** The step's name without its flow: "reservation/check-unit" → "check-unit". */
const stepName = sql`split_part(${subjects.currentStep}, '/', 2)`;

function conditions(scope: FlowScope, query: ListQuery<"reservations">) {
  const { filters } = query;
  return and(
    eq(subjects.organizationId, scope.organizationId),
    eq(subjects.integrationId, scope.integrationId),
    eq(subjects.kind, "reservation"),
    matchWords(SEARCHED, query.search),
    filters.state?.length ? sql`${subjects.state} in ${filters.state}` : undefined,
    filters.terminal?.length
      ? inArray(sql`coalesce(${environments.code}, '-')`, filters.terminal)
      : undefined,
    filters.step?.length ? inArray(stepName, filters.step) : undefined,
    filters.situation?.length
      ? inArray(sql`coalesce(${reservations.carriedRole}, '-')`, filters.situation)
      : undefined,
    filters.decision?.includes("yes") ? sql`${openDecisions} > 0` : undefined,
  );
}

function from(db: Queryable) {
  return db
    .select(columns)
    .from(subjects)
    .innerJoin(reservations, ofSubject)
    .leftJoin(environments, ofEnvironment)
    .leftJoin(developments, ofDevelopment);
}

/** One page of reservations, what moved last first. */
export async function pageReservations(
  db: Queryable,
  scope: FlowScope,
  query: ListQuery<"reservations">,
) {
  const where = conditions(scope, query);
  const rows = await from(db)
    .where(where)
    .orderBy(orderBy(query.sort, SORTS, sql`${subjects.updatedAt} desc, ${subjects.id} desc`))
    .limit(query.pageSize)
    .offset(offsetOf(query));
  const [counted] = await db
    .select({ total: count() })
    .from(subjects)
    .innerJoin(reservations, ofSubject)
    .leftJoin(environments, ofEnvironment)
    .leftJoin(developments, ofDevelopment)
    .where(where);
  return { rows, total: counted?.total ?? 0 };
}

/** The reservations of a filter from one id downwards, for exports in stretches. */
export function stretchReservations(
  db: Queryable,
  scope: FlowScope,
  query: ListQuery<"reservations">,
  belowId: number | null,
  limit: number,
) {
  return from(db)
    .where(
      and(
        conditions(scope, query),
        belowId === null ? undefined : sql`${subjects.id} < ${belowId}`,
      ),
    )
    .orderBy(desc(subjects.id))
    .limit(limit);
}

/** One reservation. */
export async function findReservation(db: Queryable, subjectId: number) {
  const [row] = await from(db).where(
    and(eq(subjects.id, subjectId), eq(subjects.kind, "reservation")),
  );
  return row;
}

/** The journal of a subject, in the order of its flow and of time. */
export function listSteps(db: Queryable, organizationId: number, subjectId: number) {
  return db
    .select()
    .from(steps)
    .where(and(eq(steps.organizationId, organizationId), eq(steps.subjectId, subjectId)))
    .orderBy(
      sql`min(${steps.id}) over (partition by ${steps.flow})`,
      asc(steps.position),
      asc(steps.id),
    );
}

/** One step of a journal. */
export async function findStep(
  db: Queryable,
  organizationId: number,
  subjectId: number,
  stepId: number,
) {
  const [row] = await db
    .select()
    .from(steps)
    .where(
      and(
        eq(steps.organizationId, organizationId),
        eq(steps.subjectId, subjectId),
        eq(steps.id, stepId),
      ),
    );
  return row;
}

/** What partners told about a subject, newest first. */
export function listSubjectEvents(
  db: Queryable,
  scope: FlowScope,
  subjectKeys: readonly string[],
  limit: number,
) {
  if (subjectKeys.length === 0) return Promise.resolve([]);
  return db
    .select({
      id: events.id,
      source: events.source,
      name: events.name,
      receivedAt: events.receivedAt,
      outcome: events.outcome,
      note: events.note,
      processedAt: events.processedAt,
    })
    .from(events)
    .where(
      and(
        eq(events.organizationId, scope.organizationId),
        eq(events.integrationId, scope.integrationId),
        inArray(events.subjectKey, [...subjectKeys]),
      ),
    )
    .orderBy(desc(events.receivedAt))
    .limit(limit);
}

/** The questions of a subject: those open first. */
export function listSubjectDecisions(db: Queryable, organizationId: number, subjectId: number) {
  return db
    .select()
    .from(decisions)
    .where(and(eq(decisions.organizationId, organizationId), eq(decisions.subjectId, subjectId)))
    .orderBy(sql`${decisions.resolvedAt} is not null`, desc(decisions.id));
}
