import { sql } from "drizzle-orm";
import { Gauge, Registry } from "prom-client";
import type { Database } from "@/db/client.ts";
import { countSecretsByKey } from "@/db/queries/people/ciphertexts.ts";
import { countOpenHolds } from "@/db/queries/restore/restore-holds.ts";
import { requestMetrics } from "./watch-requests.ts";

const BUSY_STATES = ["created", "retry", "active", "failed"];

/**
 * Everything a monitor reads, in Prometheus' text format. Figures of the database are taken now,
 * those of HTTP since the process began.
 */
export async function readMetrics(db: Database, keys: readonly { id: string }[]): Promise<string> {
  const registry = new Registry();
  const tasks = new Gauge({
    name: "enlace_tasks",
    help: "Tasks of the last 24 hours, and all unfinished ones, by status",
    labelNames: ["status"],
    registers: [registry],
  });
  for (const row of await db.execute<{ status: string; count: number }>(
    sql`select status, count(*)::int as count from tasks where created_at > now() - interval '24 hours' or status in ('pending', 'sent') group by status`,
  ))
    tasks.set({ status: row.status }, row.count);

  const depth = new Gauge({
    name: "enlace_queue_jobs",
    help: "Jobs in the queue by queue and state",
    labelNames: ["queue", "state"],
    registers: [registry],
  });
  for (const row of await db.execute<{ name: string; state: string; count: number }>(
    sql`select name, state::text as state, count(*)::int as count from pgboss.job where state::text in ${BUSY_STATES} group by 1, 2`,
  ))
    depth.set({ queue: row.name, state: row.state }, row.count);

  const waiting = new Gauge({
    name: "enlace_queue_oldest_seconds",
    help: "Age of the oldest job that could already run",
    registers: [registry],
  });
  const [oldest] = await db.execute<{ seconds: number }>(
    sql`select coalesce(extract(epoch from now() - min(start_after)), 0)::float as seconds from pgboss.job where state::text in ('created', 'retry') and start_after <= now()`,
  );
  waiting.set(oldest?.seconds ?? 0);

  const late = new Gauge({
    name: "enlace_schedule_late_seconds",
    help: "How late the latest due schedule of an active integration is",
    registers: [registry],
  });
  const [due] = await db.execute<{ seconds: number }>(
    sql`select coalesce(greatest(extract(epoch from now() - min(next_run_at)), 0), 0)::float as seconds from schedules s where not exists (select from restore_holds h where h.organization_id = s.organization_id and h.integration_id = s.integration_id and h.released_at is null)`,
  );
  late.set(due?.seconds ?? 0);

  const held = new Gauge({
    name: "enlace_restore_holds",
    help: "Integrations of a restored copy that wait to be released",
    registers: [registry],
  });
  held.set((await countOpenHolds(db)).count);

  const sealed = new Gauge({
    name: "enlace_secrets_without_key",
    help: "Stored secrets in use whose key is not among this process's ENLACE_KEYS",
    registers: [registry],
  });
  sealed.set(
    (await countSecretsByKey(db))
      .filter(({ keyId }) => !keys.some(({ id }) => id === keyId))
      .reduce((sum, { count }) => sum + count, 0),
  );

  const logLag = new Gauge({
    name: "enlace_log_lag_seconds",
    help: "Seconds since the newest log line while tasks are running; 0 when none runs",
    registers: [registry],
  });
  const [lag] = await db.execute<{ seconds: number }>(
    sql`select case when exists (select from pgboss.job where state::text = 'active') then coalesce(extract(epoch from now() - (select max(at) from log_lines where at > now() - interval '1 day')), 0) else 0 end::float as seconds`,
  );
  logLag.set(Math.max(0, lag?.seconds ?? 0));

  const faults = new Gauge({
    name: "enlace_audit_faults",
    help: "Faults that the last check of the audit log found",
    registers: [registry],
  });
  const [check] = await db.execute<{ faults: number }>(
    sql`select coalesce(jsonb_array_length(changes -> 'faults'), 0) as faults from audit_events where organization_id is null and action = 'check-audit' order by id desc limit 1`,
  );
  faults.set(check?.faults ?? 0);
  const differences = new Gauge({
    name: "enlace_day_differences",
    help: "Days of which the account said something else than its sources at the last nightly check",
    registers: [registry],
  });
  const [days] = await db.execute<{ count: number }>(
    sql`select coalesce((changes ->> 'differences')::int, 0) as count from audit_events where organization_id is null and action = 'check-days' order by id desc limit 1`,
  );
  differences.set(days?.count ?? 0);
  const unsealed = new Gauge({
    name: "enlace_audit_unsealed",
    help: "Acts in the audit log that have no seal yet",
    registers: [registry],
  });
  const [open] = await db.execute<{ count: number }>(
    sql`select count(*)::int as count from audit_events where seal is null`,
  );
  unsealed.set(open?.count ?? 0);
  return Registry.merge([registry, requestMetrics()]).metrics();
}
