import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { OpenDatabase } from "@/db/client.ts";
import { addFile } from "@/e2e/sandbox/cv/answer-files.ts";
import { countDoubles } from "@/e2e/sandbox/cv/count-doubles.ts";
import { makePdf } from "@/e2e/sandbox/cv/make-file.ts";
import type { CommissionRow } from "@/e2e/sandbox/cv/tenant.ts";
import { startSandbox, type Sandbox } from "@/e2e/sandbox/start-sandbox.ts";
import { type Group, openGroup } from "@/e2e/support/multi-cv-runs.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { compareReservation } from "./compare-reservation.ts";

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

type Side = "hub" | "a";
type Table = "documents" | "contracts";
interface Carried {
  hub: number;
  a: number;
}

const tenant = (side: Side) => sandbox.partners.cv.tenants[side];

async function carry(
  sale: Parameters<Sandbox["partners"]["cv"]["sell"]>[0] = {},
): Promise<Carried> {
  const hub = sandbox.partners.cv.sell({ documents: 1, contract: false, ...sale });
  await group.tell("hub", { idreserva: hub });
  await group.settle();
  const { subject, reservation } = await group.read(hub);
  expect([subject.lastError, subject.state]).toEqual([null, "finished"]);
  return { hub, a: Number(reservation.terminalReservationId) };
}

/** Somebody adds a file in one of the two systems. */
function add(of: Carried, side: Side, table: Table, label: string, signed: string | null = null) {
  const type = tenant(side).catalogue.documentTypes[0];
  return addFile(
    tenant(side),
    table,
    {
      reservationId: of[side],
      name: `${label}.pdf`,
      typeId: table === "documents" ? (type?.id ?? null) : null,
      associationTypeId: null,
      signed,
      validated: null,
    },
    makePdf(label, 700),
  );
}

/** A contract that stood there is signed: the same number, other bytes. */
function sign(side: Side, id: number): void {
  const content = makePdf(`assinado ${id}`, 800);
  const twin = tenant(side).store.nextId("contracts", 15);
  const file = tenant(side).store.get("contracts", id)!;
  addFile(tenant(side), "contracts", { ...file, signed: "2026-09-05 10:15:35" }, content);
  tenant(side).store.put("contracts", id, tenant(side).store.get("contracts", twin)!);
  tenant(side).store.remove("contracts", twin);
}

const count = (of: Carried, table: Table) =>
  (["hub", "a"] as const).map(
    (side) =>
      tenant(side)
        .store.list(table)
        .filter(({ value }) => value.reservationId === of[side]).length,
  );

/** Half an hour on: whatever may be looked at is due. */
async function look(times = 1): Promise<void> {
  for (let n = 0; n < times; n++) {
    group.advance(2_000);
    await group.pass("sweep");
    await group.settle();
  }
}

/** A row of the comparison that a person opens. */
async function compared(of: Carried, label: string) {
  const { ctx } = await group.context();
  const { reservation } = await group.read(of.hub);
  const { facts, notes } = await compareReservation(ctx, reservation);
  expect(notes.filter((note) => note.startsWith("Não foi possível"))).toEqual([]);
  const found = facts.find((fact) => fact.label === label);
  return [found?.hub, found?.terminal, found?.equal];
}

function expectNothingTwice(): void {
  for (const side of ["hub", "a"] as const)
    expect(countDoubles(tenant(side))).toMatchObject({ documents: 0, contracts: 0 });
}

test("a document added on either side after the transfer appears on the other, once", async () => {
  const of = await carry();
  expect(count(of, "documents")).toEqual([1, 1]);
  add(of, "hub", "documents", "comprovante");
  await look();
  expect(count(of, "documents")).toEqual([2, 2]);
  add(of, "a", "documents", "laudo");
  await look();
  expect(count(of, "documents")).toEqual([3, 3]);
  expect(await compared(of, "Documentos")).toEqual(["3 documentos", "3 documentos", true]);
  // The same file added by hand on both sides is one file.
  add(of, "hub", "documents", "rg");
  add(of, "a", "documents", "rg");
  await look(4);
  expect(count(of, "documents")).toEqual([4, 4]);
  expectNothingTwice();
});

test("a copy comes back on no look, also where a tenant changes the bytes of what it is given", async () => {
  tenant("hub").quirks.stampsUploads = true;
  tenant("a").quirks.stampsUploads = true;
  const of = await carry({ documents: 2 });
  add(of, "a", "documents", "laudo");
  add(of, "a", "contracts", "Compra e venda", "2026-09-05 10:15:35");
  await look(5);
  expect([count(of, "documents"), count(of, "contracts")]).toEqual([
    [3, 3],
    [1, 1],
  ]);
});

test("a copy that a person removed stays removed, and the journal says so", async () => {
  const of = await carry();
  const [copy] = tenant("a").store.list("documents");
  tenant("a").store.remove("documents", copy!.id);
  await look(2);
  expect(count(of, "documents")).toEqual([1, 0]);
  const row = (await group.journal(of.hub)).find(
    ({ name, item }) => name === "copy-documents" && item === "",
  );
  expect(row?.note).toMatch(/1 cópia foi excluída no destino e não volta/);
  expect(await compared(of, "Documentos")).toEqual([
    "1 documento, 1 só aqui",
    "0 documentos",
    false,
  ]);
  expect((await group.read(of.hub)).subject.facts.documentsApart).toBe(1);
  // Put there again by hand, it is the copy again.
  const { value } = tenant("hub").store.list("documents")[0]!;
  tenant("a").store.put("documents", copy!.id + 50, { ...value, reservationId: of.a });
  await look();
  expect((await group.read(of.hub)).subject.facts.documentsApart).toBe(0);
  expect(await compared(of, "Documentos")).toEqual(["1 documento", "1 documento", true]);
});

test.each(["hub", "a"] as const)(
  "a draft of %s stays where it is; signed days later it appears on the other side, once",
  async (side) => {
    const of = await carry();
    const draft = add(of, side, "contracts", "Compra e venda");
    await look();
    expect(count(of, "contracts")).toEqual(side === "hub" ? [1, 0] : [0, 1]);
    const said = ["0 assinados, 1 sem assinatura", "0 assinados"];
    expect(await compared(of, "Arquivos de contrato")).toEqual([
      ...(side === "hub" ? said : said.toReversed()),
      true,
    ]);
    group.advance(5 * 86_400);
    sign(side, draft);
    await look(3);
    expect(count(of, "contracts")).toEqual([1, 1]);
    const other = side === "hub" ? "a" : "hub";
    const [copy] = tenant(other).store.list("contracts");
    expect(copy?.value).toMatchObject({
      signed: "2026-09-05 10:15:35",
      name: "Compra e venda.pdf",
    });
    expectNothingTwice();
  },
);

test("a message of either side about a carried reservation is enough", async () => {
  const of = await carry();
  add(of, "hub", "documents", "comprovante");
  expect(await group.tell("hub", { idreserva: of.hub })).toMatch(/mudaram documentos/);
  await group.settle();
  add(of, "a", "contracts", "Compra e venda", "2026-09-05 10:15:35");
  expect(await group.tell("a", { idreserva: of.a })).toMatch(/mudaram contratos/);
  await group.settle();
  expect([count(of, "documents"), count(of, "contracts")]).toEqual([
    [2, 2],
    [1, 1],
  ]);
  expect(await group.tell("hub", { idreserva: of.hub })).toMatch(/Nada mudou/);
});

test("an answer lost between the two makes no second copy", async () => {
  const of = await carry();
  add(of, "hub", "documents", "comprovante");
  add(of, "a", "contracts", "Compra e venda", "2026-09-05 10:15:35");
  for (const address of ["a", "hub"])
    await sandbox.setFault("cv", { kind: "lose_answer", address, times: 2 });
  await look(3).catch(() => undefined);
  await sandbox.clearFaults("cv");
  await look(3);
  expect([count(of, "documents"), count(of, "contracts")]).toEqual([
    [2, 2],
    [1, 1],
  ]);
  expectNothingTwice();
});

test("looks are few: the newest every half hour, none twice within it, none after its days", async () => {
  const of = await carry();
  const lookedAt = async () => (await group.read(of.hub)).reservation.followedAt?.getTime() ?? 0;
  await look();
  const first = await lookedAt();
  expect(first).toBeGreaterThan(0);
  for (let minute = 0; minute < 5; minute++) {
    group.advance(300);
    await group.pass("sweep");
  }
  expect(await lookedAt()).toBe(first);
  group.advance(300);
  await group.pass("sweep");
  const second = await lookedAt();
  expect(second).toBeGreaterThan(first);
  group.advance(61 * 86_400);
  add(of, "hub", "documents", "comprovante");
  await look(2);
  expect([await lookedAt(), count(of, "documents")]).toEqual([second, [2, 1]]);
});

type Items = CommissionRow["items"];
const commissionsOf = (of: Carried, side: Side) =>
  tenant(side)
    .store.list("commissions")
    .filter(({ value }) => value.reservationId === of[side] && !value.cancelled);

/** The finance department of one side does something. */
function change(of: Carried, side: Side, work: (items: Items) => void): void {
  const [found] = commissionsOf(of, side);
  const items = structuredClone(found!.value.items);
  work(items);
  tenant(side).store.change("commissions", found!.id, { items });
}

const pay = (of: Carried, side: Side, nth: number) =>
  change(of, side, (items) => (items[0]!.payments[nth]!.situation = "Pago"));
const situations = (of: Carried) =>
  (["hub", "a"] as const).map((side) =>
    commissionsOf(of, side).flatMap(({ value }) =>
      value.items.flatMap(({ payments }) =>
        payments.map(({ situation }) => situation ?? "Programado"),
      ),
    ),
  );

test("a commission that only the terminal has is registered in the Hub, in as many payments", async () => {
  const of = await carry({ commission: false });
  expect(commissionsOf(of, "a")).toHaveLength(0);
  const items: Items = [
    {
      code: "T-1",
      value: 8000,
      to: "corretor",
      who: "",
      document: "11144477735",
      kind: "C",
      payments: ["2026-10-10", "2026-11-10", "2026-12-10"].map((dueDay, index) => ({
        value: index === 0 ? 4000 : 2000,
        dueDay,
        measuredOn: null,
      })),
    },
  ];
  items[0]!.payments[0]!.situation = "Pago";
  tenant("a").store.put("commissions", 900, { reservationId: of.a, cancelled: false, items });
  await look(3);
  const [there] = commissionsOf(of, "hub");
  expect(there?.value.items).toMatchObject([
    { value: 8000, payments: items[0]!.payments.map(({ value, dueDay }) => ({ value, dueDay })) },
  ]);
  expect(situations(of)).toEqual([
    ["Pago", "Programado", "Programado"],
    ["Pago", "Programado", "Programado"],
  ]);
  expect((await group.read(of.hub)).subject.lastError).toBeNull();
});

test("what one side paid is paid on the other, each payment by itself", async () => {
  const of = await carry();
  pay(of, "hub", 0);
  await look();
  expect(situations(of)).toEqual([
    ["Pago", "Programado"],
    ["Pago", "Programado"],
  ]);
  pay(of, "a", 1);
  await look(2);
  expect(situations(of)).toEqual([
    ["Pago", "Pago"],
    ["Pago", "Pago"],
  ]);
  expect(await group.decisions()).toEqual([]);
});

test("a message that names a commission alone is about its reservation", async () => {
  const of = await carry();
  pay(of, "a", 0);
  const id = commissionsOf(of, "a")[0]?.id;
  expect(await group.tell("a", { idcomissao: id })).toMatch(/mudaram comissões/);
  await group.settle();
  expect(situations(of)[0]).toEqual(["Pago", "Programado"]);
  expect(await group.tell("a", { idcomissao: id })).toMatch(/Nada mudou/);
  expect(await group.tell("a", { idcomissao: 987_654 })).toMatch(/não é encontrada/);
});

test.each<[string, RegExp, (of: Carried) => void]>([
  [
    "a cancelled payment that the other side paid",
    /já feito, que o Enlace não desfaz/,
    (of) => {
      pay(of, "hub", 0);
      change(of, "a", (items) => (items[0]!.payments[0]!.void = true));
    },
  ],
  [
    "a programme that is another one",
    /só no Hub|no Hub, .* no terminal/,
    (of) => change(of, "hub", (items) => (items[0]!.payments[1]!.dueDay = "2030-01-10")),
  ],
  [
    "a commission that one side cancelled",
    /só no terminal/,
    (of) => {
      const [found] = commissionsOf(of, "hub");
      tenant("hub").store.change("commissions", found!.id, { cancelled: true });
    },
  ],
])(
  "%s is a question with both sides, once; put right it needs no answer",
  async (_what, words, make) => {
    const of = await carry();
    const before = structuredClone(situations(of));
    make(of);
    await look(3);
    const [asked, ...more] = await group.decisions();
    expect(more).toEqual([]);
    expect(asked).toMatchObject({ kind: "commissions", resolvedAt: null });
    expect(asked?.question).toMatch(words);
    expect(JSON.stringify(asked?.facts)).not.toMatch(/11144477735/);
    // Nothing was registered anew, and nothing undone.
    expect(tenant("hub").store.list("commissions")).toHaveLength(1);
    expect(tenant("a").store.list("commissions")).toHaveLength(1);
    expect((await group.read(of.hub)).subject.state).toBe("stuck");
    // Put right in CV by its own people.
    for (const side of ["hub", "a"] as const) {
      const { store } = tenant(side);
      for (const { id, value } of store.list("commissions"))
        store.change("commissions", id, {
          cancelled: false,
          items: value.items.map((item) => ({
            ...item,
            payments: item.payments.map(({ value: amount, measuredOn }, index) => ({
              value: amount,
              measuredOn,
              dueDay: `2029-0${index + 1}-10`,
            })),
          })),
        });
    }
    await look();
    expect((await group.decisions()).map(({ resolvedAt }) => resolvedAt)).toEqual([
      expect.any(Date),
    ]);
    expect((await group.read(of.hub)).subject.state).toBe("finished");
    expect(situations(of)).toEqual(before);
  },
);

test("left as it is, a difference is not asked again until it is another one", async () => {
  const of = await carry();
  change(of, "hub", (items) => (items[0]!.payments[1]!.dueDay = "2030-01-10"));
  await look();
  const [asked] = await group.decisions();
  await group.decide(asked!.id, "keep");
  expect((await group.read(of.hub)).subject.state).toBe("finished");
  await look(2);
  expect(await group.decisions()).toHaveLength(1);
  expect((await group.read(of.hub)).subject.facts.commissionsApart).toBe(1);
  change(of, "hub", (items) => (items[0]!.payments[1]!.dueDay = "2030-02-10"));
  await look();
  expect(await group.decisions()).toHaveLength(2);
});

test("where the Hub alone leads, what the terminal paid is asked and the Hub left alone", async () => {
  group = await openGroup(database, sandbox, { commissions: "hub_to_terminal" });
  const of = await carry();
  pay(of, "a", 0);
  await look(2);
  expect(situations(of)[0]).toEqual(["Programado", "Programado"]);
  expect((await compared(of, "Comissões no financeiro"))[2]).toBe(false);
  expect((await compared(of, "Pagamentos feitos"))[0]).toBeNull();
  expect((await group.decisions()).map(({ question }) => question)).toEqual([
    expect.stringMatching(/1 pagamento está pago só em Terminal A/),
  ]);
});
