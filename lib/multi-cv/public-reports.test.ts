import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { OpenDatabase } from "@/db/client.ts";
import { updateReservation } from "@/db/queries/flows/reservations-for-flow.ts";
import { updateSubject } from "@/db/queries/flows/subjects.ts";
import { mappings } from "@/db/schema/environments.ts";
import { completeCpf, maskCpf } from "@/lib/core/documents.ts";
import { assign } from "@/e2e/sandbox/cv/answer-assignments.ts";
import { startSandbox, type Sandbox } from "@/e2e/sandbox/start-sandbox.ts";
import { type Group, openGroup } from "@/e2e/support/multi-cv-runs.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { ensureReservationSubject } from "./start-flows.ts";

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

/** Another person of the Hub, as a second sale brought her in. */
function addPerson(): { personId: number; document: string } {
  const other = cv().sell({ documents: 0, contract: false, commission: false, role: "analise" });
  const { personId } = cv().tenants.hub.store.get("reservations", other)!;
  return { personId, document: cv().tenants.hub.store.get("people", personId)!.documento };
}
const hubRow = (hubId: number) => cv().tenants.hub.store.get("reservations", hubId)!;
const terminalRow = (terminalId: number) => cv().tenants.a.store.get("reservations", terminalId)!;
const holderIn = (tenant: "hub" | "a", id: number) => {
  const { store } = cv().tenants[tenant];
  return store.get("people", store.get("reservations", id)!.personId)!.documento;
};

describe("a part that is edited after the transfer, without a message", () => {
  const EDITS: ReadonlyArray<[what: string, edit: (hubId: number) => void, words: RegExp]> = [
    [
      "the price",
      (hubId) => {
        const [first, ...rest] = hubRow(hubId).conditions;
        cv().tenants.hub.store.change("reservations", hubId, {
          conditions: [{ ...first!, amountCents: first!.amountCents + 100 }, ...rest],
        });
      },
      /condições de pagamento\. O CV não permite/,
    ],
    [
      "the unit",
      (hubId) => cv().tenants.hub.store.change("reservations", hubId, { unitId: 300_030 }),
      /unidade\. O CV não permite/,
    ],
    [
      "the broker",
      (hubId) => {
        const { store } = cv().tenants.hub;
        const other = store.list("brokers").find(({ id }) => id !== hubRow(hubId).brokerId)!;
        store.change("reservations", hubId, { brokerId: other.id });
      },
      /corretor ou imobiliária/,
    ],
    [
      "the buyers",
      (hubId) => cv().tenants.hub.store.change("reservations", hubId, { associates: [] }),
      /associados/,
    ],
  ];

  test("is asked about once, each with what Sienge holds", async () => {
    const all: Array<{ hubId: number; edit: (hubId: number) => void; words: RegExp }> = [];
    for (const [, edit, words] of EDITS) all.push({ ...(await sellAndCarry()), edit, words });
    await sweepAndSettle();
    expect(await open()).toEqual([]);
    for (const { hubId, edit } of all) edit(hubId);
    await sweepAndSettle();
    await sweepAndSettle();
    const questions = await open();
    expect(questions).toHaveLength(all.length);
    for (const { hubId, words } of all) {
      const { subject } = await group.read(hubId);
      const question = questions.find(({ subjectId }) => subjectId === subject.id)!;
      expect([question.kind, question.question]).toEqual(["changed", expect.stringMatching(words)]);
      const { facts } = question as unknown as { facts: Array<{ label: string; sienge: string }> };
      expect(facts.find(({ label }) => label === "Situação")?.sienge).toBe("Solicitado");
      await group.decide(question.id, "keep");
    }
    await sweepAndSettle();
    expect(await open()).toEqual([]);
  });

  test("is carried by itself where the Hub leads, until the contract is issued", async () => {
    group = await openGroup(database, sandbox, {}, { lado_titular: "hub" });
    const one = await sellAndCarry();
    await sweepAndSettle();
    const { personId, document } = addPerson();
    cv().tenants.hub.store.change("reservations", one.hubId, { personId });
    await sweepAndSettle();
    expect(holderIn("a", one.terminalId)).toBe(document);
    expect(await open()).toEqual([]);
    await sienge("issue", { externalId: one.externalId });
    await sweepAndSettle();
    cv().tenants.hub.store.change("reservations", one.hubId, { personId: addPerson().personId });
    await sweepAndSettle("full");
    expect(await open()).toMatchObject([{ kind: "changed" }]);
  });

  test("is edited while its transfer waits: what is carried is what the Hub says at the end", async () => {
    const hubId = cv().sell({ documents: 0, contract: false, commission: false });
    cv().tenants.a.quirks.forbidden = ["/corretores"];
    await group.tell("hub", { idreserva: hubId });
    await group.settle();
    expect((await group.read(hubId)).subject.state).toBe("stuck");
    const { personId, document } = addPerson();
    cv().tenants.hub.store.change("reservations", hubId, { personId, associates: [] });
    cv().tenants.a.quirks.forbidden = [];
    await group.repeat(hubId, "validate-broker");
    await group.settle();
    const { subject, reservation } = await group.read(hubId);
    expect([subject.state, subject.lastError]).toEqual(["finished", null]);
    const terminalId = Number(reservation.terminalReservationId);
    expect(holderIn("a", terminalId)).toBe(document);
    expect(terminalRow(terminalId).associates).toEqual([]);
  });
});

describe("conditions", () => {
  const sellWith = (more: object) => {
    const hubId = cv().sell({ documents: 0, contract: false, commission: false });
    const [first, ...rest] = hubRow(hubId).conditions;
    cv().tenants.hub.store.change("reservations", hubId, {
      conditions: [{ ...first!, ...more }, ...rest],
    });
    return hubId;
  };

  test("with interest stop, and nothing is created without it", async () => {
    const hubId = sellWith({ interest: true });
    await group.tell("hub", { idreserva: hubId });
    await group.settle();
    expect((await group.read(hubId)).subject.lastError).toMatch(/tem juros no Hub/);
    expect(cv().tenants.a.store.list("reservations")).toEqual([]);
  });

  test("with a bearer go with it once somebody said which it is", async () => {
    const hubId = sellWith({ bearer: "Banco Modelo" });
    await group.tell("hub", { idreserva: hubId });
    await group.settle();
    expect((await group.read(hubId)).subject.lastError).toMatch(/O portador Banco Modelo/);
    await database.db.insert(mappings).values({
      ...group.of,
      environmentId: group.environments.a,
      kind: "bearer",
      sourceKey: "banco modelo",
      sourceName: "Banco Modelo",
      targetId: "33",
      targetName: "33",
      matchedBy: "person",
      confirmedAt: new Date(),
      confirmedBy: "Ana",
    });
    await group.repeat(hubId, "translate-conditions");
    await group.settle();
    const [made] = cv().tenants.a.store.list("reservations");
    expect(made?.value.conditions[0]?.bearer).toBe(33);
  });
});

describe("people", () => {
  /** Gives a reservation of the Hub these associates, each a person of its own. */
  function addAssociates(hubId: number, of: ReadonlyArray<[kind: string, share: number | null]>) {
    const types = cv().tenants.hub.catalogue.associationTypes;
    cv().tenants.hub.store.change("reservations", hubId, {
      associates: of.map(([name, share]) => ({
        personId: addPerson().personId,
        typeId: types.find((one) => one.name === name)!.id,
        share,
      })),
    });
  }
  const sellOnly = (sale: object = {}) =>
    cv().sell({ documents: 0, contract: false, commission: false, spouse: false, ...sale });
  async function carry(hubId: number) {
    await group.tell("hub", { idreserva: hubId });
    await group.settle();
    return group.read(hubId);
  }

  test("three buyers of a third each and a guarantor: the guarantor is no party", async () => {
    const hubId = sellOnly();
    addAssociates(hubId, [
      ["Cônjuge", 33.33],
      ["Cônjuge", 33.33],
      ["Avalista", null],
    ]);
    const { subject, reservation } = await carry(hubId);
    expect([subject.state, subject.lastError]).toEqual(["finished", null]);
    const there = terminalRow(Number(reservation.terminalReservationId));
    expect(there.associates.map(({ share, party }) => [share, party ?? true])).toEqual([
      [33.33, true],
      [33.33, true],
      [null, false],
    ]);
  });

  test("a foreign buyer is carried once the terminal knows the passport, and until then told", async () => {
    const hubId = sellOnly({ holderDocument: "AB-123456" });
    const { subject } = await carry(hubId);
    expect(subject.lastError).toMatch(/documento estrangeiro.*Cadastre a pessoa em Terminal A/);
    const own = cv().tenants.hub.store.get("people", hubRow(hubId).personId)!;
    cv().tenants.a.store.put("people", 399, { ...own, documento: "AB123456" });
    await group.repeat(hubId, "register-people");
    await group.settle();
    const { subject: after, reservation } = await group.read(hubId);
    expect([after.state, after.lastError]).toEqual(["finished", null]);
    expect(terminalRow(Number(reservation.terminalReservationId)).personId).toBe(399);
  });

  test.each([
    ["update", "Advogada"],
    ["keep", "Médica"],
  ] as const)("known there with another profession: %s", async (personPolicy, profession) => {
    group = await openGroup(database, sandbox, { personPolicy });
    const hubId = sellOnly({ profession: "Advogada" });
    const own = cv().tenants.hub.store.get("people", hubRow(hubId).personId)!;
    cv().tenants.a.store.put("people", 399, {
      ...own,
      other: { ...own.other, profissao: "Médica" },
    });
    await carry(hubId);
    expect(cv().tenants.a.store.get("people", 399)!.other.profissao).toBe(profession);
    const step = (await group.journal(hubId)).find(({ name }) => name === "register-people");
    expect(step?.note).toMatch(/Titular: profissão/);
  });
});

describe("a cessão de direitos", () => {
  test("of a sold reservation is named, and carried as one", async () => {
    const one = await sellAndCarry({ spouse: false });
    await sienge("issue", { externalId: one.externalId });
    await sweepAndSettle();
    const before = holderIn("hub", one.hubId);
    const { personId, document } = addPerson();
    assign(cv().tenants.hub, one.hubId, personId, "Doação");
    await group.tell("hub", { idcessao: cv().tenants.hub.store.list("assignments")[0]!.id });
    await group.settle();
    const [question, ...more] = await open();
    expect([question?.kind, more]).toEqual(["assignment", []]);
    expect(question!.question).toMatch(/Cessão de direitos em Hub em .* \(Doação\)/);
    const { facts } = question as unknown as {
      facts: Array<{ label: string; hub: string; terminal: string; sienge: string }>;
    };
    const holders = facts.find(({ label }) => label === "Titular")!;
    expect([holders.terminal, holders.hub]).toEqual([maskCpf(before), maskCpf(document)]);
    expect(holders.sienge).toBe(maskCpf(before));
    expect(JSON.stringify(question)).not.toContain(document);

    await group.decide(question!.id, "carry");
    await group.settle();
    expect((await group.read(one.hubId)).subject.lastError).toBeNull();
    expect(holderIn("a", one.terminalId)).toBe(document);
    expect(cv().tenants.a.store.list("assignments")).toMatchObject([
      { value: { reservationId: one.terminalId, reason: "Doação" } },
    ]);
    expect(see(one)).toEqual(["vendida", "vendida", 2]);
    await sweepAndSettle("full");
    expect(await open()).toEqual([]);
  });

  test("in Sienge alone is asked about, and is nobody's distrato", async () => {
    const one = await sellAndCarry({ spouse: false });
    await sienge("issue", { externalId: one.externalId });
    await sweepAndSettle();
    const event = (await sienge("assign", {
      externalId: one.externalId,
      customer: { name: "Nova Titular", document: completeCpf("987654321") },
    })) as object;
    for (let times = 0; times < 2; times += 1)
      await group.tell("sienge", event, "ASSIGNMENT_RIGHTS_AGREEMENT_UPDATED");
    await group.settle();
    const [question, ...more] = await open();
    expect([question?.kind, more]).toEqual(["assignment", []]);
    expect(question!.options.map(({ key }) => key)).toEqual(["keep"]);
    await group.decide(question!.id, "keep");
    await sweepAndSettle("full");
    expect(await open()).toEqual([]);
    expect(see(one)).toEqual(["vendida", "vendida", 2]);
  });
});

describe("a seller", () => {
  const BROKER = "12345678909";
  const carry = async (hubId: number) => {
    await group.tell("hub", { idreserva: hubId });
    await group.settle();
    const { subject, reservation } = await group.read(hubId);
    return { subject, terminalId: Number(reservation.terminalReservationId) };
  };
  const sellBy = (broker?: string) =>
    cv().sell({ documents: 0, contract: false, commission: false, ...(broker ? { broker } : {}) });

  test("whom the terminal does not know stops, or is registered where the policy says so", async () => {
    const stopped = await carry(sellBy(BROKER));
    expect(stopped.subject.lastError).toMatch(/não existe em Terminal A/);
    expect(cv().tenants.a.store.list("reservations")).toEqual([]);
    await sandbox.reset();
    const policy = { agencyPolicy: "create", brokerPolicy: "create" };
    group = await openGroup(database, sandbox, policy);
    const hubId = sellBy(BROKER);
    const { subject, terminalId } = await carry(hubId);
    expect([subject.state, subject.lastError]).toEqual(["finished", null]);
    const { store } = cv().tenants.a;
    expect(store.get("brokers", terminalRow(terminalId).brokerId)?.document).toBe(BROKER);
  });

  test("whose agency may not sell the development is let in, or the terminal's refusal is told", async () => {
    const { store } = cv().tenants.a;
    const shut = () => {
      for (const table of ["agencies", "brokers"] as const)
        for (const { id } of store.list(table)) store.change(table, id, { developmentIds: [] });
    };
    shut();
    const { subject, terminalId } = await carry(sellBy());
    expect([subject.state, subject.lastError]).toEqual(["finished", null]);
    expect(see({ hubId: Number(subject.key), terminalId })).toEqual([
      "pode_faturar",
      "pode_faturar",
      null,
    ]);
    shut();
    group = await openGroup(database, sandbox, { agencyPolicy: "stop", brokerPolicy: "stop" });
    const refused = await carry(sellBy());
    expect(refused.subject.lastError).toMatch(/sem acesso ao empreendimento/);
  });
});

test("a contract that was deleted is no cancellation: nothing moves until a person says so", async () => {
  const one = await sellAndCarry();
  await sweepAndSettle();
  await sienge("remove", { externalId: one.externalId });
  await sweepAndSettle("full");
  expect(await open()).toMatchObject([{ kind: "removed" }]);
  expect(see(one)).toEqual(["pode_faturar", "pode_faturar", null]);
  await group.decide((await open())[0]!.id, "cancelled");
  await group.settle();
  expect(see(one)).toEqual(["cancelada", "cancelada", null]);
});

test("reservations that a routine cancels at once, 98 in the field, are held", async () => {
  group = await openGroup(database, sandbox, {}, { freio_quantidade: "3" });
  const { hub, a } = cv().tenants;
  const pattern = cv().sell({ documents: 0, contract: false, commission: false, spouse: false });
  await group.tell("hub", { idreserva: pattern });
  await group.settle();
  const there = a.store.list("reservations")[0]!.value;
  const all = Array.from({ length: 6 }, () => {
    const hubId = hub.store.nextId("reservations", 7001);
    hub.store.put("reservations", hubId, hubRow(pattern));
    const terminalId = a.store.nextId("reservations", 4001);
    a.store.put("reservations", terminalId, { ...there, code: `HUB-${hubId}` });
    return { hubId, terminalId };
  });
  await database.db.transaction(async (tx) => {
    for (const { hubId, terminalId } of all) {
      const { subject } = await ensureReservationSubject(tx, group.of, String(hubId), group.now());
      await updateReservation(tx, group.of.organizationId, subject.id, {
        environmentId: group.environments.a,
        terminalReservationId: String(terminalId),
      });
      await updateSubject(tx, group.of.organizationId, subject.id, { state: "finished" });
    }
  });
  for (const { hubId } of all) await move("hub", hubId, "cancelada");
  await sweepAndSettle();
  for (const one of all) {
    expect((await group.read(one.hubId)).subject.state).toBe("held");
    expect(see(one)).toEqual(["cancelada", "pode_faturar", null]);
  }
});

test("a terminal that goes back to analysis is asked about, and sends nothing by itself", async () => {
  const one = await sellAndCarry();
  await move("a", one.terminalId, "analise");
  await sweepAndSettle();
  expect(await open()).toMatchObject([{ kind: "terminal_withdrawn" }]);
});
