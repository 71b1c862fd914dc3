import { and, eq } from "drizzle-orm";
import { afterAll, describe, expect, test } from "vitest";
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
import { importBranches } from "../branches/import-branches.ts";
import { updateProfile } from "../profiles/update-profile.ts";
import { createAccessLink } from "./create-access-link.ts";
import { createPerson } from "./create-person.ts";
import { listPeople } from "./list-people.ts";
import { listProfileChoices } from "./list-profile-choices.ts";
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

describe("with only the profiles that ship", () => {
  const shipped = async (allOrganizations: boolean) => {
    const [profile] = await db
      .select()
      .from(profiles)
      .where(and(eq(profiles.shipped, true), eq(profiles.allOrganizations, allOrganizations)))
      .orderBy(profiles.id);
    return profile!.id;
  };

  test("support registers, invites again, changes, disables and enables a person of a client", async () => {
    const [support, client] = [await shipped(true), await shipped(false)];
    const agent = await makePerson(database, { organizationId: null, profileId: support });
    // The client's own people read its customers' data; support gets that right by an explicit act only.
    expect(agent.permissions.has("personalData")).toBe(false);
    const organizationId = await makeOrganization(database);
    const choices = await listProfileChoices(agent, {});
    expect(choices.ok && choices.value.map(({ id }) => id)).toContain(client);
    const email = newEmail();
    const made = await createPerson(agent, {
      name: "Nova",
      email,
      profileId: client,
      organizationId,
    });
    const id = made.ok ? made.value.id : 0;
    const outcomes = [
      made,
      await createAccessLink(agent, { id }),
      await updatePerson(agent, { id, name: "Nova de Souza", email, profileId: client }),
      await setPersonActive(agent, { id, active: false }),
      await setPersonActive(agent, { id, active: true }),
    ];
    expect(outcomes).toEqual(outcomes.map(() => expect.objectContaining({ ok: true })));
    const listed = await listPeople(agent, {
      page: 1,
      pageSize: 10,
      search: "",
      filters: {},
      sort: null,
      organizationId,
    });
    expect(listed.ok && listed.value.rows).toMatchObject([{ id, manageable: true }]);
  });

  test("support gives the right to read personal data neither to itself nor to a profile", async () => {
    const support = await shipped(true);
    const agent = await makePerson(database, { organizationId: null, profileId: support });
    await makePerson(database, { organizationId: null, permissions: everything });
    const reading = await makeProfile(database, true, ["view", "personalData"]);
    expect(
      await createPerson(agent, {
        name: "Curiosa",
        email: newEmail(),
        profileId: reading,
        organizationId: null,
      }),
    ).toMatchObject({ ok: false, problem: { fields: { profileId: expect.any(String) } } });
    const [own] = await db.select().from(profiles).where(eq(profiles.id, support));
    expect(
      await updateProfile(agent, {
        id: support,
        version: own!.version,
        name: own!.name,
        permissions: [...agent.permissions, "personalData"],
      }),
    ).toMatchObject({ ok: false, problem: { kind: "forbidden" } });
  });

  test("what else a client's person may do and support may not stays out of its reach", async () => {
    const agent = await makePerson(database, {
      organizationId: null,
      permissions: ["people", "view"],
    });
    const organizationId = await makeOrganization(database);
    for (const permission of PERMISSIONS.filter((one) => one !== "people" && one !== "view")) {
      const person = await makePerson(database, { organizationId, permissions: [permission] });
      expect([permission, (await createAccessLink(agent, { id: person.personId })).ok]).toEqual([
        permission,
        permission === "personalData",
      ]);
    }
  });
});
