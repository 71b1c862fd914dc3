import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { checkMessage } from "@/e2e/sandbox/sngpc/check-message.ts";
import { readMessage } from "@/e2e/sandbox/sngpc/read-message.ts";
import { type Sandbox, startSandbox } from "@/e2e/sandbox/start-sandbox.ts";
import { CONNECTOR_USES } from "@/e2e/sandbox/connector-uses.ts";
import {
  type ControlledLine,
  type ControlledMovement,
  type Prescription,
  takenBy,
} from "@/lib/core/controlled.ts";
import { arbitraryText } from "../conformance/arbitrary-sales.ts";
import {
  fixedControlled,
  fixedLots,
  makeControlled,
  makeControlledLine,
  makeDosage,
  makeIngredientLine,
  makePrescription,
} from "../conformance/fixed-controlled.ts";
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
  return openBench(sngpc, {
    ...options,
    settings: { ...CONNECTOR_USES.sngpc!.settings(sandbox), data_inicio: "", ...options.more },
  });
}
/** From the evening of the count, as the fixed lots have it. */
const afterInventory = {
  "inventory:1": { day: "2026-03-04", waiting: false },
  "inventory:2": { day: "2026-03-04", waiting: false },
};
async function bytesOf(file: StoredFile): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of file.open()) chunks.push(chunk);
  return Buffer.concat(chunks);
}
const operation = (name: string) => sngpc.operations[name]!;
const soap = { transporte: "soap" };

async function confirm(bench: Bench, name: string, file: StoredFile) {
  let answer = await operation(name).confirm!(bench.ctx, file);
  await expect
    .poll(async () => (answer = await operation(name).confirm!(bench.ctx, file)).status, {
      interval: 20,
    })
    .not.toBe("pending");
  return answer;
}

describe.each([
  ["REST", {}],
  ["SOAP, hash of the zip", soap],
  ["SOAP, hash of the XML", { ...soap, hash_sobre: "xml" }],
])("over %s", (_name, more) => {
  test("inventory, then movements: received first, validated later", async () => {
    const bench = open({ more, lastFiles: { "inventory:1": { day: null, waiting: false } } });
    const inventories = await bench.prepare("inventory");
    expect(inventories.map(({ name, rows }) => [name, rows])).toEqual([
      ["SNGPC_INVENTARIO_41902377000113_20260304.xml", 3],
      ["SNGPC_INVENTARIO_41902377000202_20260304.xml", 3],
    ]);
    for (const file of inventories) {
      sandbox.partners.sngpc.commands?.hold?.({});
      const sent = await bench.deliver("inventory", file);
      expect(sent).toMatchObject({
        status: "sent",
        receipt: expect.stringMatching(/^[0-9A-F]{20}$/),
      });
      expect(
        await operation("inventory").confirm!(bench.ctx, { ...file, receipt: sent.receipt! }),
      ).toEqual({ status: "pending" });
      sandbox.partners.sngpc.commands?.release?.({});
      expect(await confirm(bench, "inventory", { ...file, receipt: sent.receipt! })).toEqual({
        status: "done",
      });
    }
    const next = open({ more, lastFiles: afterInventory });
    for (const file of await next.prepare("movements")) {
      const { receipt } = await next.deliver("movements", file);
      expect(await confirm(next, "movements", { ...file, receipt: receipt! })).toEqual({
        status: "done",
      });
    }
    expect(next.refused).toEqual([]);
    expect(sandbox.counts("sngpc")).toMatchObject({
      "Inventários validados": 2,
      "Arquivos de movimento validados": 2,
      "Arquivos não validados": 0,
      "Movimentos aceitos": 12,
    });
  });

  test("what Anvisa finds later is told as it says it", async () => {
    const bench = open({ more: { ...more, cpf_rt: "52998224725" }, lastFiles: afterInventory });
    const [file] = await bench.prepare("movements");
    const { receipt } = await bench.deliver("movements", file!);
    expect(await confirm(bench, "movements", { ...file!, receipt: receipt! })).toMatchObject({
      status: "failed",
      detail: expect.stringContaining("CPF"),
      rejections: expect.arrayContaining([expect.objectContaining({ code: "anvisa" })]),
    });
  });
});

test("an inventory that was refused keeps the movements out; one that another system sent does not go again", async () => {
  const wrong = open({ more: { cpf_rt: "52998224725" } });
  const [inventory] = await wrong.prepare("inventory");
  expect(
    await confirm(wrong, "inventory", {
      ...inventory!,
      receipt: (await wrong.deliver("inventory", inventory!)).receipt!,
    }),
  ).toMatchObject({ status: "failed" });
  const after = open({ lastFiles: afterInventory });
  const [movements] = await after.prepare("movements");
  expect(
    await confirm(after, "movements", {
      ...movements!,
      receipt: (await after.deliver("movements", movements!)).receipt!,
    }),
  ).toMatchObject({ status: "failed", detail: expect.stringContaining("Inventário inicial") });
  expect(await open({ more: { data_inicio: FIXED_DAY } }).prepare("inventory")).toEqual([]);
});

test("days must follow one another, and no lot may go below zero", async () => {
  const send = async (bench: Bench, name: "inventory" | "movements") => {
    for (const file of await bench.prepare(name)) {
      const answer = await confirm(bench, name, {
        ...file,
        receipt: (await bench.deliver(name, file)).receipt!,
      });
      if (answer.status !== "done") return answer;
    }
    return { status: "done" };
  };
  expect(await send(open(), "inventory")).toEqual({ status: "done" });
  const gap = open({
    lastFiles: { "inventory:1": { day: "2026-03-05", waiting: false } },
    period: { first: "2026-03-06", last: "2026-03-06" },
    controlled: [],
  });
  expect(await send(gap, "movements")).toMatchObject({
    detail: expect.stringContaining("2026-03-05"),
  });
  // The hub's own book has more of the lot than what Anvisa was told.
  const short = open({
    lastFiles: afterInventory,
    controlled: [makeControlled({ lines: [makeControlledLine({ quantity: 9 })] })],
  });
  short.ctx.movements = {
    ...short.ctx.movements,
    controlledLots: async function* () {
      for (const lot of fixedLots(1)) yield { ...lot, balance: 50 };
    },
  };
  expect(await send(short, "movements")).toMatchObject({
    detail: expect.stringContaining("Estoque insuficiente"),
  });
});

test("a lost answer is asked about over SOAP, and cannot be over REST", async () => {
  for (const [more, found] of [
    [soap, "sent"],
    [{}, undefined],
  ] as const) {
    const bench = open({ more, lastFiles: afterInventory });
    const [file] = await bench.prepare("movements");
    expect(await operation("movements").look!(bench.ctx, file!)).toBeNull();
    await bench.deliver("movements", file!);
    expect((await operation("movements").look!(bench.ctx, file!))?.status).toBe(found);
  }
});

describe("which days", () => {
  const plan = (
    movements: string | null,
    inventory: string | null,
    from: string,
    last: string,
    days: number,
  ) =>
    planFiles({ movements, inventory, from }, last, days)?.map(
      ({ first, last: end }) => `${first} ${end}`,
    ) ?? null;
  test.each([
    ["nothing accepted yet", plan(null, null, "", "2026-03-10", 1), null],
    [
      "right after the inventory",
      plan(null, "2026-03-08", "", "2026-03-10", 1),
      ["2026-03-09 2026-03-09", "2026-03-10 2026-03-10"],
    ],
    [
      "right after the last movements",
      plan("2026-03-09", "2026-03-01", "", "2026-03-10", 1),
      ["2026-03-10 2026-03-10"],
    ],
    ["full files only", plan("2026-03-01", null, "", "2026-03-10", 7), ["2026-03-02 2026-03-08"]],
    [
      "from another system's end",
      plan(null, null, "2026-03-10", "2026-03-10", 1),
      ["2026-03-10 2026-03-10"],
    ],
    [
      "a newer inventory opens a new account",
      plan("2026-03-01", "2026-03-09", "", "2026-03-10", 1),
      ["2026-03-10 2026-03-10"],
    ],
    ["up to date", plan("2026-03-10", null, "", "2026-03-10", 1), []],
  ])("%s", (_name, made, expected) => expect(made).toEqual(expected));

  test("any plan is gapless, of whole files, and never past the last day", () => {
    const day = fc
      .integer({ min: 0, max: 60 })
      .map((offset) => new Date(Date.UTC(2026, 2, 1 + offset)).toISOString().slice(0, 10));
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
    const waiting = open({
      lastFiles: { ...afterInventory, "movements:1": { day: null, waiting: true } },
    });
    expect((await waiting.prepare("movements")).map(({ branchId }) => branchId)).toEqual([2]);
    const first = open();
    expect(await first.prepare("movements")).toEqual([]);
    expect(first.lines.map(({ text }) => text).join()).toContain(
      "inventário ainda não foi validado",
    );
  });
});

describe("what Anvisa would refuse is refused here, and the file is not made", () => {
  const sale = (change: Partial<Prescription>, more: Partial<ControlledMovement> = {}) => [
    makeControlled({ id: 1, prescription: makePrescription(change), ...more }),
  ];
  const line = (change: Partial<ControlledLine>, kind: ControlledMovement["kind"] = "sale") => [
    makeControlled({ id: 1, kind, lines: [makeControlledLine(change)] }),
  ];
  const compounded = (change: Partial<ControlledLine>) => [
    makeControlled({
      id: 1,
      substance: "ingredient",
      lines: [makeIngredientLine({ ...makeDosage(), ...change })],
    }),
  ];
  const transformed = (kind: ControlledMovement["kind"], change: Partial<ControlledLine>) => [
    makeControlled({ id: 1, kind, substance: "transformed", lines: [makeControlledLine(change)] }),
  ];
  test.each<[string, ControlledMovement[], string]>([
    [
      "a registration that does not begin with 1",
      line({ registration: "9000000030011" }),
      "registro MS",
    ],
    ["a quantity of zero", line({ quantity: 0 }), "quantidade"],
    ["half a box", line({ quantity: 0.5 }), "quantidade"],
    ["no lot", line({ lot: "" }), "lote"],
    ["more than the lot has", line({ quantity: 9 }), "o livro só tem 8"],
    [
      "a sale without its prescription",
      [makeControlled({ id: 1, prescription: null })],
      "receita não chegou",
    ],
    ["notification B without number", sale({ kind: "2" }), "notificação"],
    ["notification A with zeros", sale({ kind: "4", notificationNumber: "000" }), "notificação"],
    [
      "an antimicrobial without patient",
      sale(
        { kind: "5", patientName: "" },
        { lines: [makeControlledLine({ therapeuticClass: "1" })] },
      ),
      "paciente",
    ],
    ["a prescription of tomorrow", sale({ issuedOn: "2026-03-06" }), "posterior"],
    ["no prescriber", sale({ prescriberName: "" }), "prescritor"],
    ["a council outside the list", sale({ prescriberCouncil: "COREN" }), "conselho"],
    ["a state that is none", sale({ prescriberState: "XX" }), "UF"],
    ["DETRAN as issuer", sale({ buyerDocumentIssuer: "DETRAN" }), "órgão expedidor"],
    ["a name beyond ISO-8859-1", sale({ patientName: "Łucja 💊" }), "ISO-8859-1"],
    ["a loss for no reason", [makeControlled({ id: 1, kind: "loss", lossReason: "11" })], "motivo"],
    [
      "an entry without invoice",
      [makeControlled({ id: 1, kind: "entry", invoice: null })],
      "nota fiscal",
    ],
    [
      "a CNPJ with letters",
      [
        makeControlled({
          id: 1,
          kind: "entry",
          invoice: {
            number: "1",
            operation: "1",
            issuedOn: FIXED_DAY,
            originCnpj: "12ABC34501DE35",
            destinationCnpj: "41902377000104",
          },
        }),
      ],
      "CNPJ",
    ],
    [
      "a compounded sale without dosage",
      compounded({ amountEach: null, dosageUnit: "", dosages: null }),
      "insumo por unidade",
    ],
    [
      "ten thousand capsules",
      compounded(makeDosage({ amountEach: 0.000001, dosages: 10_000 })),
      "unidades vendidas",
    ],
    ["a pill as dosage unit", compounded({ dosageUnit: "5" }), "unidade farmacotécnica"],
    [
      "a quantity that is not what the capsules take",
      compounded({ quantity: 0.5 }),
      "vezes as unidades",
    ],
    ["a raw material without supplier", compounded({ supplierCnpj: "" }), "CNPJ do fornecedor"],
    [
      "more than the raw material's lot has",
      compounded(makeDosage({ amountEach: 1, dosages: 101 })),
      "saem 101, mas o livro só tem 100",
    ],
    ["millilitres of what is in grams", compounded({ unit: "2" }), "o lote está em g"],
    [
      "a compounded sale without its prescription",
      [
        makeControlled({
          id: 1,
          substance: "ingredient",
          lines: [makeIngredientLine(makeDosage())],
          prescription: null,
        }),
      ],
      "receita não chegou",
    ],
    [
      "a transformation that gave nothing",
      line({ yieldQuantity: null }, "transformation"),
      "insumo obtido",
    ],
    [
      "a transformation of more boxes than there are",
      line({ quantity: 9, yieldQuantity: 1, yieldUnit: "1" }, "transformation"),
      "o livro só tem 8",
    ],
    ["a sale of what was never transformed", transformed("sale", makeDosage()), "o livro só tem 0"],
    [
      "a loss of what was never transformed",
      transformed("loss", { quantity: 0.1 }),
      "o livro só tem 0",
    ],
    ["a transfer of what was transformed", transformed("transfer", {}), "não tem mensagem"],
  ])("%s", async (_name, controlled, reason) => {
    const bench = open({ lastFiles: afterInventory, controlled });
    const files = await bench.prepare("movements");
    expect(files.map(({ branchId }) => branchId)).toEqual([2]);
    expect(bench.refused.map(({ message }) => message).join("\n")).toContain(reason);
    expect(bench.refused[0]).toMatchObject({ key: "MOV-1", branchId: 1 });
    // Nobody's name in a reason.
    expect(JSON.stringify([bench.refused, bench.lines])).not.toMatch(
      /Nogueira|Conceição|334445556|Łucja/,
    );
  });

  test("days after a bad one wait for it; what is undone in time is not sent, later is told", async () => {
    const day = (value: string, fields: Partial<ControlledMovement>) =>
      makeControlled({
        day: value,
        ...fields,
        prescription:
          fields.prescription === undefined
            ? makePrescription({ id: fields.id ?? 1, issuedOn: "2026-03-01" })
            : fields.prescription,
      });
    const controlled = [
      day("2026-03-05", { id: 1 }),
      day("2026-03-06", { id: 2, prescription: null }),
      day("2026-03-07", { id: 3 }),
      day("2026-03-05", { id: 4, cancelledOn: "2026-03-06" }),
      day("2026-03-05", {
        id: 5,
        kind: "cancellation",
        key: "MOV-OLD",
        originalKey: "MOV-OLD",
        prescription: null,
      }),
    ];
    const bench = open({
      lastFiles: afterInventory,
      controlled,
      period: { first: "2026-03-07", last: "2026-03-07" },
    });
    const files = await bench.prepare("movements");
    expect(files.map(({ branchId, day: last, rows }) => [branchId, last, rows])).toEqual([
      [1, "2026-03-05", 1],
      [2, "2026-03-05", 0],
      [2, "2026-03-06", 0],
      [2, "2026-03-07", 0],
    ]);
    expect(bench.lines.find(({ level }) => level === "warn")?.text).toContain(
      "período já transmitido",
    );
    // What a person reads first says what waits and what to do.
    expect(bench.refused[0]?.message).toMatch(
      /receita não chegou.*o arquivo de 06\/03\/2026 não foi gerado.*os dias seguintes desta filial, até 07\/03\/2026, esperam por ele\. Cancele .*reprocesse a tarefa\.$/,
    );
  });
});

describe("the schema", () => {
  test("takes the fixed day, byte by byte in ISO-8859-1", async () => {
    for (const file of await open({ lastFiles: afterInventory }).prepare("movements")) {
      const bytes = await bytesOf(file);
      expect(findSchemaErrors(bytes)).toEqual([]);
      if (file.branchId === 1)
        expect(bytes.includes(Buffer.from("Araújo d&#39;Ávila", "latin1"))).toBe(true);
    }
  });

  test.each<[string, (xml: string) => string]>([
    [
      "elements out of order",
      (xml) =>
        xml.replace(
          /(<dataPrescricaoMedicamento>[^<]*<\/dataPrescricaoMedicamento>)(<prescritorMedicamento>.*?<\/prescritorMedicamento>)/,
          "$2$1",
        ),
    ],
    ["no insumos", (xml) => xml.replace(/<insumos>[\s\S]*<\/insumos>/, "")],
    ["another namespace", (xml) => xml.replace("urn:sngpc-schema", "urn:outro")],
    [
      "a day that does not exist",
      (xml) => xml.replace("<dataFim>2026-03-05", "<dataFim>2026-02-30"),
    ],
    [
      "two products in a loss",
      (xml) => xml.replace(/(<medicamentoPerda>.*?<\/medicamentoPerda>)/, "$1$1"),
    ],
    ["a lot of 21 characters", (xml) => xml.replace(">L-2601<", `>${"L".repeat(21)}<`)],
    [
      "a capsule that is none",
      (xml) => xml.replace("<unidadeFarmacotecnica>2<", "<unidadeFarmacotecnica>9<"),
    ],
    [
      "dosage units before what each holds",
      (xml) =>
        xml.replace(
          /(<quantidadeDeInsumoPorUnidadeFarmacotecnica>[^<]*<\/quantidadeDeInsumoPorUnidadeFarmacotecnica>)(.*?)(<quantidadeDeUnidadesFarmacotecnicas>[^<]*<\/quantidadeDeUnidadesFarmacotecnicas>)/,
          "$3$2$1",
        ),
    ],
    [
      "a transformation that gave nothing",
      (xml) => xml.replace(/<quantidadeInsumo>0.03</, "<quantidadeInsumo>0<"),
    ],
    [
      "transformations before sales",
      (xml) =>
        xml.replace(
          /(<saidaMedicamentoVendaAoConsumidor>[\s\S]*)(<entradaMedicamentoTransformacao>.*<\/entradaMedicamentoTransformacao>\n)/,
          "$2$1",
        ),
    ],
    ["half a document", (xml) => xml.slice(0, 900)],
  ])("refuses %s, without quoting a value", async (_name, spoil) => {
    const [file] = await open({ lastFiles: afterInventory }).prepare("movements");
    const spoilt = spoil((await bytesOf(file!)).toString("latin1"));
    const errors = findSchemaErrors(Buffer.from(spoilt, "latin1"));
    expect(errors.length).toBeGreaterThan(0);
    expect(errors.join()).not.toMatch(/LLLL|Nogueira|2026/);
    expect(
      _name === "half a document" ||
        _name === "a day that does not exist" ||
        checkMessage(readMessage(Buffer.from(spoilt, "latin1"))).length > 0,
    ).toBe(true);
  });

  test("memory is given back: a thousand validations", () => {
    const xml = Buffer.from(
      '<?xml version="1.0" encoding="iso-8859-1"?><mensagemSNGPC xmlns="urn:sngpc-schema"/>',
    );
    for (let turn = 0; turn < 1_000; turn += 1) expect(findSchemaErrors(xml)).toHaveLength(1);
  });

  test("whatever was dispensed: refused with a reason, or bytes in which neither the schema nor Anvisa finds anything", async () => {
    const dosageOf = ({
      amountEach,
      dosages,
      dosageUnit,
    }: {
      amountEach: number | null;
      dosages: number | null;
      dosageUnit: string;
    }) => ({
      amountEach,
      dosages,
      dosageUnit,
      quantity: amountEach === null || dosages === null ? 0 : takenBy(amountEach, dosages),
    });
    const movement = fc
      .record({
        kind: fc.constantFrom<ControlledMovement["kind"]>(
          "entry",
          "sale",
          "transfer",
          "loss",
          "transformation",
        ),
        substance: fc.constantFrom<ControlledMovement["substance"]>(
          "medicine",
          "medicine",
          "ingredient",
          "transformed",
        ),
        amountEach: fc.constantFrom(0.02, 0.000001, 0.000333, 1_000_000_000, null),
        dosages: fc.constantFrom(30, 0.5, 7.333333, 10_000, null),
        dosageUnit: fc.constantFrom("1", "2", "4", "5"),
        unit: fc.constantFrom("1", "1", "2"),
        yieldQuantity: fc.constantFrom(0.5, 0.000001, 0.0000001, null),
        name: arbitraryText,
        lot: fc.oneof(arbitraryText, fc.constantFrom("L-2601", "AB/77")),
        registration: fc.constantFrom("1000000030011", "10000000400250", "2000", ""),
        quantity: fc.constantFrom(1, 2, 0, 1.5, 1_000_000),
        receipt: fc.constantFrom("1", "2", "5", "9", ""),
        notification: fc.oneof(arbitraryText, fc.constantFrom("", "0", "45001")),
        age: fc.constantFrom(null, 0, 41, 1000),
        reason: fc.constantFrom("1", "10", "11", ""),
        issuer: fc.constantFrom("SSP", "DETRAN", ""),
      })
      .map((made) =>
        makeControlled({
          kind: made.kind,
          substance: made.substance,
          lossReason: made.reason,
          lines: [
            made.substance === "ingredient"
              ? makeIngredientLine({
                  ...(made.kind === "sale" ? dosageOf(made) : { quantity: made.quantity }),
                  unit: made.unit,
                })
              : makeControlledLine({
                  lot: made.lot,
                  registration: made.registration,
                  quantity: made.quantity,
                  unit: made.unit,
                  ...(made.kind === "transformation"
                    ? { yieldQuantity: made.yieldQuantity, yieldUnit: made.unit }
                    : made.kind === "sale" && made.substance === "transformed"
                      ? dosageOf(made)
                      : {}),
                }),
          ],
          ...(made.kind === "sale"
            ? {
                prescription: makePrescription({
                  kind: made.receipt,
                  prescriberName: made.name,
                  patientName: made.name,
                  patientAge: made.age,
                  notificationNumber: made.notification,
                  buyerName: made.name,
                  buyerDocumentIssuer: made.issuer,
                }),
              }
            : {}),
        }),
      );
    // As a till gets it right: the wild ones hardly ever are.
    const kinds = [
      ["ingredient", "sale"],
      ["medicine", "transformation"],
      ["transformed", "sale"],
      ["transformed", "loss"],
      ["medicine", "sale"],
    ] as const;
    const right = fc
      .record({
        what: fc.constantFrom(...kinds),
        amountEach: fc.integer({ min: 1, max: 5_000 }),
        dosages: fc.integer({ min: 500_000, max: 90_000_000 }),
        yieldQuantity: fc.integer({ min: 1, max: 999_999 }),
      })
      .map(({ what: [substance, kind], amountEach, dosages, yieldQuantity }) => {
        const dosed = makeDosage({
          amountEach: amountEach / 1_000_000,
          dosages: dosages / 1_000_000,
        });
        if (substance === "ingredient")
          return makeControlled({ kind, substance, lines: [makeIngredientLine(dosed)] });
        return makeControlled({
          kind,
          substance,
          lines: [
            makeControlledLine(
              kind === "transformation"
                ? { yieldQuantity: yieldQuantity / 1_000_000, yieldUnit: "1" }
                : substance === "medicine"
                  ? {}
                  : kind === "sale"
                    ? dosed
                    : { quantity: amountEach / 1_000_000 },
            ),
          ],
        });
      });
    let written = 0;
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.array(movement, { maxLength: 4 }),
          fc.array(right, { minLength: 1, maxLength: 6 }),
        ),
        async (list) => {
          const bench = open({
            lastFiles: { "inventory:1": afterInventory["inventory:1"] },
            controlled: list.map((one, index) => ({ ...one, id: index, key: `M${index}` })),
          });
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
          for (const { kind, substance } of list) seen.add(`${substance} ${kind}`);
        },
      ),
      { numRuns: 300 },
    );
    expect(written).toBeGreaterThan(5);
    expect([...seen]).toEqual(
      expect.arrayContaining([
        "ingredient sale",
        "medicine transformation",
        "transformed sale",
        "transformed loss",
      ]),
    );
  });
});

describe("compounding", () => {
  const day = (value: string, id: number, fields: Partial<ControlledMovement>) =>
    makeControlled({
      id,
      key: `C${id}`,
      day: value,
      prescription: makePrescription({ id, issuedOn: "2026-03-01" }),
      ...fields,
    });
  const transformation = (value: string, id: number, more: Partial<ControlledMovement> = {}) =>
    day(value, id, {
      kind: "transformation",
      lines: [makeControlledLine({ yieldQuantity: 0.015, yieldUnit: "1" })],
      ...more,
    });
  const sold = (
    value: string,
    id: number,
    dosages: number,
    more: Partial<ControlledMovement> = {},
  ) =>
    day(value, id, {
      substance: "transformed",
      lines: [makeControlledLine(makeDosage({ amountEach: 0.0005, dosages }))],
      ...more,
    });
  const prepare = async (controlled: ControlledMovement[]) => {
    const bench = open({
      lastFiles: { "inventory:1": afterInventory["inventory:1"] },
      controlled,
      period: { first: "2026-03-06", last: "2026-03-06" },
    });
    const files = (await bench.prepare("movements")).filter(({ branchId }) => branchId === 1);
    return { bench, files, reasons: bench.refused.map(({ message }) => message).join("\n") };
  };

  test("what was transformed is sold and lost to the last milligram, in order and on the same day", async () => {
    const made = await prepare([
      sold("2026-03-05", 2, 10),
      transformation("2026-03-05", 1),
      sold("2026-03-06", 3, 19),
      day("2026-03-06", 4, {
        kind: "loss",
        substance: "transformed",
        lossReason: "5",
        lines: [makeControlledLine({ quantity: 0.0005 })],
      }),
    ]);
    expect(made.reasons).toBe("");
    expect(made.files.map(({ rows }) => rows)).toEqual([2, 2]);
    expect(
      (await prepare([transformation("2026-03-05", 1), sold("2026-03-05", 2, 30.000001)])).reasons,
    ).toBe("");
    expect(
      (await prepare([transformation("2026-03-05", 1), sold("2026-03-05", 2, 30.01)])).reasons,
    ).toContain(
      "Venda C2: medicamento transformado 1003, lote L-2601: saem 0,015005, mas o livro só tem 0,015.",
    );
  });

  test("its boxes are gone from the medicine's lot, and come back when it is undone in time", async () => {
    const eight = day("2026-03-06", 2, { lines: [makeControlledLine({ quantity: 8 })] });
    expect((await prepare([transformation("2026-03-05", 1), eight])).reasons).toContain(
      "saem 8, mas o livro só tem 7",
    );
    expect(
      (await prepare([transformation("2026-03-05", 1, { cancelledOn: "2026-03-05" }), eight]))
        .reasons,
    ).toBe("");
    expect(
      (
        await prepare([
          transformation("2026-03-05", 1, { cancelledOn: "2026-03-05" }),
          sold("2026-03-06", 2, 1),
        ])
      ).reasons,
    ).toContain("o livro só tem 0");
  });

  test("Anvisa's own books agree: what the hub would have refused is refused there", async () => {
    const send = async (bench: Bench, name: "inventory" | "movements") => {
      const [file] = await bench.prepare(name);
      return confirm(bench, name, {
        ...file!,
        receipt: (await bench.deliver(name, file!)).receipt!,
      });
    };
    expect(await send(open(), "inventory")).toEqual({ status: "done" });
    // The hub's book is told to have more than Anvisa was.
    const short = open({
      lastFiles: afterInventory,
      controlled: [
        sold(FIXED_DAY, 1, 30),
        day(FIXED_DAY, 2, {
          substance: "ingredient",
          lines: [makeIngredientLine(makeDosage({ amountEach: 10, dosages: 11 }))],
        }),
      ],
    });
    short.ctx.movements = {
      ...short.ctx.movements,
      controlledLots: async function* () {
        for (const lot of fixedLots(1))
          yield* [
            { ...lot, balance: 500 },
            { ...lot, substance: "transformed" as const, balance: 500 },
          ];
      },
    };
    const answer = await send(short, "movements");
    expect(answer).toMatchObject({ status: "failed" });
    expect(JSON.stringify(answer)).toMatch(
      /Estoque insuficiente do lote 1000000030011\/L-2601 \(transformado\)/,
    );
    expect(JSON.stringify(answer)).toMatch(/Estoque insuficiente do lote 01234\/INS-5/);
  });

  test("an inventory has no place for what was transformed", async () => {
    const bench = open();
    bench.ctx.movements = {
      ...bench.ctx.movements,
      controlledLots: async function* (branchIds) {
        for (const id of branchIds)
          for (const lot of fixedLots(id))
            yield* [lot, { ...lot, substance: "transformed" as const, countedOn: null }];
      },
    };
    expect((await bench.prepare("inventory")).map(({ rows }) => rows)).toEqual([3, 3]);
  });

  test("what dosage units take is exact to six places, halves up, and never in exponents", () => {
    expect([
      takenBy(0.02, 30),
      takenBy(0.000333, 7.333333),
      takenBy(0.000001, 0.5),
      takenBy(0.000001, 0.4),
      takenBy(0.1, 3),
    ]).toEqual([0.6, 0.002442, 0.000001, 0, 0.3]);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000_000 }),
        fc.integer({ min: 1, max: 9_999_999_999 }),
        (each, times) => {
          const exact = (BigInt(each) * BigInt(times) + 500_000n) / 1_000_000n;
          expect(takenBy(each / 1_000_000, times / 1_000_000)).toBe(Number(exact) / 1_000_000);
        },
      ),
    );
  });
});

describe("answers", () => {
  test.each([
    ["Arquivo recebido com sucesso. Hash: 0123456789ABCDEF0123", "0123456789ABCDEF0123"],
    [
      '"Arquivo recebido com sucesso 0123456789abcdef0123456789abcdef"',
      "0123456789abcdef0123456789abcdef",
    ],
    ["0123456789ABCDEF0123", "0123456789ABCDEF0123"],
  ])("%s", (answer, receipt) => expect(readReceipt(answer)).toBe(receipt));
  test.each([
    ["Usuário sem permissão para o CNPJ", "rejected"],
    ["<html>", "unexpected_shape"],
    ['{"ok":true}', "unexpected_shape"],
    ["", "unexpected_shape"],
  ])("%s is no reception", (answer, kind) =>
    expect(() => readReceipt(answer)).toThrow(expect.objectContaining({ kind })),
  );
  test.each([
    [{ validado: "S", dataValidacao: "2026-03-06" }, "done"],
    [{ Validado: "N", DescricaoValidacao: ["Estoque insuficiente"] }, "failed"],
    [{ validado: null, dataTransmissao: "2026-03-06" }, "pending"],
    [{ validado: true }, "done"],
  ])("%o", (value, status) => expect(readStatus(value, "x")).toMatchObject({ status }));
  test("what tells nothing is not taken for an answer", () =>
    expect(() => readStatus({ erro: "x" }, "x")).toThrow(
      expect.objectContaining({ kind: "unexpected_shape" }),
    ));
});

test("the fixed lots are what the fixed movements need", () => {
  expect(fixedLots(1)).toHaveLength(3);
  expect(fixedControlled().some(({ cancelledOn }) => cancelledOn !== null)).toBe(true);
});
