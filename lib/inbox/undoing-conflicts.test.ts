import { afterAll, beforeAll, expect, test } from "vitest";
import { apiKeys } from "@/db/schema/people.ts";
import { useDatabase } from "@/db/current-database.ts";
import { createInboxBench, type InboxBench } from "@/e2e/support/inbox-bench.ts";
import { hashApiKey } from "./api/authenticate-api-key.ts";
import { serveBatch } from "./api/serve-api.ts";

const KEY = "enl_chave-inventada-de-teste-0013";
let bench: InboxBench;
beforeAll(async () => {
  bench = await createInboxBench();
  useDatabase(bench.database);
  await bench.database.db.insert(apiKeys).values({
    organizationId: bench.organizationId,
    name: "ERP",
    prefix: KEY.slice(0, 8),
    hash: hashApiKey(KEY),
  });
});
afterAll(() => bench.close());

async function post(kind: "movements" | "purchases", records: object[]): Promise<string[]> {
  const response = await serveBatch(
    kind,
    new Request(`http://localhost/api/v1/${kind}`, {
      method: "POST",
      headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json" },
      body: JSON.stringify({ [kind === "movements" ? "movimentos" : "compras"]: records }),
    }),
  );
  const { data } = (await response.json()) as {
    data: Array<{ situacao: string; codigo?: string }>;
  };
  return data.map(({ situacao, codigo }) => (codigo ? `${situacao}:${codigo}` : situacao));
}

const sale = (chave: string, more: object = {}) => ({
  tipo: "venda",
  filial: bench.cnpj,
  chave,
  numero: "1",
  emitidaEm: "2026-11-10T10:00:00-03:00",
  total: 10,
  itens: [{ codigo: "P1", descricao: "Sabonete", quantidade: 1, valorUnitario: 10 }],
  pagamentos: [{ forma: "01", valor: 10 }],
  ...more,
});
const cancellation = (chaveOriginal: string, emitidaEm: string) => ({
  tipo: "cancelamento",
  filial: bench.cnpj,
  chaveOriginal,
  emitidaEm,
});
const purchase = (more: object) => ({
  filial: bench.cnpj,
  chave: "N1",
  nota: "1",
  cnpjFornecedor: bench.unknownCnpj,
  data: "2026-11-10",
  itens: [{ codigo: "P1", descricao: "Sabonete", quantidade: 1, valorUnitario: 10 }],
  ...more,
});
const [SAME, LATER, OTHER] = [
  "2026-11-10T11:00:00-03:00",
  "2026-11-10T23:59:00-03:00",
  "2026-11-11T00:00:00-03:00",
];
const REPEAT = "duplicado:duplicate";
const CONFLICT = "recusado:conflict";

test("the cancellation of a sale is known by its day, applied or waiting, in one call or several", async () => {
  expect(await post("movements", [sale("A"), cancellation("A", SAME)])).toEqual([
    "aceito",
    "aceito",
  ]);
  expect(await post("movements", [cancellation("A", LATER), cancellation("A", OTHER)])).toEqual([
    REPEAT,
    CONFLICT,
  ]);
  expect(
    await post("movements", [
      cancellation("B", SAME),
      cancellation("B", LATER),
      cancellation("B", OTHER),
    ]),
  ).toEqual(["aceito", REPEAT, CONFLICT]);
  expect(await post("movements", [cancellation("B", OTHER)])).toEqual([CONFLICT]);
  expect(await post("movements", [sale("B")])).toEqual(["aceito"]);
  expect(await post("movements", [cancellation("B", SAME), cancellation("B", OTHER)])).toEqual([
    REPEAT,
    CONFLICT,
  ]);
});

test("the cancellation of a purchase is known by its day, and by a CSV too", async () => {
  const undone = (data: string) => purchase({ tipo: "cancelamento", data, itens: [] });
  expect(await post("purchases", [purchase({}), undone("2026-11-12")])).toEqual([
    "aceito",
    "aceito",
  ]);
  expect(await post("purchases", [undone("2026-11-12"), undone("2026-11-13")])).toEqual([
    REPEAT,
    CONFLICT,
  ]);
  const head =
    "cnpj_filial;data;hora;cupom;tipo;chave;codigo;descricao;quantidade;valor_unitario;data_cancelamento";
  const row = (day: string) =>
    `${bench.cnpj};10/11/2026;10:00;1;cancelamento;A;P1;Sabonete;1;10,00;${day}`;
  for (const [day, code] of [
    ["10/11/2026", "duplicate"],
    ["12/11/2026", "conflict"],
  ]) {
    const { refusals } = await bench.import("c.csv", `${head}\n${row(day!)}`);
    expect(refusals.map((refusal) => refusal.code)).toEqual([code]);
  }
});

test("a sale is known by its lines: what both tell and tell otherwise is a conflict, what one leaves out is not", async () => {
  const line = (more: object) => ({
    itens: [{ codigo: "P1", descricao: "Sabonete", quantidade: 2, valorUnitario: 5, ...more }],
  });
  const whole = { lote: "L1", registroMs: "1000000010015", receita: "R-1" };
  expect(await post("movements", [sale("S", line(whole))])).toEqual(["aceito"]);
  for (const [more, answer] of [
    [whole, REPEAT],
    [{}, REPEAT],
    [{ ...whole, descricao: "Sabonete azul" }, REPEAT],
    [{ ...whole, lote: "L2" }, CONFLICT],
    [{ lote: "L2" }, CONFLICT],
    [{ ...whole, registroMs: "1000000010023" }, CONFLICT],
    [{ ...whole, receita: "R-2" }, CONFLICT],
    [{ ...whole, valorUnitario: 5.5, desconto: 1 }, CONFLICT],
    [{ ...whole, quantidade: 1, valorUnitario: 10 }, CONFLICT],
    [{ ...whole, codigo: "P2" }, CONFLICT],
  ] as const)
    expect([more, await post("movements", [sale("S", line(more))])]).toEqual([more, [answer]]);
});

test("a return is known by what it undoes; one that does not say contradicts nobody", async () => {
  const returned = (chaveOriginal: string, more: object = {}) =>
    sale("R", { tipo: "devolucao", chaveOriginal, ...more });
  expect(await post("movements", [returned("A")])).toEqual(["aceito"]);
  expect(
    await post("movements", [
      returned("A"),
      returned(""),
      returned("B"),
      returned("A", { emitidaEm: LATER }),
    ]),
  ).toEqual([REPEAT, REPEAT, CONFLICT, CONFLICT]);
  const sent = (chaveOriginal: string) =>
    purchase({ tipo: "devolucao", chave: "D", chaveOriginal });
  expect(await post("purchases", [sent("N1")])).toEqual(["aceito"]);
  expect(await post("purchases", [sent("N1"), sent("N2")])).toEqual([REPEAT, CONFLICT]);
});
