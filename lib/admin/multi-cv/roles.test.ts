import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { useDatabase } from "@/db/current-database.ts";
import { profiles } from "@/db/schema/people.ts";
import { listUseCases } from "@/e2e/support/list-use-cases.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { makeWalkClient, type WalkIds } from "@/e2e/support/walk-fixture.ts";
import { WALK } from "@/e2e/support/walk-table.ts";
import { makePerson } from "@/e2e/support/people-fixture.ts";
import type { Actor } from "@/lib/core/permissions.ts";
import { syncCatalogue } from "@/lib/engine/sync-catalogue.ts";
import { CONNECTORS } from "@/lib/registry.ts";
import type { Outcome } from "../define-use-case.ts";
import { registerIntegration } from "../integrations/register-integration.ts";

process.env.AUTH_SECRET ??= "a secret of the tests and of nothing else";
process.env.ENLACE_KEYS ??= `test:${Buffer.alloc(32, 7).toString("base64")}`;
const database = await createTestDatabase();
process.env.DATABASE_URL ??= database.url;
useDatabase(database);
await syncCatalogue(database.db, CONNECTORS);
afterAll(() => database.close());

const found = await listUseCases();
/** What sets up, maps and decides: everything of Multi CV that changes something. */
const ACTS = [
  "create-environment",
  "update-environment",
  "import-environments",
  "set-environment-paused",
  "prepare-environment-check",
  "create-development",
  "update-development",
  "import-developments",
  "prepare-development-check",
  "prepare-mapping-load",
  "request-setup",
  "prepare-rehearsal",
  "create-proposed-developments",
  "confirm-mapping",
  "confirm-certain-mappings",
  "add-mapping",
  "prepare-webhook-registration",
  "save-webhook",
  "renew-webhook-key",
  "link-reservation",
  "import-reservations",
  "answer-decision",
  "release-brake",
  "repeat-step",
  "repeat-stuck-step",
  "request-review",
];

async function withShipped(name: string, organizationId: number | null): Promise<Actor> {
  const [profile] = await database.db
    .select({ id: profiles.id })
    .from(profiles)
    .where(and(eq(profiles.name, name), eq(profiles.shipped, true)));
  return makePerson(database, { organizationId, profileId: profile?.id ?? 0 });
}
const kindOf = (outcome: Outcome<unknown>) => (outcome.ok ? "ok" : outcome.problem.kind);

describe("with only the profiles that ship", () => {
  let own: WalkIds;
  let other: WalkIds;
  beforeAll(async () => {
    own = await makeWalkClient(database, "smarket");
    other = await makeWalkClient(database, "smarket");
  });

  test.each(ACTS)(
    "%s: support and the client's administrator may, its users may not",
    async (name) => {
      const [row, useCase] = [WALK[name], found.get(name)];
      if (!row || !useCase) throw new Error(`${name} is no use-case`);
      const act = async (actor: Actor, ids: WalkIds) =>
        kindOf(await useCase(actor, row.input(ids)));
      const administrator = await withShipped("Administrador do cliente", own.organizationId);
      expect(await act(await withShipped("Cliente", own.organizationId), own)).toBe("forbidden");
      expect(await act(administrator, other)).toBe("not_found");
      // Nothing of the other client's may be told apart from what is not there, so its own must differ.
      expect(["forbidden", "not_found"]).not.toContain(await act(administrator, own));
      expect(["forbidden", "not_found"]).not.toContain(
        await act(await withShipped("Agente de suporte", null), other),
      );
    },
  );

  test("the administrator begins Multi CV for their own client, once, and for no other", async () => {
    const administrator = await withShipped("Administrador do cliente", own.organizationId);
    const begin = (organizationId: number | null) =>
      registerIntegration(administrator, {
        organizationId,
        connectorId: "multi-cv",
        description: "Multi CV",
        active: false,
        intervalMinutes: 5,
        branchIds: [],
        settings: [],
        registrationKey: "inicio-multi-cv",
      });
    const first = await begin(null);
    expect(first).toMatchObject({ ok: true, value: { repeated: false } });
    expect(await begin(null)).toMatchObject({
      ok: true,
      value: { id: first.ok && first.value.id, repeated: true },
    });
    expect(kindOf(await begin(other.organizationId))).toBe("not_found");
    expect(administrator.permissions.has("profiles")).toBe(false);
    expect(administrator.permissions.has("pricesBeyondLimits")).toBe(false);
  });
});
