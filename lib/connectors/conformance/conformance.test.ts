import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Fault } from "@/e2e/sandbox/control/faults.ts";
import { type Sandbox, startSandbox } from "@/e2e/sandbox/start-sandbox.ts";
import { type ErrorKind, kindOf } from "@/lib/core/errors.ts";
import { CONNECTORS } from "@/lib/registry.ts";
import type { MovementScope, SaleLine } from "@/lib/core/movement.ts";
import type { TaskContext } from "../define.ts";
import { mapRows } from "../formats/map-rows.ts";
import { refuseSetting } from "../settings.ts";
import { fixedControlled } from "./fixed-controlled.ts";
import { fixedSales } from "./fixed-day.ts";
import { FIXED_CUSTOMERS } from "./fixed-register.ts";
import { endlessMovements } from "./endless-movements.ts";
import { openBench } from "./make-context.ts";
import { readParts } from "./read-parts.ts";
import { CONNECTOR_USES } from "@/e2e/sandbox/connector-uses.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ answerDelay: 20 });
});
afterAll(() => sandbox.stop());

async function kindOfFailure(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
    return "none";
  } catch (error) {
    return kindOf(error);
  }
}

/** Whatever the fixed day tells about anybody who is no company. */
const ABOUT_PEOPLE = [
  ...FIXED_CUSTOMERS.flatMap(({ code, document, name, email, phone, birthDate }) => [
    `"codigo_cliente":"${code}"`,
    document,
    name,
    email,
    phone,
    birthDate ?? "",
  ]),
  ...fixedControlled().flatMap(({ prescription }) =>
    prescription
      ? [
          prescription.patientName,
          prescription.prescriberName,
          prescription.prescriberNumber,
          prescription.buyerName,
          prescription.buyerDocument,
        ]
      : [],
  ),
  ...fixedSales().map(({ customerDocument }) =>
    customerDocument.length === 11 ? customerDocument : "",
  ),
].filter((text) => text.length > 4);

const prescribed = <Line extends SaleLine>(line: Line): Line => ({
  ...line,
  prescriptionKey: "REC-2",
});

/** Whether days are read, to send them or what was accepted of them. */
function watchDays(ctx: TaskContext): () => boolean {
  let days = false;
  const watched =
    <Scope extends MovementScope, Result>(read: (scope: Scope) => Result) =>
    (scope: Scope): Result => {
      days ||= !scope.lookup;
      return read(scope);
    };
  const { movements, ledger } = ctx;
  ctx.movements = {
    ...movements,
    sales: watched(movements.sales),
    saleLines: watched(movements.saleLines),
    purchases: watched(movements.purchases),
    outboundOrders: watched(movements.outboundOrders),
    prescriptions: watched(movements.prescriptions),
    controlledMovements: watched(movements.controlledMovements),
  };
  ctx.ledger = {
    ...ledger,
    totals: (...of) => {
      days = true;
      return ledger.totals(...of);
    },
  };
  return () => days;
}

/** A flow joins several systems and is held by its own tests; what talks to one partner is held here. */
const PARTNERS = CONNECTORS.filter(({ operations }) =>
  Object.values(operations).some(({ flow }) => !flow),
);

test("every connector is held to the suite", () => {
  expect(Object.keys(CONNECTOR_USES).sort()).toEqual(
    PARTNERS.map((connector) => connector.id).sort(),
  );
});

describe.each(PARTNERS.map((connector) => [connector.id, connector] as const))(
  "%s",
  (id, connector) => {
    const standIn = CONNECTOR_USES[id]!;
    const knownDay = () => standIn.sales?.() ?? fixedSales();
    const open = (options: Partial<Parameters<typeof openBench>[1]> = {}) =>
      openBench(connector, { settings: standIn.settings(sandbox), sales: knownDay(), ...options });
    beforeEach(() => sandbox.reset(standIn.partner));

    test("the form draws: keys are unique, named, and secrets are marked", () => {
      const keys = connector.settings.map((setting) => setting.key);
      expect(new Set(keys).size).toBe(keys.length);
      for (const setting of connector.settings) {
        expect(setting.label).not.toBe("");
        if (
          setting.kind !== "url" &&
          /senha|token|secret|chave_(secreta|acesso)/.test(setting.key) &&
          !setting.key.startsWith("caminho_")
        )
          expect(setting.kind).toBe("secret");
        if (setting.defaultValue) expect(refuseSetting(setting, setting.defaultValue)).toBeNull();
        if (setting.kind === "secret") expect(setting.defaultValue).toBe("");
      }
      expect(keys).toContain(standIn.credential);
    });

    test("Testar conexão tells a wrong credential from an outage", async () => {
      const right = open();
      expect(await connector.check(right.ctx)).toMatch(/aceit/i);
      const wrong = open({
        settings: { ...standIn.settings(sandbox), [standIn.credential]: "segredo-errado-9" },
      });
      expect(await kindOfFailure(() => connector.check(wrong.ctx))).toBe("auth");
      await sandbox.setFault(standIn.partner, { kind: "down" });
      expect(await kindOfFailure(() => connector.check(right.ctx))).toBe("unavailable");
    });

    test("what reads days in order to send them says what becomes of a day sent again, and nothing else does", async () => {
      for (const [name, { prepare, secondSending }] of Object.entries(connector.operations)) {
        if (!prepare) continue;
        const bench = open();
        const read = watchDays(bench.ctx);
        await bench.prepare(name);
        expect([name, secondSending !== undefined]).toEqual([name, read()]);
        // The engine leaves out what was accepted: whatever the partner does, the day is no second one.
        if (connector.operations[name]!.ledger)
          expect(secondSending?.effect).toBe("adds_difference");
      }
    });

    // What only brings something in has its own part of the suite (collect.test.ts).
    if (standIn.operation === "") return;

    const sending = [standIn.operation, ...(standIn.alsoSends ?? [])];

    test.each(sending)(
      "what it writes for the known day does not change by accident: %s",
      async (operation) => {
        const files = await open().prepare(operation);
        expect(files.length).toBeGreaterThan(0);
        for (const file of files) {
          for (const { name, text } of await readParts(file))
            await expect(text).toMatchFileSnapshot(`../${id}/golden/${name}`);
        }
      },
    );

    test.each(sending)(
      "its files tell about people only where it says so: %s",
      async (operation) => {
        const bench = open({
          settings: {
            ...standIn.settings(sandbox),
            ...(connector.settings.some(({ key }) => key === "enviar_cpf") && {
              enviar_cpf: "sim",
            }),
          },
        });
        // A sale of a prescription, and one of a customer who is known.
        const movements = bench.ctx.movements;
        bench.ctx.movements = {
          ...movements,
          sales: (scope) =>
            mapRows(movements.sales(scope), (sale) => ({
              ...sale,
              lines: sale.lines.map(prescribed),
            })),
          saleLines: (scope) => mapRows(movements.saleLines(scope), prescribed),
        };
        const told: string[] = [];
        for (const file of await bench.prepare(operation)) {
          const parts = await readParts(file);
          told.push(
            ...ABOUT_PEOPLE.filter((text) => parts.some((part) => part.text.includes(text))),
          );
          expect(ABOUT_PEOPLE.filter((text) => file.name.includes(text))).toEqual([]);
        }
        if (connector.operations[operation]?.personal === undefined) expect(told).toEqual([]);
        else expect(told).not.toEqual([]);
      },
    );

    test.each(sending)(
      "the partner finds nothing wrong in the known day, and all of it arrives: %s",
      async (operation) => {
        const bench = open();
        const files = await bench.prepare(operation);
        for (const file of files) await bench.deliver(operation, file);
        const received = sandbox
          .received(standIn.partner)
          .filter(({ name }) => !name.endsWith(".ok"));
        expect(received.flatMap(({ problems }) => problems)).toEqual([]);
        if (!standIn.callPerRecord) expect(received).toHaveLength(files.length);
        expect(received.reduce((rows, { rows: more }) => rows + more, 0)).toBe(
          files.reduce((rows, file) => rows + file.rows, 0),
        );
      },
    );

    const confirmed = sending.filter((operation) => connector.operations[operation]?.confirm);
    test.runIf(confirmed.length > 0)(
      "what is confirmed later is confirmed, and the known day is refused in nothing",
      async () => {
        for (const operation of confirmed) {
          const { confirm } = connector.operations[operation]!;
          const bench = open();
          for (const file of await bench.prepare(operation)) {
            const { status, receipt = null } = await bench.deliver(operation, file);
            if (status === "done") continue;
            await expect
              .poll(() => confirm!(bench.ctx, { ...file, receipt }), { timeout: 10_000 })
              .not.toEqual({ status: "pending" });
            const answer = await confirm!(bench.ctx, { ...file, receipt });
            expect([file.name, answer.status]).toEqual([file.name, "done"]);
            expect("rejections" in answer ? (answer.rejections ?? []) : []).toEqual([]);
          }
        }
      },
    );

    const faults: Array<[what: string, fault: Fault, kind: ErrorKind]> = [
      ["down", { kind: "down" }, "unavailable"],
      ["answering garbage", { kind: "garbage" }, "unexpected_shape"],
      ["refusing the credentials", { kind: "unauthorized" }, "auth"],
    ];
    if (connector.transport === "rest")
      faults.push(
        ["answering 500", { kind: "status", status: 500 }, "unavailable"],
        ["limiting the rate", { kind: "rate_limited" }, "rate_limited"],
      );
    else
      faults.push(
        ["cutting the line", { kind: "drop_midway" }, "unavailable"],
        ["out of disk", { kind: "disk_full" }, "rejected"],
      );
    test.each(faults)("a partner %s gives its own kind", async (_what, fault, kind) => {
      const bench = open();
      const [file] = await bench.prepare(standIn.operation);
      await sandbox.setFault(standIn.partner, fault);
      expect(await kindOfFailure(() => bench.deliver(standIn.operation, file!))).toBe(kind);
    });

    test("a slow partner is waited for", async () => {
      const bench = open();
      const [file] = await bench.prepare(standIn.operation);
      await sandbox.setFault(standIn.partner, { kind: "slow", ms: 300, times: 3 });
      expect(await kindOfFailure(() => bench.deliver(standIn.operation, file!))).toBe("none");
    });

    test("sent again after a lost answer, nothing is there twice", async () => {
      const bench = open();
      const files = await bench.prepare(standIn.operation);
      await sandbox.setFault(standIn.partner, { kind: "lose_answer", times: 1 });
      for (const file of files) {
        // Whatever the transport made of the lost answer, the engine would deliver once more.
        if ((await kindOfFailure(() => bench.deliver(standIn.operation, file))) !== "none")
          await bench.deliver(standIn.operation, { ...file, uncertain: true });
      }
      const once = { ...sandbox.counts(standIn.partner) };
      await sandbox.reset(standIn.partner);
      for (const file of await open().prepare(standIn.operation))
        await bench.deliver(standIn.operation, file);
      const plain = sandbox.counts(standIn.partner);
      // The stand-in may note the repeat; what it keeps is the same as without one.
      for (const [name, count] of Object.entries(plain))
        if (!/repetid|substitu|recebid|requisi|conex|retorno/i.test(name))
          expect([name, once[name]]).toEqual([name, count]);
    });

    test.each(sending)(
      "a repeated run over the same days doubles nothing: %s",
      async (operation) => {
        const accepted = new Map();
        for (let round = 0; round < 2; round++) {
          const bench = open({ accepted });
          for (const file of await bench.prepare(operation)) await bench.deliver(operation, file);
        }
        if (standIn.doubled && connector.operations[operation]?.ledger)
          expect(sandbox.counts(standIn.partner)[standIn.doubled]).toBe(0);
        expect(sandbox.received(standIn.partner).flatMap(({ problems }) => problems)).toEqual([]);
      },
    );

    test("an aborted run stops within a page of movements", async () => {
      let read = 0;
      const bench = open();
      bench.ctx.movements = endlessMovements(bench.ctx.signal, () => (read += 1));
      const running = kindOfFailure(() => bench.prepare(standIn.operation));
      const watch = setInterval(() => read > 2_000 && bench.abort(), 1);
      setTimeout(() => bench.abort(), 300);
      expect(await running).toBe("cancelled");
      const stoppedAt = read;
      clearInterval(watch);
      await new Promise((resolve) => setImmediate(resolve));
      expect(read).toBe(stoppedAt);
    }, 20_000);

    test("an abort ends a delivery that hangs", async () => {
      const bench = open();
      const [file] = await bench.prepare(standIn.operation);
      await sandbox.setFault(standIn.partner, { kind: "slow", ms: 20_000, times: 1 });
      const running = kindOfFailure(() => bench.deliver(standIn.operation, file!));
      setTimeout(() => bench.abort(), 200);
      expect(await running).toBe("cancelled");
    }, 10_000);

    test("no secret and no customer's document reaches a log, a name or a refusal", async () => {
      const settings = standIn.settings(sandbox);
      const secret = settings[standIn.credential]!;
      const bench = open({
        sales: knownDay().map((sale) => ({ ...sale, customerDocument: "52998224725" })),
      });
      const files = await bench.prepare(standIn.operation);
      for (const file of files) await bench.deliver(standIn.operation, file);
      await sandbox.setFault(standIn.partner, { kind: "unauthorized" });
      await kindOfFailure(() => bench.deliver(standIn.operation, files[0]!));
      const written = JSON.stringify([bench.lines, bench.refused, files.map(({ name }) => name)]);
      for (const form of [
        secret,
        encodeURIComponent(secret),
        Buffer.from(secret).toString("base64"),
        "52998224725",
      ])
        expect(written).not.toContain(form);
      expect(bench.lines.length).toBeGreaterThan(0);
    });
  },
);
