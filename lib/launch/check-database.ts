import postgres from "postgres";
import { type PoolName, POOLS, sizeOfPool } from "@/db/pools.ts";

const OLDEST = 180_000;
const ROLES = ["enlace_support", "enlace_client"] as const;
/** Besides the pools: the queue, the line of news, and what reads movements for partners. */
const BESIDES = 12;

/** Asks one connection something. */
type Ask = (query: string) => Promise<Array<Record<string, unknown>>>;

/**
 * What the database lacks, a sentence each with its remedy, in the order in which to put them right.
 * Nothing is changed.
 */
export async function checkDatabase(url: string, pool: number): Promise<string[]> {
  const open = () => postgres(url, { max: 1, connect_timeout: 10, onnotice: () => undefined });
  const [first, second] = [open(), open()];
  const ask =
    (client: postgres.Sql): Ask =>
    async (query) => [...(await client.unsafe(query))];
  try {
    return [
      ...(await checkServer(ask(first), pool)),
      ...(await checkRights(ask(first))),
      ...(await checkPooler(ask(first), ask(second))),
    ];
  } finally {
    await Promise.all([first.end({ timeout: 2 }), second.end({ timeout: 2 })]);
  }
}

async function checkServer(ask: Ask, pool: number): Promise<string[]> {
  const [row] = await ask(
    "select current_setting('server_version_num')::int as version, current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int as connections",
  );
  const [version, connections] = [Number(row?.version), Number(row?.connections)];
  if (version < OLDEST)
    return [
      `O Enlace precisa do Postgres 18 ou mais novo; em DATABASE_URL responde a versão ${Math.floor(version / 10_000)}.`,
    ];
  const wanted = (Object.keys(POOLS) as PoolName[]).reduce(
    (sum, name) => sum + sizeOfPool(name, pool),
    BESIDES,
  );
  return wanted <= connections
    ? []
    : [
        `DATABASE_POOL=${pool} pede até ${wanted} conexões e o servidor aceita ${connections}. Diminua DATABASE_POOL ou aumente max_connections no Postgres.`,
      ];
}

async function checkRights(ask: Ask): Promise<string[]> {
  const [own] = await ask(`
    select current_user as name, rolsuper as superuser, rolbypassrls as bypass, rolcreaterole as makes_roles,
           has_database_privilege(current_database(), 'CREATE') as creates,
           has_schema_privilege('public', 'CREATE') as creates_tables,
           quote_ident(current_database()) as database, quote_ident(current_user) as quoted
      from pg_roles where rolname = current_user`);
  if (!own) return [];
  const problems: string[] = [];
  if (own.superuser === true || own.bypass === true)
    problems.push(
      `O usuário ${String(own.name)} de DATABASE_URL é superusuário ou ignora a segurança por linha. Use um usuário comum, dono das tabelas: CREATE ROLE enlace LOGIN CREATEROLE PASSWORD '…'; ALTER DATABASE ${String(own.database)} OWNER TO enlace;`,
    );
  if (own.creates !== true)
    problems.push(
      `O usuário ${String(own.name)} não pode criar esquemas no banco. Execute: GRANT CREATE ON DATABASE ${String(own.database)} TO ${String(own.quoted)};`,
    );
  if (own.creates_tables !== true)
    problems.push(
      `O usuário ${String(own.name)} não pode criar tabelas no esquema public. Execute: GRANT CREATE ON SCHEMA public TO ${String(own.quoted)};`,
    );
  return [...problems, ...(await checkRoles(ask, own))];
}

async function checkRoles(ask: Ask, own: Record<string, unknown>): Promise<string[]> {
  const list = ROLES.map((role) => `'${role}'`).join(", ");
  const found = await ask(
    `select rolname as name, rolsuper or rolbypassrls as bypass, pg_has_role(current_user, oid, 'SET') as may from pg_roles where rolname in (${list})`,
  );
  const missing = ROLES.filter((role) => !found.some(({ name }) => name === role));
  if (missing.length > 0 && own.makes_roles !== true && own.superuser !== true)
    return [
      `Faltam os papéis ${missing.join(" e ")}, e o usuário de DATABASE_URL não pode criá-los. Um administrador executa: ${missing.map((role) => `CREATE ROLE ${role} NOLOGIN NOBYPASSRLS;`).join(" ")} GRANT ${missing.join(", ")} TO ${String(own.quoted)} WITH ADMIN OPTION;`,
    ];
  const [barred] = found.filter(({ may }) => may !== true);
  if (barred)
    return [
      `O usuário de DATABASE_URL não pode assumir o papel ${String(barred.name)}. Execute: GRANT ${ROLES.join(", ")} TO ${String(own.quoted)} WITH ADMIN OPTION;`,
    ];
  const [free] = found.filter(({ bypass }) => bypass === true);
  return free
    ? [
        `O papel ${String(free.name)} ignora a segurança por linha. Execute: ALTER ROLE ${String(free.name)} NOSUPERUSER NOBYPASSRLS;`,
      ]
    : [];
}

/**
 * Two connections that reach the same server process stand behind a pooler that hands one out anew at
 * each transaction: notifications and session locks are lost there, and statements break.
 */
export async function checkPooler(first: Ask, second: Ask): Promise<string[]> {
  const pidOf = async (ask: Ask) => Number((await ask("select pg_backend_pid() as pid"))[0]?.pid);
  const one = await pidOf(first);
  const other = await pidOf(second);
  return one === other || (await pidOf(first)) !== one
    ? [
        "Há um pooler em modo de transação entre o Enlace e o Postgres. Aponte DATABASE_URL direto para o Postgres ou use o pooler em modo de sessão (pool_mode = session).",
      ]
    : [];
}
