import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PRODUCTS, SALES, STOCK } from "@/e2e/sandbox/rest-lote/lot-contract.ts";
import { judgeHead, judgeRecords, type LotDesk } from "@/e2e/sandbox/rest-lote/read-lot.ts";
import type { Connector, StoredFile } from "../define.ts";
import { linkedFarma } from "../linked-farma/index.ts";
import { trivio } from "../trivio/index.ts";
import { arbitrarySales, arbitraryText } from "./arbitrary-sales.ts";
import { openBench } from "./make-context.ts";

const RUNS = { numRuns: 50 };
const desk: LotDesk = {
  head: {},
  resources: { vendas: SALES, produtos: PRODUCTS, estoque: STOCK },
  limits: { records: 500, bytes: 5_000_000, closedBefore: "" },
};

interface Lot {
  data_movimento: string;
  registros: Array<{ tipo: string; valor_total: number; itens: unknown[] }>;
}

/** Reads a lot as the stand-in does and returns its records; anything wrong fails the test. */
async function readAsPartner(
  file: StoredFile,
  head: readonly string[] = [],
): Promise<Lot["registros"]> {
  const body = JSON.parse(await file.text()) as Lot;
  const own = { ...desk, head: Object.fromEntries(head.map((key) => [key, ""])) };
  expect([file.name, judgeHead(own, body)]).toEqual([file.name, null]);
  expect(
    judgeRecords(desk.resources[file.name.split("-")[0]!]!, body.registros, body.data_movimento),
  ).toEqual([]);
  expect(body.registros).toHaveLength(file.rows);
  return body.registros;
}

const SENDERS: ReadonlyArray<
  [connector: Connector, head: readonly string[], settings: Record<string, string>]
> = [
  [trivio, ["codigo_cliente"], { codigo_cliente: "7" }],
  [linkedFarma, ["codigo_rede", "codigo_loja"], { codigo_rede: "7", enviar_cpf: "sim" }],
];

describe.each(
  SENDERS.map(([connector, head, settings]) => [connector.id, connector, head, settings] as const),
)("%s", (_id, connector, head, settings) => {
  test("whatever was sold: one record a receipt, nothing refused by the partner, sums to the cent", async () => {
    await fc.assert(
      fc.asyncProperty(arbitrarySales, async (sales) => {
        const bench = openBench(connector, { settings, sales });
        const records = [];
        for (const file of await bench.prepare("sales")) {
          records.push(...(await readAsPartner(file, head)));
          expect(file.records).toHaveLength(file.rows);
        }
        expect(bench.refused).toEqual([]);
        expect(records).toHaveLength(sales.length);
        const sum = (list: Iterable<number>) => [...list].reduce((total, one) => total + one, 0);
        for (const [tipo, kind] of [
          ["venda", "sale"],
          ["cancelamento", "cancellation"],
          ["devolucao", "return"],
        ] as const) {
          expect(
            sum(
              records
                .filter((one) => one.tipo === tipo)
                .map((one) => Math.round(one.valor_total * 100)),
            ),
          ).toBe(sum(sales.filter((sale) => sale.kind === kind).map((sale) => sale.totalCents)));
        }
        expect(sum(records.map(({ itens }) => itens.length))).toBe(
          sum(sales.map(({ lines }) => lines.length)),
        );
      }),
      RUNS,
    );
  });

  test("a catalogue of any texts and any stock", async () => {
    const row = fc.record({
      code: arbitraryText,
      name: arbitraryText,
      ean: fc.constantFrom("", "7891000315507", "7891000315508", "2000000000015"),
      quantity: fc.oneof(fc.integer({ min: -50, max: 500 }), fc.constant(12.3456)),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(row, {
          maxLength: 6,
          selector: ({ code }) => code.replace(/[\p{Cc}\u2028\ufeff\ufffd]+/gu, " ").trim(),
        }),
        async (list) => {
          const bench = openBench(connector, { settings, sales: [] });
          const plain = bench.ctx.movements;
          const first = async <Item>(items: AsyncIterable<Item>): Promise<Item> => {
            for await (const item of items) return item;
            throw new Error("the fixed catalogue is empty");
          };
          const [product, stock] = [await first(plain.products()), await first(plain.stock([1]))];
          bench.ctx.movements = {
            ...plain,
            products: async function* () {
              for (const { code, name, ean } of list)
                yield {
                  ...product,
                  code,
                  description: name,
                  brand: name,
                  unit: name,
                  categoryCode: code,
                  supplierCode: name,
                  eans: ean ? [ean] : [],
                };
            },
            stock: async function* () {
              for (const { code, ean, quantity } of list)
                yield { ...stock, productCode: code, ean, quantity };
            },
          };
          for (const file of await bench.prepare("catalogue")) await readAsPartner(file, head);
        },
      ),
      RUNS,
    );
  });
});
