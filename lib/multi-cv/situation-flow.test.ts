import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { OpenDatabase } from "@/db/client.ts";
import { environments } from "@/db/schema/environments.ts";
import { addFile } from "@/e2e/sandbox/cv/answer-files.ts";
import { makePdf } from "@/e2e/sandbox/cv/make-file.ts";
import { startSandbox, type Sandbox } from "@/e2e/sandbox/start-sandbox.ts";
import { type Group, openGroup } from "@/e2e/support/multi-cv-runs.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { multiCvModule } from "./flow-module.ts";
import { afterBatch } from "./rules/five-minute-mark.ts";

vi.mock("@/lib/connectors/transports/http.ts", async (load) =>
  (await import("@/e2e/support/watch-fields.ts")).watchTransports(await load()),
);

let database: OpenDatabase;
let sandbox: Sandbox;
let group: Group;

beforeAll(async () => {
  [database, sandbox] = await Promise.all([
    createTestDatabase(),
    startSandbox({ only: ["sienge", "cv"] }),
  ]);
});
afterAll(async () => {
  await sandbox.stop();
  await database.close();
});
beforeEach(async () => {
  await sandbox.reset();
  group = await openGroup(database, sandbox);
});

const cv = () => sandbox.partners.cv;
const sienge = (command: string, body: object) => sandbox.partners.sienge.commands![command]!(body);
const move = (tenant: "hub" | "a" | "b" | "c", id: number, role: string) =>
  cv().commands!.move!({ tenant, id, role });

/** A reservation in its terminal and its contract in Sienge, requested. */
async function carried(
  sale: Parameters<Sandbox["partners"]["cv"]["sell"]>[0] = {},
): Promise<{ hubId: number; terminalId: number; externalId: string }> {
  const hubId = cv().sell({ documents: 0, contract: false, ...sale });
  await group.tell("hub", { idreserva: hubId });
  await group.settle();
  cv().runBatch();
  const { reservation } = await group.read(hubId);
  return {
    hubId,
    terminalId: Number(reservation.terminalReservationId),
    externalId: String(reservation.terminalReservationId),
  };
}

async function sweepAndSettle(name: "sweep" | "full" = "sweep"): Promise<void> {
  await group.pass(name);
  await group.settle();
}

async function situations(hubId: number): Promise<[string | null, string | null]> {
  const { reservation } = await group.read(hubId);
  return [reservation.hubSituation, reservation.terminalSituation];
}

/** As the two environments themselves see it, in the hub's words. */
async function live(hubId: number): Promise<Array<string | undefined>> {
  const { reservation } = await group.read(hubId);
  const roleIn = (tenant: "hub" | "a", id: number) => {
    const { store, catalogue } = cv().tenants[tenant];
    return catalogue.situations.find(
      ({ id: own }) => own === store.get("reservations", id)?.situationId,
    )?.role;
  };
  return [roleIn("hub", hubId), roleIn("a", Number(reservation.terminalReservationId))];
}

describe("what Sienge decided", () => {
  test("is carried back by the sweep: sold, then rescinded", async () => {
    const { hubId, externalId } = await carried();
    await sienge("authorize", { externalId });
    await sweepAndSettle();
    expect(await live(hubId)).toEqual(["pode_faturar", "pode_faturar"]);
    await sienge("issue", { externalId });
    await sweepAndSettle();
    expect(await live(hubId)).toEqual(["vendida", "vendida"]);
    expect(await situations(hubId)).toEqual(["sold", "sold"]);
    expect((await group.read(hubId)).reservation).toMatchObject({
      carriedRole: "vendida",
      everIssued: true,
      siengeSituation: "issued",
    });
    await sienge("cancel", { externalId });
    await sweepAndSettle();
    expect(await live(hubId)).toEqual(["distrato", "distrato"]);
    // A look at the same facts begins nothing new.
    const before = (await group.journal(hubId)).map(({ id, taskId, endedAt }) => [
      id,
      taskId,
      endedAt,
    ]);
    await sweepAndSettle();
    await sweepAndSettle("full");
    expect(
      (await group.journal(hubId)).map(({ id, taskId, endedAt }) => [id, taskId, endedAt]),
    ).toEqual(before);
    expect(await group.decisions()).toEqual([]);
  });

  test("is carried at once on a message, and a message ten times over changes nothing", async () => {
    const { hubId, externalId } = await carried();
    await sienge("cancel", { externalId });
    const { contracts } = (await sienge("dump", {})) as { contracts: Array<{ id: number }> };
    for (let index = 0; index < 10; index++)
      await group.tell("sienge", { salesContractId: contracts[0]!.id }, "SALES_CONTRACT_CANCELED");
    await group.settle();
    expect(await live(hubId)).toEqual(["cancelada", "cancelada"]);
    expect((await group.read(hubId)).subject.state).toBe("finished");
    for (const tenant of [cv().tenants.hub, cv().tenants.a])
      expect(tenant.store.list("messages")).toHaveLength(1);
  });

  test("waits for the mark of five minutes before the terminal leaves “pode faturar”", async () => {
    const { hubId, externalId } = await carried();
    const readyAt = new Date(String((await group.read(hubId)).subject.facts.readyAt));
    await sienge("issue", { externalId });
    await group.pass("sweep");
    await group.settle();
    expect(group.now().getTime()).toBeGreaterThanOrEqual(afterBatch(readyAt).getTime());
    expect(await live(hubId)).toEqual(["vendida", "vendida"]);
  });

  test("is carried by the mapped situation where CV refuses its own ways to a sale and a distrato", async () => {
    const { hubId, externalId } = await carried();
    for (const tenant of [cv().tenants.hub, cv().tenants.a]) tenant.quirks.refusesOwnWays = true;
    await sienge("issue", { externalId });
    await sweepAndSettle();
    expect(await live(hubId)).toEqual(["vendida", "vendida"]);
    await sienge("cancel", { externalId });
    await sweepAndSettle();
    expect(await live(hubId)).toEqual(["distrato", "distrato"]);
  });

  test("one side refuses, the other changes all the same", async () => {
    const { hubId, externalId } = await carried();
    await sienge("issue", { externalId });
    cv().tenants.a.quirks.forbidden = ["informar-venda"];
    await sweepAndSettle();
    expect(await live(hubId)).toEqual(["vendida", "pode_faturar"]);
    expect((await group.read(hubId)).subject.state).toBe("stuck");
    cv().tenants.a.quirks.forbidden = [];
    await group.repeat(hubId, "carry-to-terminal", "situation:vendida");
    await group.settle();
    expect(await live(hubId)).toEqual(["vendida", "vendida"]);
  });
});

describe("what changes after the transfer", () => {
  const hubRow = (hubId: number) => cv().tenants.hub.store.get("reservations", hubId)!;
  const inTerminal = async (hubId: number) =>
    cv().tenants.a.store.get(
      "reservations",
      Number((await group.read(hubId)).reservation.terminalReservationId),
    )!;
  const holderIn = async (hubId: number) =>
    cv().tenants.a.store.get("people", (await inTerminal(hubId)).personId)!.documento;

  /** Another buyer takes over, as a cessão de direitos does it in the Hub. */
  function sellOn(hubId: number): string {
    const other = cv().sell({ documents: 0, contract: false, role: "analise", unit: 30 });
    const { personId } = hubRow(other);
    cv().tenants.hub.store.change("reservations", hubId, { personId });
    return cv().tenants.hub.store.get("people", personId)!.documento;
  }

  test("a buyer changed in the Hub is asked once, with both sides, and carried by a person", async () => {
    const { hubId, terminalId: there } = await carried();
    await group.tell("hub", { idreserva: hubId });
    await group.tell("a", { idreserva: there });
    await group.settle();
    expect(await group.decisions()).toEqual([]);
    const document = sellOn(hubId);
    for (let times = 0; times < 3; times += 1) await group.tell("hub", { idreserva: hubId });
    await group.settle();
    const [decision, ...more] = await group.decisions();
    expect(more).toEqual([]);
    expect(decision).toMatchObject({ kind: "changed", resolvedAt: null });
    expect(decision!.question).toMatch(/mudou no Hub: titular\./);
    expect(decision!.options.map(({ key }) => key)).toEqual(["carry", "keep"]);
    const { facts } = decision as unknown as { facts: Array<Record<string, string | null>> };
    const holder = facts.find(({ label }) => label === "Titular");
    expect(holder?.hub).not.toBe(holder?.terminal);
    expect(JSON.stringify(decision)).not.toContain(document);
    expect(await holderIn(hubId)).not.toBe(document);

    await group.decide(decision!.id, "carry");
    await group.settle();
    expect(await holderIn(hubId)).toBe(document);
    expect((await group.read(hubId)).subject).toMatchObject({ state: "finished", lastError: null });
    // What was carried changed the terminal: that is no change of anybody's there.
    const terminalId = Number((await group.read(hubId)).reservation.terminalReservationId);
    await group.tell("hub", { idreserva: hubId });
    await group.tell("a", { idreserva: terminalId });
    await group.settle();
    expect(await group.decisions()).toHaveLength(1);
  });

  test("left as it is, it is not asked again until something else changes", async () => {
    const { hubId } = await carried();
    await group.tell("hub", { idreserva: hubId });
    const before = await holderIn(hubId);
    sellOn(hubId);
    await group.tell("hub", { idreserva: hubId });
    await group.settle();
    const [first] = await group.decisions();
    await group.decide(first!.id, "keep");
    await group.tell("hub", { idreserva: hubId });
    await group.settle();
    expect(await group.decisions()).toHaveLength(1);
    expect(await holderIn(hubId)).toBe(before);
    const [condition, ...rest] = hubRow(hubId).conditions;
    cv().tenants.hub.store.change("reservations", hubId, {
      conditions: [{ ...condition!, amountCents: condition!.amountCents + 100 }, ...rest],
    });
    await group.tell("hub", { idreserva: hubId });
    await group.settle();
    const second = (await group.decisions()).find(({ id }) => id !== first!.id);
    expect(second?.question).toMatch(
      /mudou no Hub: condições de pagamento\. O CV não permite alterar condições de pagamento/,
    );
    expect(second?.options.map(({ key }) => key)).toEqual(["keep"]);
  });

  test("what changes while a question is open is not answered with it", async () => {
    const { hubId } = await carried();
    sellOn(hubId);
    await group.tell("hub", { idreserva: hubId });
    await group.settle();
    const [condition, ...rest] = hubRow(hubId).conditions;
    cv().tenants.hub.store.change("reservations", hubId, {
      conditions: [{ ...condition!, amountCents: condition!.amountCents + 100 }, ...rest],
    });
    await group.tell("hub", { idreserva: hubId });
    await group.settle();
    const [shown, ...more] = await group.decisions();
    expect([shown?.question, more]).toEqual([expect.stringMatching(/mudou no Hub: titular\./), []]);
    await group.decide(shown!.id, "keep");
    await group.tell("hub", { idreserva: hubId });
    await group.settle();
    const next = (await group.decisions()).find(({ id }) => id !== shown!.id);
    expect(next?.question).toMatch(/mudou no Hub: condições de pagamento\./);
  });

  test("a change in the terminal is told too", async () => {
    const { hubId, terminalId } = await carried();
    await group.tell("a", { idreserva: terminalId });
    await group.settle();
    const { store } = cv().tenants.a;
    store.change("reservations", terminalId, { associates: [] });
    await group.tell("a", { idreserva: terminalId });
    await group.settle();
    const [decision] = await group.decisions();
    expect(decision?.question).toMatch(/mudou em Terminal A: associados\./);
    expect(decision?.options.map(({ key }) => key)).toEqual(["keep"]);
    await group.decide(decision!.id, "keep");
    await group.settle();
    expect((await group.read(hubId)).subject.state).toBe("finished");
  });
});

describe("what no rule may answer", () => {
  test("a contract that cannot be read keeps no other from being followed", async () => {
    const strange = await carried();
    const other = await carried();
    const third = await carried();
    for (const { externalId } of [strange, other, third]) await sienge("issue", { externalId });
    await sweepAndSettle();
    const { reservation } = await group.read(strange.hubId);
    sandbox.partners.sienge.quirks.strange = [Number(reservation.siengeContractId)];
    await sienge("cancel", { externalId: other.externalId });
    await sienge("remove", { externalId: third.externalId });
    await sweepAndSettle("full");
    expect(await live(strange.hubId)).toEqual(["vendida", "vendida"]);
    expect(await live(other.hubId)).toEqual(["distrato", "distrato"]);
    expect(await group.decisions()).toMatchObject([{ kind: "removed" }]);
  });

  test.each([400, 404] as const)(
    "a removed contract (%s) asks, and a person's answer is carried",
    async (status) => {
      sandbox.partners.sienge.quirks.goneStatus = status;
      const { hubId, externalId } = await carried();
      await sienge("issue", { externalId });
      await sweepAndSettle();
      await sienge("remove", { externalId });
      await sweepAndSettle("full");
      expect(await live(hubId)).toEqual(["vendida", "vendida"]);
      const [decision] = await group.decisions();
      expect(decision).toMatchObject({ kind: "removed", resolvedAt: null });
      expect(decision!.options.map(({ key }) => key)).toEqual([
        "wait",
        "cancelled",
        "rescinded",
        "keep",
      ]);
      await group.decide(decision!.id, "rescinded");
      await group.settle();
      expect(await live(hubId)).toEqual(["distrato", "distrato"]);
      await sweepAndSettle("full");
      expect((await group.decisions()).length).toBe(1);
    },
  );

  test("a reissue on the unit asks whether it is one, and is followed once confirmed", async () => {
    const { hubId, externalId } = await carried();
    await sweepAndSettle();
    await sienge("reissue", { externalId });
    await sweepAndSettle("full");
    const [decision] = await group.decisions();
    if (decision) {
      const link = decision.options.find(({ key }) => key.startsWith("link:"));
      expect(decision.kind).toBe("relink");
      await group.decide(decision.id, link!.key);
    }
    await group.settle();
    await sienge("issue", { externalId });
    await sweepAndSettle();
    expect(await live(hubId)).toEqual(["vendida", "vendida"]);
  });

  test("“deixar como está” is not asked again; “continuar esperando” is, later", async () => {
    const { hubId } = await carried();
    await sienge("remove", {
      externalId: String((await group.read(hubId)).reservation.terminalReservationId),
    });
    group.advance(25 * 3600);
    await sweepAndSettle();
    const [decision] = await group.decisions();
    expect(decision?.kind).toBe("not_in_sienge");
    await group.decide(decision!.id, "wait");
    await sweepAndSettle();
    expect((await group.decisions()).filter(({ resolvedAt }) => resolvedAt === null)).toHaveLength(
      0,
    );
    group.advance(25 * 3600);
    await sweepAndSettle();
    expect((await group.decisions()).filter(({ resolvedAt }) => resolvedAt === null)).toHaveLength(
      1,
    );
  });

  test("never backwards: issued after it was cancelled in the Hub", async () => {
    const { hubId, terminalId, externalId } = await carried();
    await move("hub", hubId, "cancelada");
    await move("a", terminalId, "cancelada");
    await sienge("issue", { externalId });
    await sweepAndSettle();
    expect(await live(hubId)).toEqual(["cancelada", "cancelada"]);
    expect((await group.decisions())[0]).toMatchObject({ kind: "backwards" });
  });
});

describe("what the Hub called off", () => {
  test("before it was sent to Sienge the terminal follows", async () => {
    const hubId = cv().sell({ documents: 0, contract: false });
    await group.tell("hub", { idreserva: hubId });
    await group.settle();
    await move("hub", hubId, "cancelada");
    await sweepAndSettle();
    expect(await live(hubId)).toEqual(["cancelada", "cancelada"]);
  });

  test("before it was made in the terminal nothing is made", async () => {
    const hubId = cv().sell({ statedCents: 1 });
    await group.tell("hub", { idreserva: hubId });
    await group.settle();
    expect((await group.read(hubId)).subject.state).toBe("stuck");
    await move("hub", hubId, "cancelada");
    await sweepAndSettle();
    expect((await group.read(hubId)).subject.state).toBe("ended");
    expect(cv().tenants.a.store.list("reservations")).toHaveLength(0);
  });
});

test("a contract that is signed later is copied to the Hub by night, once", async () => {
  const { hubId, terminalId } = await carried();
  const files = () =>
    cv()
      .tenants.hub.store.list("contracts")
      .filter(({ value }) => value.reservationId === hubId).length;
  expect(files()).toBe(0);
  addFile(
    cv().tenants.a,
    "contracts",
    {
      reservationId: terminalId,
      name: "Compra e venda",
      typeId: null,
      associationTypeId: null,
      signed: "2026-09-05 10:15:35",
      validated: "2026-09-06 12:25:58",
    },
    makePdf("contrato assinado", 3_000),
  );
  for (let night = 0; night < 2; night++) await sweepAndSettle("full");
  expect(files()).toBe(1);
  expect(
    Object.entries(sandbox.counts("cv")).filter(
      ([name, count]) => name.endsWith("em dobro") && count > 0,
    ),
  ).toEqual([]);
});

describe("an order of a person", () => {
  test("is spent once carried: what Sienge decides later is carried by the rule again", async () => {
    const { hubId, externalId } = await carried();
    await move("hub", hubId, "cancelada");
    await sienge("issue", { externalId });
    await sweepAndSettle();
    const [decision] = await group.decisions();
    expect(decision?.kind).toBe("backwards");
    await group.decide(decision!.id, "sold");
    await group.settle();
    expect(await live(hubId)).toEqual(["vendida", "vendida"]);
    await sweepAndSettle();
    expect((await group.read(hubId)).subject.facts.order).toBeNull();
    await sienge("cancel", { externalId });
    await sweepAndSettle();
    expect(await live(hubId)).toEqual(["distrato", "distrato"]);
  });

  test("given twice counts once, and only its own buttons count", async () => {
    const { hubId, terminalId } = await carried();
    await sienge("remove", { externalId: String(terminalId) });
    await move("a", terminalId, "cancelada");
    await sweepAndSettle();
    const [decision] = await group.decisions();
    expect(decision?.kind).toBe("terminal_cancelled");
    expect(await group.decide(decision!.id, "sold")).toBe("invalid");
    expect(await group.decide(decision!.id, "cancelled")).toMatchObject({
      taskId: expect.any(Number) as number,
    });
    expect(await group.decide(decision!.id, "cancelled")).toBe("answered");
    await group.settle();
    expect(await live(hubId)).toEqual(["cancelada", "cancelada"]);
  });
});

test("the sweep begins what no message announced", async () => {
  const hubId = cv().sell({ documents: 0, contract: false });
  await sweepAndSettle();
  expect((await group.read(hubId)).subject.state).toBe("finished");
  await sweepAndSettle();
  expect(cv().tenants.a.store.list("reservations")).toHaveLength(1);
});

test("more cancellations at once than the brake allows are held until a person lets them go", async () => {
  group = await openGroup(database, sandbox, {}, { freio_quantidade: "3" });
  const all: Array<{ hubId: number; externalId: string }> = [];
  for (let index = 0; index < 4; index++)
    all.push({
      hubId: cv().sell({ documents: 0, contract: false, spouse: false }),
      externalId: "",
    });
  await sweepAndSettle();
  cv().runBatch();
  for (const one of all)
    one.externalId = String((await group.read(one.hubId)).reservation.terminalReservationId);
  for (const { externalId } of all) await sienge("cancel", { externalId });
  await sweepAndSettle();
  const states = async () =>
    new Set(
      await Promise.all(all.map(async ({ hubId }) => (await group.read(hubId)).subject.state)),
    );
  expect(await states()).toEqual(new Set(["held"]));
  for (const { hubId } of all) expect(await live(hubId)).toEqual(["pode_faturar", "pode_faturar"]);
  await group.releaseBrake();
  await group.settle();
  for (const { hubId } of all) expect(await live(hubId)).toEqual(["cancelada", "cancelada"]);
  expect(await states()).toEqual(new Set(["finished"]));
});

describe("messages", () => {
  test.each<[string, object, string]>([
    ["hub", {}, ""],
    ["hub", { outra: 1 }, ""],
    ["sienge", { unitId: 1 }, "UNIT_UPDATED"],
    ["sienge", {}, "SALES_CONTRACT_ISSUED"],
  ])("of %s that say nothing are ignored: %j", async (source, body, name) => {
    expect(await group.tell(source, body, name)).toBeNull();
  });

  test("about an id that is not born yet come again", async () => {
    const next = cv().sell({ documents: 0, contract: false }) + 1;
    await expect(group.tell("hub", { idreserva: next })).rejects.toThrow(/ainda não encontra/);
    expect(cv().sell({ documents: 0, contract: false })).toBe(next);
    // Not asked again within seconds, and not dead either.
    await expect(group.tell("hub", { idreserva: next })).rejects.toThrow(/ainda não encontra/);
    group.advance(30);
    expect(await group.tell("hub", { idreserva: next })).toContain(
      "entrou na fila de transferência",
    );
  });

  test("of a terminal's own reservation, or of a contract that is nobody's, do nothing", async () => {
    expect(await group.tell("a", { idreserva: 999 })).toContain("não veio do Hub");
    expect(
      await group.tell("sienge", { salesContractId: 999 }, "SALES_CONTRACT_UPDATED"),
    ).toContain("não pertencia a nenhuma");
  });
});

test("a night reads what half of the day's quota allows, and the next one the rest", async () => {
  const hubId = cv().sell({ documents: 0, contract: false });
  await database.db
    .update(environments)
    .set({ dailyLimit: 4 })
    .where(eq(environments.id, group.environments.hub));
  const night = async () => {
    const { ctx, lines } = await group.context();
    await multiCvModule.passes.full!({ ...ctx, taskId: 0 });
    group.advance(24 * 3600);
    return lines.filter((line) => line.startsWith("Hub: a conferência completa"));
  };
  // Two calls a night: the lists of the Hub take two nights.
  expect(await night()).toEqual([
    expect.stringMatching(/usou a parte que lhe cabe da cota do dia\. Ela parou na lista 3 de 4,/),
  ]);
  expect(await night()).toEqual([]);
  // The third begins anew, and what no list shows is the fifth's.
  cv().tenants.hub.quirks.hidden = [hubId];
  expect(await night()).toEqual([expect.stringContaining("lista 3 de 4")]);
  expect(await night()).toEqual([expect.stringContaining("Falta 1 reserva de 1;")]);
  expect(await night()).toEqual([]);
});

test("one environment that is down keeps no other from being looked at", async () => {
  const hubId = cv().sell({ documents: 0, contract: false });
  await sandbox.setFault("cv", { kind: "status", status: 403, address: "b" });
  await expect(group.pass("sweep")).rejects.toThrow(/403/);
  await sandbox.clearFaults("cv");
  await group.settle();
  expect((await group.read(hubId)).subject.state).toBe("finished");
});
