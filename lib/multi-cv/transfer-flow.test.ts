import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { OpenDatabase } from "@/db/client.ts";
import { developments, environments, mappings } from "@/db/schema/environments.ts";
import { countSignIns, PANEL } from "@/e2e/sandbox/cv/sessions.ts";
import type { CommissionRow } from "@/e2e/sandbox/cv/tenant.ts";
import { startSandbox, type Sandbox } from "@/e2e/sandbox/start-sandbox.ts";
import { FLOW_KEYS } from "@/e2e/support/flow-runs.ts";
import { type Group, openGroup } from "@/e2e/support/multi-cv-runs.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { loginPlace } from "@/lib/engine/flows/open-environments.ts";
import { encryptSecret } from "@/lib/secrets.ts";

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

/** What must never be, whatever happened. */
function expectNothingTwice(): void {
  const counts = sandbox.counts("cv");
  const twice = Object.entries(counts).filter(
    ([name, count]) => /em dobro|criações repetidas/.test(name) && count > 0,
  );
  expect(twice).toEqual([]);
}

async function transfer(hubId: number): Promise<void> {
  await group.tell("hub", { idreserva: hubId });
  await group.settle();
}

describe("a reservation that may be invoiced", () => {
  test.each([
    ["a", 3],
    ["b", 5],
    ["c", 6],
  ] as const)("is carried whole into terminal %s", async (terminal, developmentId) => {
    const hubId = sandbox.partners.cv.sell({ developmentId });
    await transfer(hubId);
    const { subject, reservation } = await group.read(hubId);
    expect([subject.lastError, subject.state]).toEqual([null, "finished"]);
    expect(reservation.terminalReservationId).not.toBeNull();
    const rows = await group.journal(hubId);
    expect(rows.filter(({ status }) => status !== "done" && status !== "skipped")).toEqual([]);
    const copies = sandbox.partners.cv.tenants[terminal].store.list("reservations");
    expect(copies).toHaveLength(1);
    expectNothingTwice();
    expect(sandbox.received("cv").flatMap(({ problems }) => problems)).toEqual([]);
  });
});

const cv = () => sandbox.partners.cv;

test("with a login of v3, who may sell is read there: a broker who may not stops under that policy, one who may goes on", async () => {
  group = await openGroup(database, sandbox, { brokerPolicy: "stop", agencyPolicy: "stop" });
  const tenant = cv().tenants.a;
  Object.assign(tenant.quirks, { v3: true, v3Auth: "session", showsDevelopments: false });
  await database.db
    .update(environments)
    .set({
      loginName: PANEL.email,
      loginSecret: encryptSecret(
        FLOW_KEYS,
        loginPlace(group.of.organizationId, group.of.integrationId, "a", "login"),
        PANEL.password,
      ),
    })
    .where(eq(environments.id, group.environments.a));
  const hubId = cv().sell({ developmentId: 3 });
  const brokers = tenant.store.list("brokers").map(({ id, value }) => {
    tenant.store.change("brokers", id, { developmentIds: [] });
    return { id, developmentIds: value.developmentIds };
  });
  await transfer(hubId);
  expect((await group.read(hubId)).subject.lastError).toMatch(/O corretor .* não está liberado/);
  for (const { id, developmentIds } of brokers)
    tenant.store.change("brokers", id, { developmentIds });
  await group.repeat(hubId, "validate-broker");
  await group.settle();
  expect((await group.read(hubId)).subject).toMatchObject({ lastError: null, state: "finished" });
  expect(countSignIns(tenant)).toBe(1);
});
const inTerminal = (name: "a" | "b" | "c" = "a") => cv().tenants[name].store.list("reservations");

/** A sale whose commission was registered otherwise in the Hub's finance. */
function sellWithCommission(
  change: (of: { item: CommissionRow["items"][number] }) => unknown,
): number {
  const hubId = cv().sell();
  const { store } = cv().tenants.hub;
  const found = store.find("commissions", (one) => one.reservationId === hubId)!;
  const items = structuredClone(found.value.items);
  change({ item: items[0]! });
  store.change("commissions", found.id, { items });
  return hubId;
}

/**
 * Each: what is wrong, how it is made so, and words of the sentence that a person reads. `kept` =
 * the terminal has nothing.
 */
const WRONG: ReadonlyArray<[what: string, make: () => number | Promise<number>, words: RegExp]> = [
  [
    "an unknown development",
    async () => {
      await database.db
        .delete(developments)
        .where(eq(developments.integrationId, group.of.integrationId));
      return cv().sell();
    },
    /não está em Empreendimentos/,
  ],
  [
    "an inactive development",
    async () => {
      await database.db
        .update(developments)
        .set({ active: false })
        .where(eq(developments.integrationId, group.of.integrationId));
      return cv().sell();
    },
    /está inativo em Empreendimentos/,
  ],
  [
    "two matching units",
    () => {
      const hubId = cv().sell({ unit: 1 });
      const [first, second] = cv()
        .tenants.a.store.list("units")
        .filter(({ value }) => value.developmentId === 12);
      cv().tenants.a.store.change("units", second!.id, { code: first!.value.code });
      return hubId;
    },
    /em 2 unidades do terminal/,
  ],
  [
    "a unit sold already",
    () => {
      const hubId = cv().sell({ unit: 1 });
      cv().tenants.a.store.change(
        "units",
        cv()
          .tenants.a.store.list("units")
          .find(({ value }) => value.developmentId === 12)!.id,
        { state: 3 },
      );
      return hubId;
    },
    /está vendida em Terminal A/,
  ],
  [
    "a CPF with a wrong digit",
    () => cv().sell({ holderDocument: "11144477736" }),
    /dígito verificador errado/,
  ],
  [
    "an associate without document",
    () => cv().sell({ spouseDocument: "" }),
    /associado 1 \(Cônjuge\) está sem CPF/,
  ],
  ["a telephone that is none", () => cv().sell({ phone: "123" }), /telefone fora do formato/],
  [
    "conditions that do not sum",
    () => cv().sell({ statedCents: 20_000_001 }),
    /não somam o valor do contrato.*faltam R\$\s0,01/,
  ],
  [
    "an unknown series",
    () => cv().sell({ unknownSeries: true }),
    /não tem correspondente no terminal/,
  ],
  [
    "an inactive broker",
    () => cv().sell({ developmentId: 5, broker: "52998224725" }),
    /está inativo em Terminal B/,
  ],
  [
    "a broker whom the terminal does not know",
    () => cv().sell({ broker: "12345678909" }),
    /não existe em Terminal A/,
  ],
  [
    "a broker who may not sell the development",
    () => {
      cv().tenants.a.store.change(
        "brokers",
        cv()
          .tenants.a.store.list("brokers")
          .find(({ value }) => value.document === "11144477735")!.id,
        { developmentIds: [] },
      );
      return cv().sell({ broker: "11144477735" });
    },
    /^$/,
  ],
  [
    "an association nobody mapped",
    async () => {
      await database.db.delete(mappings).where(eq(mappings.kind, "association"));
      return cv().sell();
    },
    /tipo de associação “Cônjuge” não tem correspondente/,
  ],
  [
    "a commission whose payments nobody programmed",
    () => sellWithCommission(({ item }) => (item.payments = [])),
    /não tem valor e vencimento programados/,
  ],
  [
    "a commission of which a part is programmed",
    () => sellWithCommission(({ item }) => item.payments.pop()),
    /os pagamentos programados somam R\$\s4\.000,00/,
  ],
  [
    "a commission for somebody whom CV does not take",
    () => sellWithCommission(({ item }) => (item.to = "parceiro")),
    /não é de nenhum dos recebedores aceitos pelo CV/,
  ],
  [
    "a commission for an administrator without document",
    () =>
      sellWithCommission(({ item }) => {
        item.to = "usuário administrativo";
        item.document = "";
      }),
    /não tem o documento de quem recebe/,
  ],
  [
    "a situation nobody confirmed",
    async () => {
      await database.db.delete(mappings).where(eq(mappings.kind, "situation"));
      const hubId = cv().sell();
      await group.begin(hubId);
      return hubId;
    },
    /Mapeamentos › Situações/,
  ],
];

describe("bad input stops with a sentence, and nothing is there twice", () => {
  test.each(WRONG)("%s", async (_what, make, words) => {
    const hubId = await make();
    await group.begin(hubId);
    await group.settle();
    const { subject } = await group.read(hubId);
    expect(subject.lastError ?? "").toMatch(words);
    expect(subject.state).toBe(words.source === "^$" ? "finished" : "stuck");
    // No sentence quotes a document.
    expect(JSON.stringify(await group.journal(hubId))).not.toMatch(
      /11144477736|\d{3}\.\d{3}\.\d{3}-\d{2}/,
    );
    expectNothingTwice();
  });

  test("a commission arrives in as many payments as were programmed, by its receiver", async () => {
    const hubId = cv().sell();
    await transfer(hubId);
    const [there] = cv().tenants.a.store.list("commissions");
    const [from] = cv().tenants.hub.store.list("commissions");
    expect(there?.value.items).toMatchObject([
      {
        to: "corretor",
        kind: "C",
        value: 8000,
        document: from?.value.items[0]?.document,
        payments: from?.value.items[0]?.payments.map(({ value, dueDay }) => ({
          value,
          dueDay,
          measuredOn: dueDay,
        })),
      },
    ]);
    expect(there?.value.items[0]?.payments).toHaveLength(2);
  });

  test("what was put right goes on where it stopped", async () => {
    const hubId = cv().sell({ developmentId: 5, broker: "52998224725" });
    await transfer(hubId);
    expect((await group.read(hubId)).subject.state).toBe("stuck");
    await sandbox.partners.cv.commands!.broker!({
      tenant: "b",
      document: "52998224725",
      active: true,
    });
    await group.repeat(hubId, "validate-broker");
    await group.settle();
    expect((await group.read(hubId)).subject).toMatchObject({ state: "finished", lastError: null });
    expect(inTerminal("b")).toHaveLength(1);
    expectNothingTwice();
  });

  test("a document too large is left out and named; the rest goes on", async () => {
    const hubId = cv().sell({ documents: 1, documentBytes: 30_000_000 });
    await transfer(hubId);
    const { subject, reservation } = await group.read(hubId);
    expect(subject.state).toBe("stuck");
    expect(subject.lastError).toMatch(/tem mais de 25 MB e não é copiado/);
    expect(reservation.terminalSituation).toBe("ready");
    const rows = await group.journal(hubId);
    expect(
      rows.find(({ name, item }) => name === "copy-commissions" && item === "")?.status,
    ).toMatch(/done|skipped/);
    expectNothingTwice();
  }, 20_000);
});

describe("faults of the partners", () => {
  test.each([1, 2, 3])("an answer lost %i times makes no second reservation", async (times) => {
    const hubId = cv().sell({ developmentId: 5 });
    await sandbox.setFault("cv", { kind: "lose_answer", address: "b", times });
    await transfer(hubId);
    await sandbox.clearFaults("cv");
    await group.settle();
    expect(inTerminal("b")).toHaveLength(1);
    expect((await group.read(hubId)).subject.state).toBe("finished");
    expectNothingTwice();
  });

  test("a creation without a number that no list shows is looked for, never made again", async () => {
    const hubId = cv().sell();
    const { store, quirks } = cv().tenants.a;
    quirks.hidden = Array.from({ length: 50 }, (_, index) => 4000 + index);
    await transfer(hubId);
    const { subject } = await group.read(hubId);
    expect(subject).toMatchObject({ state: "stuck", currentStep: "transfer/create-reservation" });
    expect(subject.lastError).toMatch(/não aparece nas listas/);
    await group.repeat(hubId, "create-reservation");
    await group.settle();
    expect(store.list("reservations")).toHaveLength(1);
    quirks.hidden = [];
    await group.repeat(hubId, "create-reservation");
    await group.settle();
    expect((await group.read(hubId)).subject.state).toBe("finished");
    expect(store.list("reservations")).toHaveLength(1);
    expectNothingTwice();
  });

  test("the terminal is down for a while", async () => {
    const hubId = cv().sell();
    await sandbox.setFault("cv", { kind: "status", status: 503, address: "a", times: 4 });
    await transfer(hubId);
    expect((await group.read(hubId)).subject.state).toBe("finished");
    expectNothingTwice();
  });

  test("a revoked token holds what needs it, names the environment, and lets it go on afterwards", async () => {
    const hubId = cv().sell();
    const { token } = cv().tenants.a.account;
    cv().tenants.a.account.token = "trocado-no-terminal";
    await transfer(hubId);
    const held = await group.read(hubId);
    expect(held.subject).toMatchObject({
      state: "held",
      heldForEnvironmentId: group.environments.a,
    });
    expect(held.subject.lastError).toMatch(/Terminal A.*recusou as credenciais/);
    cv().tenants.a.account.token = token;
    await group.release("a");
    await group.settle();
    expect((await group.read(hubId)).subject.state).toBe("finished");
    expectNothingTwice();
  });

  test("one resource that is not freed stops only its own step", async () => {
    const hubId = cv().sell();
    cv().tenants.a.quirks.forbidden = ["/financeiro/comissoes"];
    await transfer(hubId);
    const { subject, reservation } = await group.read(hubId);
    expect(subject.state).toBe("stuck");
    expect(subject.lastError).toMatch(/não liberou .*\(403\)/);
    expect(reservation.terminalSituation).toBe("ready");
    cv().tenants.a.quirks.forbidden = [];
    await group.repeat(hubId, "copy-commissions");
    await group.settle();
    expect((await group.read(hubId)).subject.state).toBe("finished");
    expectNothingTwice();
  });

  test("documents that are confirmed and not kept are not believed", async () => {
    const hubId = cv().sell({ documents: 2 });
    cv().tenants.a.quirks.eatDocuments = 1;
    await transfer(hubId);
    expect((await group.read(hubId)).subject.lastError).toMatch(/não o gravou/);
    await group.repeat(hubId, "copy-documents");
    await group.settle();
    expect((await group.read(hubId)).subject.state).toBe("finished");
    expect(cv().tenants.a.store.list("documents")).toHaveLength(2);
    expectNothingTwice();
  });

  test("a 200 that refuses, and three decimals, are seen through", async () => {
    const hubId = cv().sell();
    cv().tenants.hub.quirks.threeDecimals = true;
    await transfer(hubId);
    expect((await group.read(hubId)).subject.state).toBe("finished");
    const other = cv().sell();
    cv().tenants.a.quirks.lieInWrites = 1;
    await transfer(other);
    if ((await group.read(other)).subject.state === "stuck")
      await group.repeat(other, (await group.read(other)).subject.currentStep!.split("/")[1]!);
    await group.settle();
    expect((await group.read(other)).subject.state).toBe("finished");
    expectNothingTwice();
  });

  test("one that left “pode faturar” before it was read is not carried, and begins anew when it comes back", async () => {
    const hubId = cv().sell();
    await group.begin(hubId);
    await sandbox.partners.cv.commands!.move!({ tenant: "hub", id: hubId, role: "analise" });
    await group.settle();
    expect((await group.read(hubId)).subject.state).toBe("ended");
    expect(inTerminal()).toHaveLength(0);
    await sandbox.partners.cv.commands!.move!({ tenant: "hub", id: hubId, role: "pode_faturar" });
    await transfer(hubId);
    expect((await group.read(hubId)).subject.state).toBe("finished");
    expect(inTerminal()).toHaveLength(1);
  });

  test("ten messages about one reservation are one way", async () => {
    const hubId = cv().sell();
    for (let index = 0; index < 10; index++)
      await group.tell(
        "hub",
        index % 2 === 0 ? { idreserva: hubId } : { dados: { idreserva: String(hubId) } },
      );
    await group.settle();
    for (let index = 0; index < 3; index++) await group.tell("hub", { idreserva: hubId });
    await group.settle();
    expect(inTerminal()).toHaveLength(1);
    expectNothingTwice();
  });

  test("no personal data and no token in the journal", async () => {
    const hubId = cv().sell();
    await transfer(hubId);
    const written = JSON.stringify(await group.journal(hubId));
    const { store, account } = cv().tenants.hub;
    const documents = store
      .list("people")
      .map(({ value }) => value.documento)
      .filter((document) => document.length === 11);
    for (const secret of [account.token, cv().tenants.a.account.token, ...documents])
      expect(written).not.toContain(secret);
  });
});
