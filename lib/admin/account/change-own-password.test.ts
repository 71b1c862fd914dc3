import { afterAll, expect, test } from "vitest";
import { openDatabase } from "@/db/client.ts";
import { useDatabase } from "@/db/current-database.ts";
import { FIXTURE_PASSWORD, makeOrganization, makePerson } from "@/e2e/support/people-fixture.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { TRIES_PER_ACCOUNT_AND_ADDRESS } from "@/lib/auth/limit-sign-ins.ts";
import { createApiKey } from "../api-keys/create-api-key.ts";
import { changeOwnPassword } from "./change-own-password.ts";

const database = await createTestDatabase();
const few = openDatabase(database.url, { max: 2 });
useDatabase(few);
afterAll(async () => {
  await few.close();
  await database.close();
});

const ACTS = ["change-own-password", "create-api-key"] as const;

test.each(ACTS)("%s: many wrong passwords at once stop nobody, and are counted", async (name) => {
  const organizationId = await makeOrganization(database);
  const actor = await makePerson(database, { organizationId });
  const act = (password: string) =>
    name === "change-own-password"
      ? changeOwnPassword(actor, { current: password, password: "outra frase bem longa" })
      : createApiKey(actor, {
          organizationId,
          name: "ERP",
          rights: ["send"],
          days: null,
          currentPassword: password,
        });
  const outcomes = await Promise.all(Array.from({ length: 12 }, () => act("errada")));
  const kinds = outcomes.map((outcome) => (outcome.ok ? "ok" : outcome.problem.kind));
  expect(kinds.filter((kind) => kind === "invalid")).toHaveLength(TRIES_PER_ACCOUNT_AND_ADDRESS);
  expect(kinds.filter((kind) => kind === "refused")).toHaveLength(
    12 - TRIES_PER_ACCOUNT_AND_ADDRESS,
  );
  // The refusals were rolled back; the count of guesses was not.
  expect(await act(FIXTURE_PASSWORD)).toMatchObject({ ok: false, problem: { kind: "refused" } });
});

test("the right password changes it, and costs no try", async () => {
  const actor = await makePerson(database, { organizationId: null });
  const change = { current: FIXTURE_PASSWORD, password: "outra frase bem longa" };
  expect(await changeOwnPassword(actor, change)).toMatchObject({ ok: true });
  expect(await changeOwnPassword(actor, change)).toMatchObject({
    ok: false,
    problem: { kind: "invalid" },
  });
});
