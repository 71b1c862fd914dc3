import { expect, test } from "vitest";
import { makeCustomer } from "../conformance/fixed-register.ts";
import { makeSale } from "../conformance/fixed-day.ts";
import { openBench } from "../conformance/make-context.ts";
import type { RememberedState } from "../conformance/state-in-memory.ts";
import { phoneOrNull } from "./customer-record.ts";
import { ligo } from "./index.ts";

const settings = { url_base: "http://ligo.test", token: "segredo-9" };

async function recordsOf(
  operation: string,
  options: Partial<Parameters<typeof openBench>[1]>,
  customers?: ReturnType<typeof makeCustomer>[],
) {
  const bench = openBench(ligo, { settings, ...options });
  if (customers)
    bench.ctx.movements = {
      ...bench.ctx.movements,
      customers: async function* ({ updatedSince } = {}) {
        for (const one of customers) if (!updatedSince || one.updatedAt >= updatedSince) yield one;
      },
    };
  const texts = await Promise.all((await bench.prepare(operation)).map((file) => file.text()));
  return {
    bench,
    records: texts.flatMap(
      (text) => (JSON.parse(text) as { registros: Array<Record<string, unknown>> }).registros,
    ),
  };
}

test("only who agreed leaves, once a phone, and never a document", async () => {
  const { bench, records } = await recordsOf("customers", {}, [
    makeCustomer(),
    makeCustomer({ id: 2, marketingConsent: false }),
    makeCustomer({ id: 3 }),
    makeCustomer({ id: 4, phone: "87654321" }),
    makeCustomer({ id: 5, phone: "1133334444", email: "x" }),
  ]);
  expect(
    records.map(({ codigo_cliente, telefone, email }) => [codigo_cliente, telefone, email]),
  ).toEqual([
    ["C1", "19987654321", "conceicao@clientes.example"],
    ["C5", "1133334444", null],
  ]);
  expect(JSON.stringify(records)).not.toContain("52998224725");
  expect(bench.lines.map(({ text }) => text)).toContain(
    "Clientes que ficaram de fora: 1 sem consentimento, 1 sem telefone com DDD, 1 com telefone repetido.",
  );
});

test("after the first load only changes go, and a consent taken back goes as the code alone", async () => {
  const remembered: RememberedState = new Map();
  const { bench } = await recordsOf("customers", { remembered });
  await ligo.operations.customers!.accepted!(bench.ctx);
  const later = new Date("2026-03-07T12:00:00Z");
  const { records } = await recordsOf(
    "customers",
    { remembered },
    [
      makeCustomer(),
      makeCustomer({ id: 2, marketingConsent: false, updatedAt: later }),
      makeCustomer({ id: 3, updatedAt: later }),
    ].map((one) => (one.id === 1 ? { ...one, updatedAt: new Date("2026-03-01T00:00:00Z") } : one)),
  );
  expect(records).toMatchObject([
    { chave: "C2", codigo_cliente: "C2", consentimento: false },
    { codigo_cliente: "C3", consentimento: true },
  ]);
  expect(Object.keys(records[0]!)).toHaveLength(3);
});

test("purchases of whoever did not agree, or is nobody's customer, stay here", async () => {
  const sales = [
    makeSale({ id: 1, customerDocument: "52998224725" }),
    makeSale({ id: 2, customerDocument: "11144477735" }),
    makeSale({ id: 3, customerDocument: "39053344705" }),
    makeSale({ id: 4 }),
  ];
  const { bench, records } = await recordsOf("purchases", { sales });
  expect(records).toMatchObject([{ chave: "V-DOC-1", codigo_cliente: "C1", tipo: "compra" }]);
  expect(bench.lines.map(({ text }) => text)).toContain(
    "Filial 1, 05/03/2026: 2 compras de clientes sem cadastro ou sem consentimento não foram enviadas.",
  );
});

test.each([
  ["19987654321", true],
  ["1133334444", true],
  ["987654321", false],
  ["0199876543", false],
  ["10987654321", false],
  ["", false],
])("phone %s", (phone, good) => {
  expect(phoneOrNull(phone) !== null).toBe(good);
});
