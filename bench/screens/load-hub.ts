import type { Sql } from "postgres";

/** How much a hub holds. */
export interface HubSize {
  integrations: number;
  tasks: number;
  lines: number;
}

/** The busiest integration of the loaded hub, and what a request asks of it. */
export interface LoadedHub {
  busiest: number;
  lines: number;
  tasks: number;
}

const DAYS = 30;
/** Of all log lines, one in this many is the busiest integration's; of all tasks, one in this many. */
const BUSIEST_LINES = 10;
const BUSIEST_TASKS = 1000;

/** Fills a migrated database; triggers and foreign keys sleep meanwhile, and what they would keep is written here. */
export async function loadHub(sql: Sql, size: HubSize): Promise<LoadedHub> {
  const organizations = Math.max(1, Math.round(size.integrations / 1000));
  const lines = Math.max(1, Math.floor(size.lines / BUSIEST_LINES));
  const tasks = Math.max(1, Math.floor(size.tasks / BUSIEST_TASKS));
  await sql.unsafe("set session_replication_role = replica");
  await sql.unsafe("set maintenance_work_mem = '512MB'");
  for (let day = 0; day < DAYS; day++) {
    await sql.unsafe(`do $$ declare d date := current_date - ${day}; begin
      execute format('create table if not exists %I partition of log_lines for values from (%L) to (%L)', 'log_lines_' || to_char(d, 'YYYYMMDD'), d::text || ' 00:00:00+00', (d + 1)::text || ' 00:00:00+00'); end $$`);
  }
  await sql`insert into connectors (id, name, summary, contract, transport, manual_max_days, settings, operations)
    values ('smarket', 'Smarket', 'x', 'observed', 'ftp', 31, '[]', '{}'), ('audit', 'Audit', 'x', 'generic', 'sftp', 31, '[]', '{}'), ('scanntech', 'ScannTech', 'x', 'observed', 'rest', 31, '[]', '{}') on conflict do nothing`;
  await sql`insert into organizations (id, name) select g, 'Drogarias ' || g from generate_series(1, ${organizations}::int) g`;
  await sql`insert into branches (organization_id, id, code, name, cnpj, city, state) select g, g * 10 + b, b::text, 'Loja ' || b, lpad((g * 10 + b)::text, 14, '0'), 'Campinas', 'SP' from generate_series(1, ${organizations}::int) g, generate_series(1, 2) b`;
  await sql`insert into integrations (organization_id, id, connector_id, description, active, interval_minutes, last_task_id, last_task_status, last_task_at)
    select 1 + g % ${organizations}, g, (array['smarket','audit','scanntech'])[1 + g % 3], 'Farmácia ' || substr(md5(g::text), 1, 6) || ' vendas', g % 9 <> 0, 60, g, case when g % 50 = 0 then 'failed' else 'done' end, now() - g * interval '1 second'
      from generate_series(1, ${size.integrations}::int) g`;
  await sql`insert into integration_branches (organization_id, integration_id, branch_id) select organization_id, id, organization_id * 10 + b from integrations, generate_series(1, 2) b`;
  await sql`insert into schedules (organization_id, integration_id, operation, next_run_at) select organization_id, id, 'sales', now() + interval '1 hour' from integrations where active`;
  await sql`insert into tasks (organization_id, id, integration_id, operation, period, status, failure_reason, origin, requested_name, created_at, started_at, prepared_at, finished_at)
    select 1 + i % ${organizations}, g, i, 'sales', daterange(current_date - 1 - (g % 300)::int, current_date - (g % 300)::int), s, case when s = 'failed' then 'O parceiro recusou 3 de 200 registros' end,
           'schedule', case when g % 4 = 0 then 'Ana Souza' else 'Sistema' end, now() - g * interval '1 second', now(), now(), now()
      from generate_series(1, ${size.tasks}::int) g, lateral (select case when g <= ${tasks} then 1 else 1 + g % ${size.integrations} end as i, case when g % 20 = 0 then 'failed' else 'done' end as s) r`;
  await sql`insert into files (organization_id, id, task_id, integration_id, generation, name, status, branch_id, content_type, rows, bytes, sha256, storage_key)
    select organization_id, id, id, integration_id, 1, 'cupom-' || id || '.csv', 'done', organization_id * 10 + 1, 'text/csv', 100, 4096, 'x', 'x' from tasks`;
  await loadLines(sql, size, organizations, lines);
  for (const table of ["organizations", "branches", "integrations", "tasks", "files"])
    await sql.unsafe(
      `select setval(pg_get_serial_sequence('${table}', 'id'), (select max(id) from ${table}))`,
    );
  await sql.unsafe("set session_replication_role = origin");
  await sql.unsafe("vacuum analyze");
  return { busiest: 1, lines, tasks };
}

/** The busiest integration's log first; the rest is spread evenly. Older lines are on older days, as they would be. */
async function loadLines(
  sql: Sql,
  size: HubSize,
  organizations: number,
  busiest: number,
): Promise<void> {
  const insert = (first: number, last: number) => sql`
    insert into log_lines (organization_id, integration_id, number, task_id, attempt, at, level, text)
    select 1 + i % ${organizations}, i, n, 1 + g % ${size.tasks}, 1, date_trunc('day', now()) - interval '1 day' * (${DAYS - 1} - floor(share * ${DAYS - 1}))::int, case when g % 1000 = 0 then 3 when g % 100 = 0 then 2 else 1 end, 'Arquivo cupom-' || g || '.csv entregue e aceito.'
      from generate_series(${first}::int, ${last}::int) g,
           lateral (select case when g <= ${busiest} then 1 else 2 + (g - ${busiest} - 1) % greatest(${size.integrations} - 1, 1) end as i,
                           case when g <= ${busiest} then g else 1 + (g - ${busiest} - 1) / greatest(${size.integrations} - 1, 1) end as n,
                           case when g <= ${busiest} then g::float8 / ${busiest} else g::float8 / ${size.lines} end as share) r`;
  const step = 1_000_000;
  for (let first = 1; first <= size.lines; first += step)
    await insert(first, Math.min(size.lines, first + step - 1));
  await sql`insert into log_heads (organization_id, integration_id, last_number) select organization_id, integration_id, max(number) from log_lines group by 1, 2`;
}
