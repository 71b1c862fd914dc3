import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { apiKeys } from "@/db/schema/people.ts";
import { useDatabase } from "@/db/current-database.ts";
import { gtin } from "@/e2e/support/build-fiscal-xml.ts";
import { createInboxBench, type InboxBench } from "@/e2e/support/inbox-bench.ts";
import type { ApiRight } from "@/lib/core/api-rights.ts";
import type { Envelope } from "./answer-api.ts";
import { hashApiKey } from "./authenticate-api-key.ts";
import { CALLS_PER_MINUTE } from "./limit-rate.ts";
import { serveBatch, serveBranches, serveTotals } from "./serve-api.ts";

let bench: InboxBench;
const KEY = "enl_chave-inventada-de-teste-0001";
beforeAll(async () => {
  bench = await createInboxBench();
  useDatabase(bench.database);
  await addKey(KEY, bench.organizationId);
});
afterAll(() => bench.close());

async function addKey(
  key: string,
  organizationId: number,
  change: { expiresAt?: Date; revokedAt?: Date; rights?: ApiRight[] } = {},
): Promise<void> {
  await bench.database.db.insert(apiKeys).values({
    organizationId,
    name: "ERP",
    prefix: key.slice(0, 8),
    hash: hashApiKey(key),
    ...change,
  });
}

interface Result {
  indice: number;
  chave: string;
  situacao: string;
  codigo?: string;
  mensagem?: string;
}

async function call(
  kind: "movements" | "products" | "prices" | "stock",
  body: unknown,
  options: { key?: string; headers?: Record<string, string>; raw?: BodyInit } = {},
) {
  const request = new Request("http://localhost/api/v1/x", {
    method: "POST",
    headers: {
      authorization: `Bearer ${options.key ?? KEY}`,
      "content-type": "application/json",
      ...options.headers,
    },
    body: options.raw ?? JSON.stringify(body),
    duplex: "half",
  } as RequestInit);
  const response = await serveBatch(kind, request);
  const text = await response.text();
  return {
    text,
    status: response.status,
    headers: response.headers,
    body: JSON.parse(text) as Envelope & { data: Result[] },
  };
}

const sale = (chave: string, change: object = {}) => ({
  tipo: "venda",
  filial: bench.cnpj,
  chave,
  numero: chave,
  emitidaEm: "2026-11-10T10:00:00-03:00",
  total: 21.5,
  itens: [
    {
      codigo: "A",
      ean: gtin(1),
      descricao: "Sabonete <b>azul</b> 🧼",
      quantidade: 2,
      valorUnitario: 9.99,
      desconto: 0.48,
    },
    { codigo: "B", descricao: "Pente", quantidade: 1, valorUnitario: "2.00" },
  ],
  pagamentos: [{ forma: "17", valor: 21.5 }],
  ...change,
});
const codes = (result: { body: { data: Result[] } }) =>
  result.body.data.map(({ situacao, codigo }) => [situacao, codigo].filter(Boolean).join(":"));

describe("a batch of movements", () => {
  it("is answered record by record, and repeated without effect", async () => {
    const batch = {
      movimentos: [
        sale("V1"),
        sale("V2", { total: 21.49 }),
        { tipo: "venda" },
        sale("V3", { filial: bench.foreignCnpj }),
        {
          tipo: "cancelamento",
          filial: bench.cnpj,
          chaveOriginal: "V1",
          emitidaEm: "2026-11-10T11:00:00-03:00",
        },
      ],
    };
    const first = await call("movements", batch);
    expect(first).toMatchObject({ status: 200, body: { status: "ok", total: 5 } });
    expect(codes(first)).toEqual([
      "aceito",
      "recusado:lines_do_not_sum",
      "recusado:invalid_record",
      "recusado:unknown_branch",
      "aceito",
    ]);
    expect(first.body.data[2]?.mensagem).toMatch(/^O campo filial/);
    expect(codes(await call("movements", batch))).toEqual([
      "duplicado:duplicate",
      "recusado:lines_do_not_sum",
      "recusado:invalid_record",
      "recusado:unknown_branch",
      "duplicado:duplicate",
    ]);
    expect(
      codes(
        await call("movements", {
          movimentos: [sale("V1", { emitidaEm: "2026-11-10T10:00:01-03:00" })],
        }),
      ),
    ).toEqual(["recusado:conflict"]);
    expect(
      await bench.rows(
        sql`select kind, total_cents::int from sales where document_key = 'V1' order by kind desc`,
      ),
    ).toEqual([
      { kind: "sale", total_cents: 2150 },
      { kind: "cancellation", total_cents: 2150 },
    ]);
    expect(
      await bench.rows(sql`select description from sale_lines where product_code = 'A' limit 1`),
    ).toEqual([{ description: "Sabonete <b>azul</b> 🧼" }]);
  });

  it("keeps a cancellation until its sale arrives, within its own branch", async () => {
    expect(
      codes(
        await call("movements", {
          movimentos: [
            {
              tipo: "cancelamento",
              filial: bench.cnpj,
              chaveOriginal: "W1",
              emitidaEm: "2026-11-10T11:00:00-03:00",
            },
          ],
        }),
      ),
    ).toEqual(["aceito"]);
    expect(codes(await call("movements", { movimentos: [sale("W1")] }))).toEqual(["aceito"]);
    expect(
      await bench.rows(sql`select kind from sales where document_key = 'W1' order by kind desc`),
    ).toEqual([{ kind: "sale" }, { kind: "cancellation" }]);
  });

  it("writes a batch once when it arrives twenty times at once", async () => {
    const results = await Promise.all(
      Array.from({ length: 20 }, () => call("movements", { movimentos: [sale("R1"), sale("R2")] })),
    );
    const all = results.flatMap(codes);
    expect(all.filter((code) => code === "aceito")).toHaveLength(2);
    expect(all.filter((code) => code === "duplicado:duplicate")).toHaveLength(38);
  });

  it("answers a repeated Idempotency-Key with the first answer, and refuses it for something else", async () => {
    const headers = { "idempotency-key": "lote-77" };
    const results = await Promise.all(
      Array.from({ length: 5 }, () => call("movements", { movimentos: [sale("I1")] }, { headers })),
    );
    for (const result of results) expect(result.text).toBe(results[0]?.text);
    expect(codes(results[0] as { body: { data: Result[] } })).toEqual(["aceito"]);
    expect(await call("movements", { movimentos: [sale("I2")] }, { headers })).toMatchObject({
      status: 422,
      body: { status: "erro", data: [{ codigo: "idempotency_key_reused" }] },
    });
    expect(
      await bench.rows(
        sql`select count(*)::int as n from imports where idempotency_key = 'lote-77'`,
      ),
    ).toEqual([{ n: 1 }]);
  });

  it("keeps the Idempotency-Keys of each API key apart", async () => {
    const other = "enl_chave-do-outro-sistema-01";
    await addKey(other, bench.organizationId);
    const headers = { "idempotency-key": "lote-78" };
    await call("movements", { movimentos: [sale("J1")] }, { headers });
    expect(
      codes(await call("movements", { movimentos: [sale("J2")] }, { headers, key: other })),
    ).toEqual(["aceito"]);
    expect(
      await call("movements", { movimentos: [sale("J1")] }, { headers, key: other }),
    ).toMatchObject({ status: 422 });
  });

  it("names the record that it refuses by its own key, whatever is wrong with it", async () => {
    const keysOf = async (kind: Parameters<typeof call>[0], body: object) =>
      (await call(kind, body)).body.data.map(({ chave, situacao }) => [chave, situacao]);
    expect(
      await keysOf("movements", {
        movimentos: [
          sale("Q1", { total: true }),
          sale("Q2", { desconhecido: 1 }),
          { tipo: "cancelamento", chaveOriginal: "Q3" },
          { chave: "Q4" },
          null,
        ],
      }),
    ).toEqual([
      ["Q1", "recusado"],
      ["Q2", "recusado"],
      ["Q3", "recusado"],
      ["Q4", "recusado"],
      ["", "recusado"],
    ]);
    expect(await keysOf("products", { produtos: [{ codigo: "Q5" }] })).toEqual([
      ["Q5", "recusado"],
    ]);
    expect(await keysOf("prices", { precos: [{ codigo: "Q6", preco: 1 }] })).toEqual([
      ["Q6", "recusado"],
    ]);
    expect(await keysOf("stock", { estoques: [{ codigo: "Q7", quantidade: {} }] })).toEqual([
      ["Q7", "recusado"],
    ]);
  });
});

describe("what is no batch", () => {
  it.each<[number, string, () => Parameters<typeof call>[2] & { body?: unknown }]>([
    [401, "unauthorized", () => ({ key: "enl_uma-chave-que-nao-existe" })],
    [401, "unauthorized", () => ({ headers: { authorization: "Basic abc" } })],
    [415, "unsupported_media_type", () => ({ headers: { "content-type": "text/xml" } })],
    [400, "invalid_json", () => ({ raw: "{" })],
    [400, "invalid_json", () => ({ raw: Buffer.from([0x22, 0xff, 0x22]) })],
    [400, "too_deep", () => ({ raw: "[".repeat(100_000) })],
    [400, "invalid_body", () => ({ body: [] })],
    [400, "invalid_body", () => ({ raw: "null" })],
    [400, "unknown_field", () => ({ body: { movimentos: [sale("X")], produtos: [] } })],
    [400, "unknown_field", () => ({ body: { movimentos: [], "Idempotency-Key": "1" } })],
    [400, "empty_batch", () => ({ body: { movimentos: [] } })],
    [413, "too_many_records", () => ({ body: { movimentos: Array(501).fill({}) } })],
    [413, "too_large", () => ({ raw: " ".repeat(5 * 1024 * 1024 + 1) })],
    [413, "too_large", () => ({ raw: endless() })],
  ])("is answered %i %s", async (status, code, make) => {
    const { body, ...options } = make();
    const result = await call("movements", body ?? { movimentos: [sale("X")] }, options);
    expect(result).toMatchObject({
      status,
      body: { status: "erro", total: 0, data: [{ codigo: code }] },
    });
    expect(result.body.msg).toMatch(/\.$/);
  });

  it("refuses keys that ran out or were revoked", async () => {
    await addKey("enl_chave-vencida-de-teste-01", bench.organizationId, {
      expiresAt: new Date(Date.now() - 1000),
    });
    await addKey("enl_chave-revogada-de-teste-1", bench.organizationId, { revokedAt: new Date() });
    expect((await call("movements", {}, { key: "enl_chave-vencida-de-teste-01" })).status).toBe(
      401,
    );
    expect((await call("movements", {}, { key: "enl_chave-revogada-de-teste-1" })).status).toBe(
      401,
    );
  });

  it("refuses keys that may only read, which still see the branches", async () => {
    const key = "enl_chave-que-so-busca-teste1";
    await addKey(key, bench.organizationId, { rights: ["readPrices"] });
    expect(await call("movements", { movimentos: [sale("N1")] }, { key })).toMatchObject({
      status: 403,
      body: { data: [{ codigo: "missing_right" }] },
    });
    expect(
      (
        await serveTotals(
          new Request("http://localhost/x?de=2026-10-05", {
            headers: { authorization: `Bearer ${key}` },
          }),
        )
      ).status,
    ).toBe(403);
    expect(
      (
        await serveBranches(
          new Request("http://localhost/x", { headers: { authorization: `Bearer ${key}` } }),
        )
      ).status,
    ).toBe(200);
  });

  it("is told to wait when it calls too often", async () => {
    await addKey("enl_chave-apressada-de-teste1", bench.organizationId);
    const results = await Promise.all(
      Array.from({ length: CALLS_PER_MINUTE + 1 }, () =>
        call("movements", {}, { key: "enl_chave-apressada-de-teste1" }),
      ),
    );
    const refused = results.filter((result) => result.status === 429);
    expect(refused).toHaveLength(1);
    expect(Number(refused[0]?.headers.get("retry-after"))).toBeGreaterThan(0);
  });
});

describe("the catalogue", () => {
  it("takes products, then prices and stock of those it has", async () => {
    expect(
      codes(
        await call("products", {
          produtos: [
            { codigo: "A", descricao: "Sabonete", eans: [gtin(1), "7891000100104"], pmc: "12.90" },
            { codigo: "B" },
          ],
        }),
      ),
    ).toEqual(["aceito", "recusado:invalid_record"]);
    expect(
      codes(
        await call("prices", {
          precos: [
            { filial: bench.cnpj, codigo: "A", preco: 9.99 },
            { filial: bench.cnpj, codigo: "Z", preco: 1 },
            { filial: bench.foreignCnpj, codigo: "A", preco: 1 },
          ],
        }),
      ),
    ).toEqual(["aceito", "recusado:unknown_product", "recusado:unknown_branch"]);
    expect(
      codes(
        await call("stock", { estoques: [{ filial: bench.cnpj, codigo: "A", quantidade: 3.5 }] }),
      ),
    ).toEqual(["aceito"]);
    // What is left out stays, also as a record before it in the same call said it.
    const record = { filial: bench.cnpj, codigo: "A" };
    await call("prices", {
      precos: [
        { ...record, precoPromocional: 8.99 },
        { ...record, custo: 5, precoPromocional: null },
      ],
    });
    expect(
      await bench.rows(
        sql`select p.eans, p.pmc_cents::int, r.price_cents::int, r.promotion_cents::int, s.quantity::float from products p join product_prices r on r.product_code = p.code join product_stock s on s.product_code = p.code where p.code = 'A'`,
      ),
    ).toEqual([
      { eans: [gtin(1)], pmc_cents: 1290, price_cents: 999, promotion_cents: 899, quantity: 3.5 },
    ]);
  });
});

it("tells branches and totals of its own organization only", async () => {
  const get = async (serve: (request: Request) => Promise<Response>, query = "") =>
    (await (
      await serve(
        new Request(`http://localhost/x${query}`, { headers: { authorization: `Bearer ${KEY}` } }),
      )
    ).json()) as Envelope;
  expect(await get(serveBranches)).toMatchObject({
    status: "ok",
    total: 1,
    data: [{ cnpj: bench.cnpj }],
  });
  await call("movements", { movimentos: [sale("T1", { emitidaEm: "2026-10-05T23:30:00-03:00" })] });
  expect(await get(serveTotals, "?de=2026-10-05&ate=2026-10-06")).toMatchObject({
    data: [{ filial: bench.cnpj, data: "2026-10-05", vendas: 1, valorVendas: "21.50" }],
  });
  expect(await get(serveTotals, `?de=2026-10-05&filial=${bench.foreignCnpj}`)).toMatchObject({
    status: "erro",
    data: [{ codigo: "unknown_branch" }],
  });
  expect(await get(serveTotals, "?de=2026-10-05&ate=2026-12-05")).toMatchObject({
    status: "erro",
    data: [{ codigo: "invalid_period" }],
  });
});

function endless(): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull: (controller) => controller.enqueue(new Uint8Array(256 * 1024).fill(0x20)),
  });
}
