import { and, eq } from "drizzle-orm";
import { afterAll, expect, test } from "vitest";
import { useDatabase } from "@/db/current-database.ts";
import { auditEvents } from "@/db/schema/people.ts";
import { makeOrganization, makePerson } from "@/e2e/support/people-fixture.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { createAccessLink } from "./people/create-access-link.ts";
import { setPersonActive } from "./people/set-person-active.ts";

const database = await createTestDatabase();
useDatabase(database);
const { db } = database;
afterAll(() => database.close());

const triesOf = (personId: number) =>
  db
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.personId, personId), eq(auditEvents.action, "not-found")));

test("asking for what is another client's leaves a row in one's own log, once an hour", async () => {
  const [mine, theirs] = [await makeOrganization(database), await makeOrganization(database)];
  const person = await makePerson(database, { organizationId: mine });
  const foreign = await makePerson(database, { organizationId: theirs });
  for (let again = 0; again < 3; again++)
    expect(await createAccessLink(person, { id: foreign.personId })).toMatchObject({
      ok: false,
      problem: { kind: "not_found" },
    });
  await setPersonActive(person, { id: foreign.personId, active: false });
  const rows = await triesOf(person.personId);
  expect(rows.map(({ organizationId, subjectId }) => [organizationId, subjectId])).toEqual([
    [mine, `create-access-link id=${foreign.personId}`],
    [mine, `set-person-active id=${foreign.personId}`],
  ]);
  // What is not there at all reads the same.
  await createAccessLink(person, { id: 999_999 });
  expect(await triesOf(person.personId)).toHaveLength(3);
});

test("an agent sees every client: what an agent does not find is no try", async () => {
  const agent = await makePerson(database, { organizationId: null });
  await createAccessLink(agent, { id: 999_999 });
  expect(await triesOf(agent.personId)).toEqual([]);
});
