import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { OpenDatabase } from "@/db/client.ts";
import { startSandbox, type Sandbox } from "@/e2e/sandbox/start-sandbox.ts";
import { type Group, openGroup } from "@/e2e/support/multi-cv-runs.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";

/** What users of CV and Sienge report in public, each with what must come of it in all three systems. */
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
const move = (tenant: "hub" | "a", id: number, role: string) =>
  cv().commands!.move!({ tenant, id, role });

async function sellAndCarry(
  sale: Parameters<Sandbox["partners"]["cv"]["sell"]>[0] = {},
): Promise<{ hubId: number; terminalId: number; externalId: string }> {
  const hubId = cv().sell({ documents: 0, contract: false, commission: false, ...sale });
  await group.tell("hub", { idreserva: hubId });
  await group.settle();
  cv().runBatch();
  const { reservation } = await group.read(hubId);
  const externalId = String(reservation.terminalReservationId);
  return { hubId, terminalId: Number(externalId), externalId };
}

async function sweepAndSettle(name: "sweep" | "full" = "sweep"): Promise<void> {
  await group.pass(name);
  await group.settle();
}

/** Hub, terminal and Sienge as they themselves see it. */
function see({ hubId, terminalId }: { hubId: number; terminalId: number }) {
  const roleIn = (tenant: "hub" | "a", id: number) => {
    const { store, catalogue } = cv().tenants[tenant];
    const situationId = store.get("reservations", id)?.situationId;
    return catalogue.situations.find((one) => one.id === situationId)?.role;
  };
  const contract = sandbox.partners.sienge.store.find(
    "contracts",
    (one) => one.externalId === String(terminalId),
  );
  return [roleIn("hub", hubId), roleIn("a", terminalId), contract?.value.situation ?? null];
}

const open = async () => (await group.decisions()).filter(({ resolvedAt }) => resolvedAt === null);

describe("a reservation that leaves “pode faturar” in the Hub", () => {
  test.each(["vencida", "analise"] as const)(
    "asks with all three sides when it goes to %s, and changes nothing by itself",
    async (role) => {
      const one = await sellAndCarry();
      await sweepAndSettle();
      await move("hub", one.hubId, role);
      await sweepAndSettle();
      const [question, ...more] = await open();
      expect([question?.kind, more]).toEqual(["hub_withdrawn", []]);
      expect(question!.question).toMatch(role === "vencida" ? /“Vencida”/ : /“Em Análise”/);
      const { facts } = question as unknown as {
        facts: Array<{ label: string; hub: string; terminal: string; sienge: string }>;
      };
      expect(facts.find(({ label }) => label === "Situação")).toMatchObject({
        terminal: expect.stringContaining("pode faturar"),
        sienge: "Solicitado",
      });
      expect(see(one)).toEqual([role, "pode_faturar", 0]);

      await group.decide(question!.id, "cancelled");
      await group.settle();
      // What expired is over in the Hub already; what is in analysis is not.
      expect(see(one).slice(0, 2)).toEqual([
        role === "vencida" ? "vencida" : "cancelada",
        "cancelada",
      ]);
      expect((await group.read(one.hubId)).subject).toMatchObject({
        state: "finished",
        lastError: null,
      });
    },
  );

  test("is not asked about any more once the Hub put it back", async () => {
    const one = await sellAndCarry();
    await move("hub", one.hubId, "analise");
    await sweepAndSettle();
    expect(await open()).toMatchObject([{ kind: "hub_withdrawn" }]);
    await move("hub", one.hubId, "pode_faturar");
    await sweepAndSettle();
    expect(await open()).toEqual([]);
    expect((await group.read(one.hubId)).subject.state).toBe("finished");
    await sienge("issue", { externalId: one.externalId });
    await sweepAndSettle();
    expect(see(one)).toEqual(["vendida", "vendida", 2]);
  });

  test("left as it is, it is asked again when it goes somewhere else", async () => {
    const one = await sellAndCarry();
    await move("hub", one.hubId, "analise");
    await sweepAndSettle();
    await group.decide((await open())[0]!.id, "keep");
    await sweepAndSettle();
    expect(await open()).toEqual([]);
    await move("hub", one.hubId, "vencida");
    await sweepAndSettle();
    expect(await open()).toMatchObject([{ kind: "hub_withdrawn" }]);
  });

  test("cancelled there while Sienge holds a contract, it is asked about", async () => {
    const one = await sellAndCarry();
    await sweepAndSettle();
    await move("hub", one.hubId, "cancelada");
    await sweepAndSettle();
    expect(await open()).toMatchObject([{ kind: "hub_cancelled" }]);
    expect(see(one)).toEqual(["cancelada", "pode_faturar", 0]);
  });
});

test("a terminal that goes back to analysis is asked about, and sends nothing by itself", async () => {
  const one = await sellAndCarry();
  await move("a", one.terminalId, "analise");
  await sweepAndSettle();
  expect(await open()).toMatchObject([{ kind: "terminal_withdrawn" }]);
});
