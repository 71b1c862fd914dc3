import { sql } from "drizzle-orm";
import type { Queryable } from "../../client.ts";

/** One act in the texts that its seal is made over: exactly what the database holds, null as null. */
export interface AuditRecord {
  id: string;
  organizationId: string | null;
  personId: string | null;
  personName: string;
  action: string;
  subjectType: string;
  subjectId: string;
  summary: string;
  changes: string | null;
  address: string;
  /** UTC, to the microsecond. */
  at: string;
}

/** A record with its place in its chain. */
export interface SealedRecord extends AuditRecord {
  number: number;
  seal: string;
}

/** The last sealed act of a chain. `chain` is the client's id, 0 for what belongs to none. */
export interface AuditHead {
  chain: number;
  number: number;
  seal: string;
}

/** One sealer at a time in all processes; whoever comes second leaves it to the first. */
const SEALER_LOCK = 7_300_411;

const record = sql`id::text, organization_id::text as "organizationId", person_id::text as "personId",
  person_name as "personName", action, subject_type as "subjectType", subject_id as "subjectId", summary,
  changes::text, address, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') as at`;

/** Whether this transaction is the one that seals. */
export async function claimSealing(tx: Queryable): Promise<boolean> {
  const [row] = await tx.execute<{ mine: boolean }>(
    sql`select pg_try_advisory_xact_lock(${SEALER_LOCK}) as mine`,
  );
  return row?.mine === true;
}

/** Acts without a seal, in the order of their ids. */
export async function findUnsealed(tx: Queryable, limit: number): Promise<AuditRecord[]> {
  return [
    ...(await tx.execute<Record<string, unknown> & AuditRecord>(
      sql`select ${record} from audit_events where seal is null order by id limit ${limit}`,
    )),
  ];
}

/** The last sealed act of each chain. */
export async function listAuditHeads(db: Queryable): Promise<AuditHead[]> {
  const rows = await db.execute<{ chain: string; number: string; seal: string }>(sql`
    select chains.chain::text, head.number::text, head.seal
      from (select id as chain from organizations union all select 0) as chains
     cross join lateral (
       select number, seal from audit_events
        where coalesce(organization_id, 0) = chains.chain and number is not null
        order by number desc limit 1) as head`);
  return rows.map(({ chain, number, seal }) => ({
    chain: Number(chain),
    number: Number(number),
    seal,
  }));
}

/** Writes seals. The database takes them for rows that have none, once. */
export async function saveSeals(
  tx: Queryable,
  seals: ReadonlyArray<{ id: string; number: number; seal: string }>,
): Promise<void> {
  await tx.execute(sql`
    update audit_events set number = given.number, seal = given.seal
      from json_to_recordset(${JSON.stringify(seals)}::text::json) as given(id bigint, number bigint, seal text)
     where audit_events.id = given.id`);
}

/** The chains that there are, those without a client among them. */
export async function listChains(db: Queryable): Promise<number[]> {
  const rows = await db.execute<{ chain: string }>(
    sql`select distinct coalesce(organization_id, 0)::text as chain from audit_events`,
  );
  return rows.map(({ chain }) => Number(chain));
}

/** The sealed acts of a chain after a number. */
export async function readChain(
  db: Queryable,
  chain: number,
  after: number,
  limit: number,
): Promise<SealedRecord[]> {
  const rows = await db.execute<Record<string, unknown> & SealedRecord>(sql`
    select ${record}, number::float8 as number, seal from audit_events
     where coalesce(organization_id, 0) = ${chain} and number > ${after}
     order by number limit ${limit}`);
  return [...rows];
}

/** How many acts have no seal yet. */
export async function countUnsealed(db: Queryable): Promise<number> {
  const [row] = await db.execute<{ count: number }>(
    sql`select count(*)::int as count from audit_events where seal is null`,
  );
  return row?.count ?? 0;
}

/** Those of these heads that are no longer in their chain as they were. */
export async function listLostHeads(
  db: Queryable,
  kept: readonly AuditHead[],
): Promise<AuditHead[]> {
  const rows = await db.execute<Record<string, unknown> & AuditHead>(sql`
    select given.chain::float8 as chain, given.number::float8 as number, given.seal
      from json_to_recordset(${JSON.stringify(kept)}::text::json) as given(chain bigint, number bigint, seal text)
      left join audit_events on coalesce(organization_id, 0) = given.chain and audit_events.number = given.number
     where audit_events.seal is distinct from given.seal`);
  return [...rows];
}
