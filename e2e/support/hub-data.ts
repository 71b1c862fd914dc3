import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import postgres from "postgres";
import { decryptSecret, encryptSecret, type SecretKey } from "@/lib/secrets.ts";

/** A test's own integration in the demo under test. */
export interface OwnIntegration {
  id: number;
  organizationId: number;
  name: string;
}

const home = path.resolve(process.env.ENLACE_HOME ?? ".enlace");

/** The database of the demo under test, for data that no screen can make: a million lines, an old failure. */
export function openHub(): postgres.Sql {
  const port = Number(
    readFileSync(path.join(home, "postgres/data/postmaster.pid"), "utf8").split("\n")[3],
  );
  return postgres(`postgres://enlace@127.0.0.1:${port}/enlace`, {
    max: 2,
    onnotice: () => undefined,
  });
}

function demoKeys(): SecretKey[] {
  const { ENLACE_KEYS } = JSON.parse(readFileSync(path.join(home, "secrets.json"), "utf8")) as {
    ENLACE_KEYS: string;
  };
  const [id = "", encoded = ""] = ENLACE_KEYS.split(":");
  return [{ id, key: Buffer.from(encoded, "base64") }];
}

/**
 * Copies one of the demo's integrations, settings and branches included, under a name of its own.
 * It is run by hand only.
 */
export async function copyIntegration(
  sql: postgres.Sql,
  demoName = "Smarket – ofertas e cupons",
): Promise<OwnIntegration> {
  const name = `Envio ${randomUUID().slice(0, 8)}`;
  const [original] =
    await sql`select organization_id, id from integrations where description = ${demoName}`;
  if (!original) throw new Error(`the demo has no integration ${demoName}`);
  const [copy] =
    await sql`insert into integrations (organization_id, connector_id, description, active, interval_minutes) select organization_id, connector_id, ${name}, true, 44640 from integrations where id = ${original.id} returning id`;
  const organizationId = Number(original.organization_id);
  const id = Number(copy?.id);
  await sql`insert into integration_branches (organization_id, integration_id, branch_id) select organization_id, ${id}, branch_id from integration_branches where integration_id = ${original.id}`;
  // Without a moment the sweep would plan one, and say so in a log whose lines a test counts.
  await sql`insert into schedules (organization_id, integration_id, operation, next_run_at) select organization_id, ${id}, operation, next_run_at from schedules where integration_id = ${original.id}`;
  const keys = demoKeys();
  for (const row of await sql`select key, branch_id, value, ciphertext from integration_settings where integration_id = ${original.id}`) {
    const place = { organizationId, key: String(row.key), branchId: Number(row.branch_id) };
    const ciphertext =
      row.ciphertext === null
        ? null
        : encryptSecret(
            keys,
            { ...place, integrationId: id },
            decryptSecret(
              keys,
              { ...place, integrationId: Number(original.id) },
              String(row.ciphertext),
            ),
          );
    await sql`insert into integration_settings (organization_id, integration_id, key, branch_id, value, ciphertext) values (${organizationId}, ${id}, ${place.key}, ${place.branchId}, ${row.value}, ${ciphertext})`;
  }
  return { id, organizationId, name };
}

/** A task that stands as said, over one day of long ago. */
export async function insertTask(
  sql: postgres.Sql,
  of: OwnIntegration,
  task: { status: "pending" | "done" | "failed"; day: string; reason?: string; user?: string },
): Promise<number> {
  const [row] = await sql`
    insert into tasks (organization_id, integration_id, operation, period, status, failure_reason, failure_kind, origin, requested_name, prepared_at, started_at, finished_at)
    values (${of.organizationId}, ${of.id}, 'files', daterange(${task.day}::date, ${task.day}::date, '[]'), ${task.status}, ${task.reason ?? null}, ${task.reason ? "rejected" : null}, 'schedule', ${task.user ?? "Sistema"}, now(), now(), now())
    returning id`;
  return Number(row?.id);
}

/** Adds lines to an integration's log at one stroke, and says so to open pages; line N reads "Linha de teste N". */
export async function writeLines(
  sql: postgres.Sql,
  of: OwnIntegration,
  lines: { count: number; taskId?: number; level?: 0 | 1 | 2 | 3; text?: string },
): Promise<void> {
  await sql.begin(async (tx) => {
    const [head] = await tx`
      insert into log_heads (organization_id, integration_id, last_number) values (${of.organizationId}, ${of.id}, ${lines.count})
      on conflict (organization_id, integration_id) do update set last_number = log_heads.last_number + excluded.last_number returning last_number`;
    const first = Number(head?.last_number) - lines.count + 1;
    await tx`
      insert into log_lines (organization_id, integration_id, number, task_id, attempt, at, level, text)
      select ${of.organizationId}, ${of.id}, n, ${lines.taskId ?? null}, 1, now(), ${lines.level ?? 1}, coalesce(${lines.text ?? null}::text, 'Linha de teste ' || n)
        from generate_series(${first}::bigint, ${first + lines.count - 1}::bigint) n`;
    await tx`select pg_notify('enlace', ${`logs ${of.organizationId}:${of.id}`})`;
  });
}
