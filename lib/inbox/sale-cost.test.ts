import { getTableColumns, sql } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { useDatabase } from "@/db/current-database.ts";
import { apiKeys } from "@/db/schema/people.ts";
import { productPrices } from "@/db/schema/catalogue.ts";
import { saleLines, salePayments, sales } from "@/db/schema/sales.ts";
import { buildNote, gtin, plainLine } from "@/e2e/support/build-fiscal-xml.ts";
import { createInboxBench, type InboxBench } from "@/e2e/support/inbox-bench.ts";
import { couponRow } from "@/lib/connectors/smarket/rows.ts";
import { localClock } from "@/lib/core/local-time.ts";
import { createMovementReader } from "@/lib/engine/read-movements.ts";
import { hashApiKey } from "./api/authenticate-api-key.ts";
import { serveBatch } from "./api/serve-api.ts";

const KEY = "enl_chave-inventada-de-teste-0002";
const DAY = "2026-11-10";
let bench: InboxBench;
let branchId: number;

beforeAll(async () => {
  bench = await createInboxBench();
  useDatabase(bench.database);
  const { organizationId } = bench;
  await bench.database.db
    .insert(apiKeys)
    .values({ organizationId, name: "ERP", prefix: KEY.slice(0, 8), hash: hashApiKey(KEY) });
  const [branch] = await bench.rows<{ id: string }>(
    sql`select id from branches where organization_id = ${organizationId}`,
  );
  branchId = Number(branch!.id);
  const record = (productCode: string, costCents: number | null, updatedAt: string) => ({
    organizationId,
    branchId,
    productCode,
    priceCents: 1_000,
    costCents,
    updatedAt: new Date(updatedAt),
  });
  await bench.database.db.insert(productPrices).values([
    record("P1", 421, "2026-11-01T12:00:00Z"),
    // Priced on the day itself, in the evening of the branch.
    record("P2", 422, "2026-11-11T02:00:00Z"),
    record("P3", 423, "2026-11-11T12:00:00Z"),
    record("P4", null, "2026-11-01T12:00:00Z"),
  ]);
});
afterAll(() => bench.close());

async function post(body: object): Promise<unknown> {
  const response = await serveBatch(
    "movements",
    new Request("http://localhost/api/v1/movements", {
      method: "POST",
      headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    }),
  );
  return ((await response.json()) as { data: unknown }).data;
}

const apiSale = (chave: string, item: object) => ({
  tipo: "venda",
  filial: bench.cnpj,
  chave,
  numero: chave,
  emitidaEm: `${DAY}T10:00:00-03:00`,
  total: 10,
  itens: [{ descricao: "Sabonete", quantidade: 1, valorUnitario: 10, ...item }],
  pagamentos: [{ forma: "01", valor: 10 }],
});
const csvSale = (columns: string, values: string) =>
  `cnpj_filial;data;hora;cupom;codigo;descricao;quantidade;valor_unitario;forma_pagamento${columns}\n${bench.cnpj};${DAY};10:00;${values}`;

/** Costs of the sale lines under a receipt's number, as the coupon of Smarket tells them. */
async function couponCosts(number: string): Promise<string[]> {
  const clock = localClock("America/Sao_Paulo");
  const costs: string[] = [];
  const reader = createMovementReader(bench.database, bench.organizationId, null);
  for await (const line of reader.saleLines({
    branchIds: [branchId],
    period: { first: DAY, last: DAY },
  }))
    if (line.number === number) costs.push(couponRow(line, "1", clock(line.soldAt))[7]!);
  return costs;
}

describe("the cost of a sale", () => {
  test("told by CSV or API reaches the coupon", async () => {
    expect(
      await bench.import("a.csv", csvSale(";custo", "71;P1;Sabonete;1;10,00;dinheiro;4,35")),
    ).toMatchObject({ accepted: 1, refused: 0 });
    expect(
      await post({ movimentos: [apiSale("72", { codigo: "P1", custo: 4.36 })] }),
    ).toMatchObject([{ situacao: "aceito" }]);
    expect(await couponCosts("71")).toEqual(["4.35"]);
    expect(await couponCosts("72")).toEqual(["4.36"]);
  });

  test("told as nothing at all is nothing, and not unknown", async () => {
    await post({ movimentos: [apiSale("73", { codigo: "P1", custo: 0 })] });
    expect(await couponCosts("73")).toEqual(["0.00"]);
  });

  test("not told comes from the price record that stood on that day, else it is unknown", async () => {
    const note = {
      issuer: bench.cnpj,
      number: 74,
      issuedAt: `${DAY}T22:15:00-03:00`,
      lines: ["P1", "P2", "P3", "P4", "P5"].map((code) => ({ ...plainLine(1_000), code })),
    };
    expect(await bench.import("a.xml", buildNote(note))).toMatchObject({ accepted: 1 });
    expect(await couponCosts("74")).toEqual(["4.21", "4.22", "", "", ""]);
    await bench.import("b.csv", csvSale("", "75;P1;Sabonete;1;10,00;dinheiro"));
    expect(await couponCosts("75")).toEqual(["4.21"]);
    await post({ movimentos: [apiSale("76", { codigo: "P3" })] });
    expect(await couponCosts("76")).toEqual([""]);
  });

  test("is the same in the movement that undoes the sale", async () => {
    await post({ movimentos: [apiSale("77", { codigo: "P1", custo: 4.37 })] });
    await post({
      movimentos: [
        {
          tipo: "cancelamento",
          filial: bench.cnpj,
          chaveOriginal: "77",
          emitidaEm: `${DAY}T11:00:00-03:00`,
        },
      ],
    });
    expect(await couponCosts("77")).toEqual(["4.37", "4.37"]);
  });
});

/** Columns that stay at their default after a sale that tells everything, and why. */
const STAYS: Record<string, string> = {
  "sales.originalKey": "only a return names the sale it undoes",
  "sales.surchargeCents": "another test sums it",
};

test("a sale that tells everything leaves no column of it at its default", async () => {
  const everything = {
    ...apiSale("78", {
      codigo: "P1",
      ean: gtin(7),
      ncm: "30049099",
      cfop: "5405",
      unidade: "CX",
      desconto: 1,
      acrescimo: 1,
      registroMs: "1000000010015",
      lote: "L1",
      oferta: true,
      receita: "R1",
      custo: 4,
    }),
    serie: "3",
    caixa: "2",
    modelo: "59",
    cliente: "52998224725",
    canal: "app",
    vendedor: "V1",
    programa: "pbm",
    pagamentos: [
      {
        forma: "03",
        valor: 10,
        bandeira: "VISA",
        adquirente: bench.foreignCnpj,
        autorizacao: "A1",
        nsu: "N1",
        parcelas: 2,
        terminal: "T1",
      },
    ],
  };
  expect(await post({ movimentos: [everything] })).toMatchObject([{ situacao: "aceito" }]);
  const [sale] = await bench.database.db
    .select()
    .from(sales)
    .where(sql`document_key = '78'`);
  const ofSale = sql`sale_id = ${sale!.id}`;
  const [line] = await bench.database.db.select().from(saleLines).where(ofSale);
  const [payment] = await bench.database.db.select().from(salePayments).where(ofSale);
  const left = [
    ...untouched("sales", sales, sale!),
    ...untouched("sale_lines", saleLines, line!),
    ...untouched("sale_payments", salePayments, payment!),
  ];
  expect(left.filter((column) => !(column in STAYS))).toEqual([]);
});

/** Columns that hold their default, or nothing. */
function untouched(name: string, table: PgTable, row: Record<string, unknown>): string[] {
  return Object.entries(getTableColumns(table))
    .filter(([key, column]) => row[key] === null || row[key] === column.default)
    .map(([key]) => `${name}.${key}`);
}
