import { eq, sql } from "drizzle-orm";
import { afterAll, expect, test } from "vitest";
import { useDatabase } from "@/db/current-database.ts";
import { people, profiles } from "@/db/schema/people.ts";
import {
  FIXTURE_PASSWORD,
  makeOrganization,
  makePerson,
  makeProfile,
} from "@/e2e/support/people-fixture.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { completeCnpj } from "@/lib/core/documents.ts";
import { PERMISSIONS } from "@/lib/core/permissions.ts";
import { changeOwnPassword } from "../account/change-own-password.ts";
import { verifyAuditChain } from "../audit/verify-audit-chain.ts";
import { importBranches } from "../branches/import-branches.ts";
import { updateProfile } from "../profiles/update-profile.ts";
import { createPerson } from "./create-person.ts";
import { setPersonActive } from "./set-person-active.ts";
import { updatePerson } from "./update-person.ts";

const database = await createTestDatabase();
useDatabase(database);
const { db } = database;
afterAll(() => database.close());

const everything = [...PERMISSIONS];
const newEmail = () => `n${Math.random().toString(36).slice(2)}@loja.test`;

test("two administrators who disable each other at once: one remains", async () => {
  const [one, other] = [
    await makePerson(database, { organizationId: null }),
    await makePerson(database, { organizationId: null }),
  ];
  const results = await Promise.all([
    setPersonActive(one, { id: other.personId, active: false }),
    setPersonActive(other, { id: one.personId, active: false }),
  ]);
  expect(results.filter(({ ok }) => ok)).toHaveLength(1);
  const left = await db.select({ id: people.id }).from(people).where(eq(people.active, true));
  expect(left).toHaveLength(1);

  // The one who is left cannot take the right from their own profile either.
  const last = left[0]?.id === one.personId ? one : other;
  const [profile] = await db.select().from(profiles).where(eq(profiles.id, last.profileId));
  const outcome = await updateProfile(last, {
    id: last.profileId,
    version: profile!.version,
    name: profile!.name,
    permissions: ["view", "people"],
  });
  expect(outcome).toMatchObject({ ok: false, problem: { kind: "refused" } });
});

test("the database itself keeps the shipped profiles and an administrator", async () => {
  await expect(db.delete(profiles).where(eq(profiles.shipped, true))).rejects.toMatchObject({
    cause: { code: "EN005" },
  });
  await expect(db.update(people).set({ active: false })).rejects.toMatchObject({
    cause: { code: "EN004" },
  });
});

test("nobody gives what they lack, by profile or by person", async () => {
  const manager = await makePerson(database, {
    organizationId: null,
    permissions: ["people", "profiles"],
  });
  await makePerson(database, { organizationId: null, permissions: everything });
  const profileId = await makeProfile(database, true, ["people"]);
  expect(
    await updateProfile(manager, {
      id: profileId,
      version: 1,
      name: "Mais forte",
      permissions: ["people", "audit"],
    }),
  ).toMatchObject({ ok: false, problem: { kind: "forbidden" } });
  const strong = await makeProfile(database, true, everything);
  expect(
    await createPerson(manager, {
      name: "Forte",
      email: newEmail(),
      profileId: strong,
      organizationId: null,
    }),
  ).toMatchObject({ ok: false, problem: { fields: { profileId: expect.any(String) } } });
});

test("nobody changes somebody who may do more, nor their own profile", async () => {
  const manager = await makePerson(database, { organizationId: null, permissions: ["people"] });
  const strong = await makePerson(database, { organizationId: null, permissions: everything });
  expect(await setPersonActive(manager, { id: strong.personId, active: false })).toMatchObject({
    ok: false,
    problem: { kind: "forbidden" },
  });
  const own = await makeProfile(database, true, ["people"]);
  expect(
    await updatePerson(manager, {
      id: manager.personId,
      name: "Eu",
      email: manager.email,
      profileId: own,
    }),
  ).toMatchObject({ ok: false, problem: { fields: { profileId: expect.any(String) } } });
  expect(await setPersonActive(strong, { id: strong.personId, active: false })).toMatchObject({
    ok: false,
    problem: { kind: "refused" },
  });
});

test("fields that a form does not have change nothing", async () => {
  const organizationId = await makeOrganization(database);
  const elsewhere = await makeOrganization(database);
  const manager = await makePerson(database, { organizationId, permissions: ["view", "people"] });
  const profileId = await makeProfile(database, false, ["view"]);
  const email = newEmail();
  const forged = {
    name: "Nova",
    email,
    profileId,
    organizationId: elsewhere,
    active: false,
    passwordHash: "x",
    sessionVersion: 99,
    id: 1,
  };
  expect(await createPerson(manager, forged)).toMatchObject({ ok: true });
  const [made] = await db.select().from(people).where(eq(people.email, email));
  expect(made).toMatchObject({
    organizationId,
    active: true,
    passwordHash: null,
    sessionVersion: 1,
  });
  expect(made?.id).not.toBe(1);
});

test("the same e-mail twice, in any case, is refused beside its field", async () => {
  const agent = await makePerson(database, { organizationId: null });
  const profileId = await makeProfile(database, true, ["view"]);
  const email = newEmail();
  expect(
    await createPerson(agent, { name: "Uma", email, profileId, organizationId: null }),
  ).toMatchObject({ ok: true });
  expect(
    await createPerson(agent, {
      name: "Outra",
      email: email.toUpperCase(),
      profileId,
      organizationId: null,
    }),
  ).toMatchObject({
    ok: false,
    problem: { kind: "conflict", fields: { email: expect.any(String) } },
  });
});

test("one's own password changes only with the present one, and guesses are counted", async () => {
  const actor = await makePerson(database, { organizationId: null });
  const change = (current: string) =>
    changeOwnPassword(actor, { current, password: "frase inteiramente nova" });
  for (let guess = 0; guess < 5; guess++)
    expect(await change("errada")).toMatchObject({
      ok: false,
      problem: { fields: { current: expect.any(String) } },
    });
  expect(await change(FIXTURE_PASSWORD)).toMatchObject({ ok: false, problem: { kind: "refused" } });
  const other = await makePerson(database, { organizationId: null });
  expect(
    await changeOwnPassword(other, {
      current: FIXTURE_PASSWORD,
      password: "frase inteiramente nova",
    }),
  ).toMatchObject({ ok: true });
});

test("a file of branches: what is right is saved, each wrong line has its sentence", async () => {
  const organizationId = await makeOrganization(database);
  const agent = await makePerson(database, { organizationId: null });
  const [first, second, letters] = [
    completeCnpj("551234560001"),
    completeCnpj("551234560002"),
    completeCnpj("AB1234560001"),
  ];
  const text = `Código;Nome;CNPJ;Cidade;UF\n1;Matriz;${first};Juiz de Fora;mg\n2;Filial;${second.slice(0, 13)}X;Contagem;MG\n3;Letras;${letters};Belém;PA\n1;De novo;${second};Contagem;MG\n4;Igual;${first};Contagem;MG\n5;;${second};;ZZ`;
  const outcome = await importBranches(agent, { organizationId, text });
  expect(outcome).toMatchObject({ ok: true, value: { created: 2, updated: 0 } });
  const lines = outcome.ok ? outcome.value.refused.map(({ line }) => line) : [];
  expect(lines).toEqual([3, 5, 6, 7]);
  expect(await importBranches(agent, { organizationId, text })).toMatchObject({
    ok: true,
    value: { created: 0, updated: 2 },
  });
});

test("the audit chain holds, and an alteration behind its back is found", async () => {
  const agent = await makePerson(database, { organizationId: null });
  expect(await verifyAuditChain(agent, {})).toMatchObject({
    ok: true,
    value: { firstBroken: null, total: expect.any(Number) },
  });
  await expect(db.execute(sql`update audit_events set summary = 'x'`)).rejects.toMatchObject({
    cause: { code: "EN003" },
  });
  await db.execute(sql`alter table audit_events disable trigger audit_events_append_only`);
  await db.execute(sql`update audit_events set summary = 'nada aconteceu' where id = 2`);
  expect(await verifyAuditChain(agent, {})).toMatchObject({ ok: true, value: { firstBroken: 2 } });
});
