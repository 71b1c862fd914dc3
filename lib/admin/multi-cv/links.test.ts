import { and, eq } from "drizzle-orm";
import { afterAll, beforeEach, expect, test } from "vitest";
import { useDatabase } from "@/db/current-database.ts";
import { reservations, subjects } from "@/db/schema/flows.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { makeWalkClient, makeWalker, type WalkIds } from "@/e2e/support/walk-fixture.ts";
import { type Actor, PERMISSIONS } from "@/lib/core/permissions.ts";
import { syncCatalogue } from "@/lib/engine/sync-catalogue.ts";
import { CONNECTORS } from "@/lib/registry.ts";
import { importReservations } from "./import-reservations.ts";
import { linkReservation } from "./link-reservation.ts";

process.env.AUTH_SECRET ??= "a secret of the tests and of nothing else";
process.env.ENLACE_KEYS ??= `test:${Buffer.alloc(32, 7).toString("base64")}`;
const database = await createTestDatabase();
process.env.DATABASE_URL ??= database.url;
useDatabase(database);
await syncCatalogue(database.db, CONNECTORS);
afterAll(() => database.close());
const { db } = database;

let ids: WalkIds;
let actor: Actor;
beforeEach(async () => {
  ids = await makeWalkClient(database, "smarket");
  actor = await makeWalker(database, ids.organizationId, PERMISSIONS);
});

const HEAD = "reserva_hub;terminal;reserva_terminal;contrato_sienge";
const bring = (lines: string[], save = true) =>
  importReservations(actor, {
    integrationId: ids.flow.integrationId,
    text: [HEAD, ...lines].join("\n"),
    save,
  });
const rowOf = async (hubId: string) =>
  (
    await db
      .select()
      .from(reservations)
      .where(
        and(
          eq(reservations.organizationId, ids.organizationId),
          eq(reservations.hubReservationId, hubId),
        ),
      )
  )[0];
const linkTo = (terminalReservationId: string, part: Record<string, unknown> = {}) =>
  linkReservation(actor, {
    id: ids.flow.subjectId,
    environmentId: ids.flow.terminalId,
    terminalReservationId,
    siengeContractId: "",
    siengeContractNumber: "",
    ...part,
  });

test("what was carried before the hub came is followed from now on, and a preview writes nothing", async () => {
  expect(await bring(["8001;a;501;1202"], false)).toMatchObject({
    ok: true,
    value: { saved: false, lines: [{ what: "create" }] },
  });
  expect(await rowOf("8001")).toBeUndefined();
  expect(await bring(["8001;a;501;1202"])).toMatchObject({
    ok: true,
    value: { saved: true, lines: [{ what: "create" }] },
  });
  expect(await rowOf("8001")).toMatchObject({
    ownKey: "HUB-8001",
    environmentId: ids.flow.terminalId,
    terminalReservationId: "501",
    siengeContractId: "1202",
  });
  const [subject] = await db
    .select()
    .from(subjects)
    .where(and(eq(subjects.organizationId, ids.organizationId), eq(subjects.key, "8001")));
  expect(subject?.state).toBe("finished");
  expect(await bring(["8001;a;501;1202"])).toMatchObject({
    ok: true,
    value: { lines: [{ what: "same" }] },
  });
});

test("each wrong line says what is wrong with it, and the good ones are saved", async () => {
  const outcome = await bring([
    "8001;a;501;",
    "8002;a;501;",
    "8001;a;502;",
    "x;a;503;",
    "8003;z;504;",
    "8004;a;;",
    "8005;a;505;",
  ]);
  const told = outcome.ok ? outcome.value.lines.map(({ what, sentence }) => [what, sentence]) : [];
  expect(told.map(([what]) => what)).toEqual([
    "create",
    "refused",
    "refused",
    "refused",
    "refused",
    "refused",
    "create",
  ]);
  expect(told[1]?.[1]).toContain("já apareceu na linha 2");
  expect(told[4]?.[1]).toContain("O terminal “z” não está em Tokens");
  expect((await rowOf("8005"))?.terminalReservationId).toBe("505");
});

test("one reservation of a terminal belongs to one of the Hub, in a file and by hand", async () => {
  await bring(["8001;a;501;"]);
  expect(await bring(["8002;a;501;"])).toMatchObject({
    ok: true,
    value: {
      lines: [
        { what: "refused", sentence: expect.stringContaining("já está vinculada à reserva 8001") },
      ],
    },
  });
  expect(await linkTo("501")).toMatchObject({
    ok: false,
    problem: {
      kind: "refused",
      fields: { terminalReservationId: expect.stringContaining("8001") },
    },
  });
  expect(await linkTo("777")).toMatchObject({ ok: true, value: { what: "update" } });
  expect((await rowOf("7367"))?.terminalReservationId).toBe("777");
  expect(await linkTo("778")).toMatchObject({
    ok: true,
    value: { sentence: "Muda o vínculo da reserva 777 para a 778 do terminal." },
  });
});

test("a reservation that is being carried keeps its link, and the Hub is no terminal", async () => {
  await db
    .update(subjects)
    .set({ state: "running" })
    .where(
      and(eq(subjects.organizationId, ids.organizationId), eq(subjects.id, ids.flow.subjectId)),
    );
  expect(await linkTo("777")).toMatchObject({
    ok: false,
    problem: { message: expect.stringContaining("em processamento") },
  });
  expect(await linkTo("777", { environmentId: ids.flow.hubId })).toMatchObject({
    ok: false,
    problem: { fields: { environmentId: expect.any(String) } },
  });
});
