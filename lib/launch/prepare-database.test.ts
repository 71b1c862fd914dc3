import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { expect, inject, test } from "vitest";
import { OWNER_ROLE } from "@/db/embedded-server.ts";
import { checkDatabase } from "./check-database.ts";
import { createDatabase, prepareDatabase } from "./prepare-database.ts";

const address = (database: string, role?: string) => {
  const url = new URL(inject("databaseServer"));
  url.pathname = `/${database}`;
  if (role) url.username = role;
  return url.toString();
};
const server = {
  url: inject("databaseServer"),
  urlOf: (database: string) => address(database, OWNER_ROLE),
  adminUrlOf: (database: string) => address(database),
};
const open = (url: string) => postgres(url, { max: 1, onnotice: () => undefined });

test("a database that a superuser owned changes hands whole, once", async () => {
  const name = `owned_${randomBytes(4).toString("hex")}`;
  const admin = open(server.url);
  await admin.unsafe(`create database ${name} template ${inject("templateDatabase")}`);
  await admin.end();
  // As a hub left it that always ran as the superuser.
  const former = open(server.adminUrlOf(name));
  await former.unsafe(`
    do $$ declare one record; begin
      for one in select c.oid::regclass as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
                  where c.relkind in ('r', 'p') and pg_get_userbyid(c.relowner) = '${OWNER_ROLE}' loop
        execute format('alter table %s owner to enlace', one.name);
      end loop;
    end $$;
    alter database ${name} owner to enlace;
    alter schema public owner to enlace;
    create type mood as enum ('a');
    create function one() returns int language sql as 'select 1';
    create view two as select 2 as number;`);
  await former.end();

  const url = await createDatabase(server, name);
  await expect(createDatabase(server, name)).resolves.toBe(url);

  await prepareDatabase(url);
  expect(await checkDatabase(url, 10)).toEqual([]);
  const own = open(url);
  const strangers = await own`
    select c.oid::regclass::text as name
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname !~ '^(pg_|information_schema)' and c.relkind in ('r', 'p', 'S', 'v')
       and pg_get_userbyid(c.relowner) <> ${OWNER_ROLE}`;
  expect([...strangers]).toEqual([]);
  await own.unsafe("drop type mood; drop function one(); drop view two");
  await own.end();
});
