import postgres from "postgres";
import { type EmbeddedServer, OWNER_ROLE } from "@/db/embedded-server.ts";
import { migrateDatabase } from "@/db/migrate.ts";
import { installQueue } from "@/lib/engine/install-queue.ts";

/**
 * Makes the database, and the role that owns it, when they are missing; one that a superuser owned
 * changes hands. The result is the address to use it by.
 */
export async function createDatabase(
  server: Pick<EmbeddedServer, "url" | "urlOf" | "adminUrlOf">,
  name: string,
): Promise<string> {
  const admin = postgres(server.url, { max: 1, onnotice: () => undefined });
  try {
    const [role] = await admin`select 1 from pg_roles where rolname = ${OWNER_ROLE}`;
    if (!role) await admin.unsafe(`create role ${OWNER_ROLE} login createrole`);
    const [found] = await admin<{ owner: string }[]>`
      select pg_get_userbyid(datdba) as owner from pg_database where datname = ${name}`;
    if (!found) await admin.unsafe(`create database ${name} owner ${OWNER_ROLE}`);
    else if (found.owner !== OWNER_ROLE) await handOver(server.adminUrlOf(name), name);
  } finally {
    await admin.end({ timeout: 5 });
  }
  return server.urlOf(name);
}

/**
 * Everything in it that is no part of an extension goes to the owner, all or nothing. Postgres' own
 * REASSIGN OWNED refuses what the first superuser owns.
 */
async function handOver(url: string, name: string): Promise<void> {
  const client = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    await client.begin(async (tx) => {
      const statements = await tx<{ statement: string }[]>`
        with own as (
          select oid from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'
        ), bound as (
          select classid, objid from pg_depend
           where deptype = 'e' or (deptype in ('a', 'i') and refclassid = 'pg_class'::regclass and objid <> refobjid)
        )
        select format('alter schema %I owner to %I', n.nspname, ${OWNER_ROLE}::text) as statement
          from pg_namespace n where n.oid in (table own)
        union all
        select format('alter %s %s owner to %I', case c.relkind when 'S' then 'sequence' when 'v' then 'view' when 'm' then 'materialized view' else 'table' end, c.oid::regclass, ${OWNER_ROLE}::text)
          from pg_class c
         where c.relkind in ('r', 'p', 'v', 'm', 'S') and c.relnamespace in (table own)
           and (c.relkind <> 'S' or not exists (select from bound where classid = 'pg_class'::regclass and objid = c.oid))
        union all
        select format('alter routine %s owner to %I', p.oid::regprocedure, ${OWNER_ROLE}::text)
          from pg_proc p where p.pronamespace in (table own) and not exists (select from bound where classid = 'pg_proc'::regclass and objid = p.oid)
        union all
        select format('alter type %s owner to %I', t.oid::regtype, ${OWNER_ROLE}::text)
          from pg_type t
         where t.typtype in ('e', 'd') and t.typnamespace in (table own) and not exists (select from bound where classid = 'pg_type'::regclass and objid = t.oid)`;
      for (const { statement } of statements) await tx.unsafe(statement);
      const roles = await tx<{ name: string }[]>`
        select rolname as name from pg_roles where rolname in ('enlace_support', 'enlace_client')`;
      for (const role of roles)
        await tx.unsafe(`grant ${role.name} to ${OWNER_ROLE} with admin option`);
      await tx.unsafe(`alter database ${name} owner to ${OWNER_ROLE}`);
    });
  } finally {
    await client.end({ timeout: 5 });
  }
}

/** Schema and queue, up to date. */
export async function prepareDatabase(url: string): Promise<void> {
  await migrateDatabase(url);
  await installQueue(url);
}
