import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { checkMessage } from "@/e2e/sandbox/sngpc/check-message.ts";
import { readMessage } from "@/e2e/sandbox/sngpc/read-message.ts";
import { type Sandbox, startSandbox } from "@/e2e/sandbox/start-sandbox.ts";
import { STAND_INS } from "@/e2e/support/stand-ins.ts";
import type { ControlledMovement, Prescription } from "../../core/controlled.ts";
import { arbitraryText } from "../conformance/arbitrary-sales.ts";
import { fixedControlled, fixedLots, makeControlled, makeControlledLine, makePrescription } from "../conformance/fixed-controlled.ts";
import { FIXED_DAY } from "../conformance/fixed-day.ts";
import { type Bench, openBench } from "../conformance/make-context.ts";
import type { StoredFile } from "../define.ts";
import { planFiles } from "./plan-files.ts";
import { readReceipt, readStatus } from "./read-answer.ts";
import { sngpc } from "./index.ts";
import { findSchemaErrors } from "./validate-schema.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ answerDelay: 5 });
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.reset("sngpc"));

type Options = Partial<Parameters<typeof openBench>[1]>;
function open(options: Options & { more?: Record<string, string> } = {}): Bench {
  return openBench(sngpc, { ...options, settings: { ...STAND_INS.sngpc!.settings(sandbox), data_inicio: "", ...options.more } });
}
/** From the evening of the count, as the fixed lots have it. */
const afterInventory = { "inventory:1": { day: "2026-03-04", waiting: false }, "inventory:2": { day: "2026-03-04", waiting: false } };
async function bytesOf(file: StoredFile): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of file.open()) chunks.push(chunk);
  return Buffer.concat(chunks);
}
const operation = (name: string) => sngpc.operations[name]!;
const soap = { transporte: "soap" };

async function confirm(bench: Bench, name: string, file: StoredFile) {
  let answer = await operation(name).confirm!(bench.ctx, file);
  await expect.poll(async () => (answer = await operation(name).confirm!(bench.ctx, file)).status, { interval: 20 }).not.toBe("pending");
  return answer;
}

describe.each([["REST", {}], ["SOAP, hash of the zip", soap], ["SOAP, hash of the XML", { ...soap, hash_sobre: "xml" }]])("over %s", (_name, more) => {
  test("inventory, then movements: received first, validated later", async () => {
    const bench = open({ more, lastFiles: { "inventory:1": { day: null, waiting: false } } });
    const inventories = await bench.prepare("inventory");
    expect(inventories.map(({ name, rows }) => [name, rows])).toEqual([["SNGPC_INVENTARIO_41902377000113_20260304.xml", 3], ["SNGPC_INVENTARIO_41902377000202_20260304.xml", 3]]);
    for (const file of inventories) {
      sandbox.partners.sngpc.commands?.hold?.({});
      const sent = await bench.deliver("inventory", file);
      expect(sent).toMatchObject({ status: "sent", receipt: expect.stringMatching(/^[0-9A-F]{20}$/) });
      expect(await operation("inventory").confirm!(bench.ctx, { ...file, receipt: sent.receipt! })).toEqual({ status: "pending" });
      sandbox.partners.sngpc.commands?.release?.({});
      expect(await confirm(bench, "inventory", { ...file, receipt: sent.receipt! })).toEqual({ status: "done" });
    }
    const next = open({ more, lastFiles: afterInventory });
    for (const file of await next.prepare("movements")) {
      const { receipt } = await next.deliver("movements", file);
      expect(await confirm(next, "movements", { ...file, receipt: receipt! })).toEqual({ status: "done" });
    }
    expect(next.refused).toEqual([]);
    expect(sandbox.counts("sngpc")).toMatchObject({ "Inventários validados": 2, "Arquivos de movimento validados": 2, "Arquivos não validados": 0, "Movimentos aceitos": 8 });
  });

  test("what Anvisa finds later is told as it says it", async () => {
    const bench = open({ more: { ...more, cpf_rt: "52998224725" }, lastFiles: afterInventory });
    const [file] = await bench.prepare("movements");
    const { receipt } = await bench.deliver("movements", file!);
    expect(await confirm(bench, "movements", { ...file!, receipt: receipt! })).toMatchObject({ status: "failed", detail: expect.stringContaining("CPF"), rejections: expect.arrayContaining([expect.objectContaining({ code: "anvisa" })]) });
  });
});

test("an inventory that was refused keeps the movements out; one that another system sent does not go again", async () => {
  const wrong = open({ more: { cpf_rt: "52998224725" } });
  const [inventory] = await wrong.prepare("inventory");
  expect(await confirm(wrong, "inventory", { ...inventory!, receipt: (await wrong.deliver("inventory", inventory!)).receipt! })).toMatchObject({ status: "failed" });
  const after = open({ lastFiles: afterInventory });
  const [movements] = await after.prepare("movements");
  expect(await confirm(after, "movements", { ...movements!, receipt: (await after.deliver("movements", movements!)).receipt! })).toMatchObject({ status: "failed", detail: expect.stringContaining("Inventário inicial") });
  expect(await open({ more: { data_inicio: FIXED_DAY } }).prepare("inventory")).toEqual([]);
});

test("days must follow one another, and no lot may go below zero", async () => {
  const send = async (bench: Bench, name: "inventory" | "movements") => {
    for (const file of await bench.prepare(name)) {
      const answer = await confirm(bench, name, { ...file, receipt: (await bench.deliver(name, file)).receipt! });
      if (answer.status !== "done") return answer;
    }
    return { status: "done" };
  };
  expect(await send(open(), "inventory")).toEqual({ status: "done" });
  const gap = open({ lastFiles: { "inventory:1": { day: "2026-03-05", waiting: false } }, period: { first: "2026-03-06", last: "2026-03-06" }, controlled: [] });
  expect(await send(gap, "movements")).toMatchObject({ detail: expect.stringContaining("2026-03-05") });
  // The hub's own book has more of the lot than what Anvisa was told.
  const short = open({ lastFiles: afterInventory, controlled: [makeControlled({ lines: [makeControlledLine({ quantity: 9 })] })] });
  short.ctx.movements = { ...short.ctx.movements, controlledLots: async function* () { for (const lot of fixedLots(1)) yield { ...lot, balance: 50 }; } };
  expect(await send(short, "movements")).toMatchObject({ detail: expect.stringContaining("Estoque insuficiente") });
});

test("a lost answer is asked about over SOAP, and cannot be over REST", async () => {
  for (const [more, found] of [[soap, "sent"], [{}, undefined]] as const) {
    const bench = open({ more, lastFiles: afterInventory });
    const [file] = await bench.prepare("movements");
    expect(await operation("movements").look!(bench.ctx, file!)).toBeNull();
    await bench.deliver("movements", file!);
    expect((await operation("movements").look!(bench.ctx, file!))?.status).toBe(found);
  }
});

describe("which days", () => {
  const plan = (movements: string | null, inventory: string | null, from: string, last: string, days: number) => planFiles({ movements, inventory, from }, last, days)?.map(({ first, last: end }) => `${first} ${end}`) ?? null;
  test.each([
    ["nothing accepted yet", plan(null, null, "", "2026-03-10", 1), null],
    ["right after the inventory", plan(null, "2026-03-08", "", "2026-03-10", 1), ["2026-03-09 2026-03-09", "2026-03-10 2026-03-10"]],
    ["right after the last movements", plan("2026-03-09", "2026-03-01", "", "2026-03-10", 1), ["2026-03-10 2026-03-10"]],
    ["full files only", plan("2026-03-01", null, "", "2026-03-10", 7), ["2026-03-02 2026-03-08"]],
    ["from another system's end", plan(null, null, "2026-03-10", "2026-03-10", 1), ["2026-03-10 2026-03-10"]],
    ["a newer inventory opens a new account", plan("2026-03-01", "2026-03-09", "", "2026-03-10", 1), ["2026-03-10 2026-03-10"]],
    ["up to date", plan("2026-03-10", null, "", "2026-03-10", 1), []],
  ])("%s", (_name, made, expected) => expect(made).toEqual(expected));

  test("any plan is gapless, of whole files, and never past the last day", () => {
    const day = fc.integer({ min: 0, max: 60 }).map((offset) => new Date(Date.UTC(2026, 2, 1 + offset)).toISOString().slice(0, 10));
    fc.assert(
      fc.property(day, day, fc.integer({ min: 1, max: 7 }), (accepted, last, days) => {
        const files = planFiles({ movements: accepted, inventory: null, from: "" }, last, days)!;
        let next = accepted;
        for (const { first, last: end } of files) {
          expect(Date.parse(first) - Date.parse(next)).toBe(86_400_000);
          expect((Date.parse(end) - Date.parse(first)) / 86_400_000).toBe(days - 1);
          next = end;
        }
        expect(next <= last || files.length === 0).toBe(true);
      }),
    );
  });

  test("an empty day is a file; while Anvisa decides there is none", async () => {
    const [empty] = await open({ lastFiles: afterInventory, controlled: [] }).prepare("movements");
    expect(await empty!.text()).toContain("<medicamentos>\n</medicamentos>\n<insumos>\n</insumos>");
    expect(checkMessage(readMessage(await bytesOf(empty!)))).toEqual([]);
    const waiting = open({ lastFiles: { ...afterInventory, "movements:1": { day: null, waiting: true } } });
    expect((await waiting.prepare("movements")).map(({ branchId }) => branchId)).toEqual([2]);
    const first = open();
    expect(await first.prepare("movements")).toEqual([]);
    expect(first.lines.map(({ text }) => text).join()).toContain("inventário ainda não foi validado");
  });
});

describe("what Anvisa would refuse is refused here, and the file is not made", () => {
  const sale = (change: Partial<Prescription>, more: Partial<ControlledMovement> = {}) => [makeControlled({ id: 1, prescription: makePrescription(change), ...more })];
  const line = (change: Parameters<typeof makeControlledLine>[0], kind: ControlledMovement["kind"] = "sale") => [makeControlled({ id: 1, kind, lines: [makeControlledLine(change)] })];
  test.each<[string, ControlledMovement[], string]>([
    ["a registration that does not begin with 1", line({ registration: "9000000030011" }), "registro MS"],
    ["a quantity of zero", line({ quantity: 0 }), "quantidade"],
    ["half a box", line({ quantity: 0.5 }), "quantidade"],
    ["no lot", line({ lot: "" }), "lote"],
    ["more than the lot has", line({ quantity: 9 }), "o livro só tem 8"],
    ["a sale without its prescription", [makeControlled({ id: 1, prescription: null })], "receita não chegou"],
    ["notification B without number", sale({ kind: "2" }), "notificação"],
    ["notification A with zeros", sale({ kind: "4", notificationNumber: "000" }), "notificação"],
    ["an antimicrobial without patient", sale({ kind: "5", patientName: "" }, { lines: [makeControlledLine({ therapeuticClass: "1" })] }), "paciente"],
    ["a prescription of tomorrow", sale({ issuedOn: "2026-03-06" }), "posterior"],
    ["no prescriber", sale({ prescriberName: "" }), "prescritor"],
    ["a council outside the list", sale({ prescriberCouncil: "COREN" }), "conselho"],
    ["a state that is none", sale({ prescriberState: "XX" }), "UF"],
    ["DETRAN as issuer", sale({ buyerDocumentIssuer: "DETRAN" }), "órgão expedidor"],
    ["a name beyond ISO-8859-1", sale({ patientName: "Łucja 💊" }), "ISO-8859-1"],
    ["a loss for no reason", [makeControlled({ id: 1, kind: "loss", lossReason: "11" })], "motivo"],
    ["an entry without invoice", [makeControlled({ id: 1, kind: "entry", invoice: null })], "nota fiscal"],
    ["a CNPJ with letters", [makeControlled({ id: 1, kind: "entry", invoice: { number: "1", operation: "1", issuedOn: FIXED_DAY, originCnpj: "12ABC34501DE35", destinationCnpj: "41902377000104" } })], "CNPJ"],
    ["a compounded sale", [makeControlled({ id: 1, substance: "ingredient", lines: [makeControlledLine({ registration: "01234", supplierCnpj: "71300884000101" })] })], "manipulado"],
  ])("%s", async (_name, controlled, reason) => {
    const bench = open({ lastFiles: afterInventory, controlled });
    const files = await bench.prepare("movements");
    expect(files.map(({ branchId }) => branchId)).toEqual([2]);
    expect(bench.refused.map(({ message }) => message).join("\n")).toContain(reason);
    expect(bench.refused[0]).toMatchObject({ key: "MOV-1", branchId: 1 });
    // Nobody's name in a reason.
    expect(JSON.stringify([bench.refused, bench.lines])).not.toMatch(/Nogueira|Conceição|334445556|Łucja/);
  });

  test("days after a bad one wait for it; what is undone in time is not sent, later is told", async () => {
    const day = (value: string, fields: Partial<ControlledMovement>) => makeControlled({ day: value, ...fields, prescription: fields.prescription === undefined ? makePrescription({ id: fields.id ?? 1, issuedOn: "2026-03-01" }) : fields.prescription });
    const controlled = [day("2026-03-05", { id: 1 }), day("2026-03-06", { id: 2, prescription: null }), day("2026-03-07", { id: 3 }), day("2026-03-05", { id: 4, cancelledOn: "2026-03-06" }), day("2026-03-05", { id: 5, kind: "cancellation", originalKey: "MOV-OLD", prescription: null })];
    const bench = open({ lastFiles: afterInventory, controlled, period: { first: "2026-03-07", last: "2026-03-07" } });
    const files = await bench.prepare("movements");
    expect(files.map(({ branchId, day: last, rows }) => [branchId, last, rows])).toEqual([[1, "2026-03-05", 1], [2, "2026-03-05", 0], [2, "2026-03-06", 0], [2, "2026-03-07", 0]]);
    expect(bench.lines.find(({ level }) => level === "warn")?.text).toContain("período já transmitido");
  });
});

describe("the schema", () => {
  test("takes the fixed day, byte by byte in ISO-8859-1", async () => {
    for (const file of await open({ lastFiles: afterInventory }).prepare("movements")) {
      const bytes = await bytesOf(file);
      expect(findSchemaErrors(bytes)).toEqual([]);
      if (file.branchId === 1) expect(bytes.includes(Buffer.from("Araújo d&#39;Ávila", "latin1"))).toBe(true);
    }
  });

  test.each<[string, (xml: string) => string]>([
    ["elements out of order", (xml) => xml.replace(/(<dataPrescricaoMedicamento>[^<]*<\/dataPrescricaoMedicamento>)(<prescritorMedicamento>.*?<\/prescritorMedicamento>)/, "$2$1")],
    ["no insumos", (xml) => xml.replace(/<insumos>[\s\S]*<\/insumos>/, "")],
    ["another namespace", (xml) => xml.replace("urn:sngpc-schema", "urn:outro")],
    ["a day that does not exist", (xml) => xml.replace("<dataFim>2026-03-05", "<dataFim>2026-02-30")],
    ["two products in a loss", (xml) => xml.replace(/(<medicamentoPerda>.*?<\/medicamentoPerda>)/, "$1$1")],
    ["a lot of 21 characters", (xml) => xml.replace(">L-2601<", `>${"L".repeat(21)}<`)],
    ["half a document", (xml) => xml.slice(0, 900)],
  ])("refuses %s, without quoting a value", async (_name, spoil) => {
    const [file] = await open({ lastFiles: afterInventory }).prepare("movements");
    const spoilt = spoil((await bytesOf(file!)).toString("latin1"));
    const errors = findSchemaErrors(Buffer.from(spoilt, "latin1"));
    expect(errors.length).toBeGreaterThan(0);
    expect(errors.join()).not.toMatch(/LLLL|Nogueira|2026/);
    expect(_name === "half a document" || _name === "a day that does not exist" || checkMessage(readMessage(Buffer.from(spoilt, "latin1"))).length > 0).toBe(true);
  });

  test("memory is given back: a thousand validations", () => {
    const xml = Buffer.from('<?xml version="1.0" encoding="iso-8859-1"?><mensagemSNGPC xmlns="urn:sngpc-schema"/>');
    for (let turn = 0; turn < 1_000; turn += 1) expect(findSchemaErrors(xml)).toHaveLength(1);
  });

  test("whatever was dispensed: refused with a reason, or bytes in which neither the schema nor Anvisa finds anything", async () => {
    const movement = fc
      .record({
        kind: fc.constantFrom<ControlledMovement["kind"]>("entry", "sale", "transfer", "loss"),
        name: arbitraryText, lot: fc.oneof(arbitraryText, fc.constantFrom("L-2601", "AB/77")), registration: fc.constantFrom("1000000030011", "10000000400250", "2000", ""),
        quantity: fc.constantFrom(1, 2, 0, 1.5, 1_000_000), receipt: fc.constantFrom("1", "2", "5", "9", ""), notification: fc.oneof(arbitraryText, fc.constantFrom("", "0", "45001")), age: fc.constantFrom(null, 0, 41, 1000), reason: fc.constantFrom("1", "10", "11", ""), issuer: fc.constantFrom("SSP", "DETRAN", ""),
      })
      .map((made) =>
        makeControlled({
          kind: made.kind, lossReason: made.reason, lines: [makeControlledLine({ lot: made.lot, registration: made.registration, quantity: made.quantity })],
          ...(made.kind === "sale" ? { prescription: makePrescription({ kind: made.receipt, prescriberName: made.name, patientName: made.name, patientAge: made.age, notificationNumber: made.notification, buyerName: made.name, buyerDocumentIssuer: made.issuer }) } : {}),
        }),
      );
    let written = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(movement, { maxLength: 4 }), async (list) => {
        const bench = open({ lastFiles: { "inventory:1": afterInventory["inventory:1"] }, controlled: list.map((one, index) => ({ ...one, id: index, key: `M${index}` })) });
        const [file] = await bench.prepare("movements");
        if (!file) {
          expect(bench.refused.length).toBeGreaterThan(0);
          return;
        }
        written += 1;
        const bytes = await bytesOf(file);
        expect(findSchemaErrors(bytes)).toEqual([]);
        expect(checkMessage(readMessage(bytes))).toEqual([]);
        expect(bench.refused).toEqual([]);
      }),
      { numRuns: 150 },
    );
    expect(written).toBeGreaterThan(5);
  });
});

describe("answers", () => {
  test.each([["Arquivo recebido com sucesso. Hash: 0123456789ABCDEF0123", "0123456789ABCDEF0123"], ['"Arquivo recebido com sucesso 0123456789abcdef0123456789abcdef"', "0123456789abcdef0123456789abcdef"], ["0123456789ABCDEF0123", "0123456789ABCDEF0123"]])("%s", (answer, receipt) => expect(readReceipt(answer)).toBe(receipt));
  test.each([["Usuário sem permissão para o CNPJ", "rejected"], ["<html>", "unexpected_shape"], ['{"ok":true}', "unexpected_shape"], ["", "unexpected_shape"]])("%s is no reception", (answer, kind) => expect(() => readReceipt(answer)).toThrow(expect.objectContaining({ kind })));
  test.each([
    [{ validado: "S", dataValidacao: "2026-03-06" }, "done"],
    [{ Validado: "N", DescricaoValidacao: ["Estoque insuficiente"] }, "failed"],
    [{ validado: null, dataTransmissao: "2026-03-06" }, "pending"],
    [{ validado: true }, "done"],
  ])("%o", (value, status) => expect(readStatus(value, "x")).toMatchObject({ status }));
  test("what tells nothing is not taken for an answer", () => expect(() => readStatus({ erro: "x" }, "x")).toThrow(expect.objectContaining({ kind: "unexpected_shape" })));
});

test("the fixed lots are what the fixed movements need", () => {
  expect(fixedLots(1)).toHaveLength(3);
  expect(fixedControlled().some(({ cancelledOn }) => cancelledOn !== null)).toBe(true);
});
