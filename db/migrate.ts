import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { readMigrationFiles } from "drizzle-orm/migrator";
import postgres from "postgres";

const MIGRATION_LOCK = 7_300_410;
/** A table that is in use is waited for no longer than this: everybody behind the wait waits too. */
const LOCK_TIMEOUT = "5s";
const TRIES = 12;
/** How long another process may be migrating. */
const PATIENCE_MS = 15 * 60_000;
const LOOK_MS = 500;

interface MigrateOptions {
  folder?: string;
  patienceMs?: number;
  /** Told what the start waits for. */
  say?: (sentence: string) => void;
}

/**
 * Brings the schema up to date, each migration in a transaction of its own: what was done before a
 * failure stays, and no lock is held longer than one of them takes. Safe when several processes start
 * at once: one migrates, the others wait and say for whom.
 */
export async function migrateDatabase(url: string, options: MigrateOptions = {}): Promise<void> {
  const { folder = path.join(process.cwd(), "drizzle"), say = console.warn } = options;
  const client = postgres(url, {
    max: 1,
    onnotice: () => undefined,
    connection: { application_name: "enlace-migrate" },
  });
  try {
    await waitForTurn(client, options.patienceMs ?? PATIENCE_MS, say);
    await client.unsafe(
      "create schema if not exists drizzle; create table if not exists drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)",
    );
    const [last] = await client<{ at: string | null }[]>`
      select max(created_at) as at from drizzle.__drizzle_migrations`;
    const done = Number(last?.at ?? -1);
    for (const migration of readMigrationFiles({ migrationsFolder: folder })) {
      if (migration.folderMillis > done) await apply(client, migration, say);
    }
  } finally {
    await client.end({ timeout: 5 });
  }
}

async function apply(
  client: postgres.Sql,
  { sql, hash, folderMillis }: ReturnType<typeof readMigrationFiles>[number],
  say: (sentence: string) => void,
): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await client.begin(async (tx) => {
        await tx.unsafe(`set local lock_timeout = '${LOCK_TIMEOUT}'`);
        for (const statement of sql) await tx.unsafe(statement);
        await tx`insert into drizzle.__drizzle_migrations (hash, created_at) values (${hash}, ${folderMillis})`;
      });
      return;
    } catch (error) {
      // 55P03: another transaction holds a table. Let those behind it through, then ask again.
      if ((error as { code?: string }).code !== "55P03" || tries === TRIES) throw error;
      if (tries === 1) say("Uma tabela está em uso. A atualização do banco tenta novamente.");
      await wait(LOOK_MS);
    }
  }
}

/** The lock lasts as long as the connection, which no pooler may stand behind. */
async function waitForTurn(
  client: postgres.Sql,
  patienceMs: number,
  say: (sentence: string) => void,
): Promise<void> {
  const until = Date.now() + patienceMs;
  for (let said = false; ; said = true) {
    const [row] = await client<{ taken: boolean }[]>`
      select pg_try_advisory_lock(${MIGRATION_LOCK}) as taken`;
    if (row?.taken) return;
    const holder = await describeHolder(client);
    if (Date.now() >= until)
      throw new Error(
        `Outro processo mantém a atualização do banco bloqueada: ${holder}. Se ele não existe mais, encerre a conexão dele com SELECT pg_terminate_backend(<pid>) e inicie novamente.`,
      );
    if (!said) say(`Outro processo está atualizando o banco: ${holder}. Este aguarda.`);
    await wait(LOOK_MS);
  }
}

async function describeHolder(client: postgres.Sql): Promise<string> {
  const [row] = await client<{ pid: number; name: string; address: string; state: string }[]>`
    select a.pid, a.application_name as name, coalesce(host(a.client_addr), 'local') as address,
           coalesce(a.state, '?') as state
      from pg_locks l join pg_stat_activity a on a.pid = l.pid
     where l.locktype = 'advisory' and l.granted and l.classid = 0 and l.objid = ${MIGRATION_LOCK}
       and l.database = (select oid from pg_database where datname = current_database())`;
  return row
    ? `pid ${row.pid}, ${row.name || "sem nome"}, de ${row.address}, ${row.state}`
    : "a conexão acabou de se encerrar";
}
