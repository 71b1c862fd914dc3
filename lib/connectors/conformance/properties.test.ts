import { parse as parseCsv } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkAuditFile } from "@/e2e/sandbox/audit/check-file.ts";
import { checkMovement } from "@/e2e/sandbox/scanntech/check-movement.ts";
import { checkSmarketFile } from "@/e2e/sandbox/smarket/check-file.ts";
import { checkUnifabraFile } from "@/e2e/sandbox/unifabra/check-file.ts";
import { isGtin } from "@/lib/core/documents.ts";
import type { Sale } from "@/lib/core/movement.ts";
import { audit } from "../audit/index.ts";
import type { Connector } from "../define.ts";
import { scanntech } from "../scanntech/index.ts";
import { smarket } from "../smarket/index.ts";
import { cleanText } from "../smarket/rows.ts";
import { unifabra } from "../unifabra/index.ts";
import { arbitrarySales, arbitraryText } from "./arbitrary-sales.ts";
import { openBench } from "./make-context.ts";

const RUNS = { numRuns: 60 };

async function prepare(
  connector: Connector,
  operation: string,
  sales: readonly Sale[],
  settings: Record<string, string> = {},
) {
  const bench = openBench(connector, { settings, sales });
  return { files: await bench.prepare(operation), refused: bench.refused };
}

/** For files that no task would ever send in parts: everything else would be a mistake of the test. */
const bytesOf = async (file: { text(): Promise<string> }) => Buffer.from(await file.text());
const linesOf = (sales: readonly Sale[]) =>
  sales.flatMap((sale) => sale.lines.map((line) => ({ sale, line })));
/** An EAN that means the same in every shop, and one with a wrong digit; what begins with 2 is a shop's own. */
const isKnown = (ean: string) => isGtin(ean) && !ean.startsWith("2");
const isWrong = (ean: string) => ean !== "" && ean !== "SEM GTIN" && !isGtin(ean);
const worthOf = (line: { netCents: number; quantity: number }) =>
  line.netCents >= 1 && line.quantity > 0;

describe("whatever was sold, the partner finds nothing wrong", () => {
  test("Smarket: every file of the set, and one row for each line sold", async () => {
    await fc.assert(
      fc.asyncProperty(arbitrarySales, async (sales) => {
        const { files } = await prepare(smarket, "files", sales);
        for (const file of files) {
          const check = checkSmarketFile(file.name, await bytesOf(file));
          expect([file.name, check.problems]).toEqual([file.name, []]);
          expect(check.rows).toBe(file.rows);
        }
        expect(files.find(({ name }) => name.startsWith("cupom-"))?.rows).toBe(
          linesOf(sales).length,
        );
      }),
      RUNS,
    );
  });

  test("Smarket: a catalogue of any texts", async () => {
    const names = fc.record({
      name: arbitraryText,
      code: arbitraryText.map((one) => one || "1"),
      place: arbitraryText,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(names, { maxLength: 5 }), async (list) => {
        const bench = openBench(smarket, { settings: {}, sales: [] });
        const plain = bench.ctx.movements;
        const first = async <Item>(items: AsyncIterable<Item>): Promise<Item> => {
          for await (const item of items) return item;
          throw new Error("the fixed catalogue is empty");
        };
        const [product, supplier] = [await first(plain.products()), await first(plain.suppliers())];
        bench.ctx.movements = {
          ...plain,
          products: async function* () {
            for (const { name, code } of list)
              yield {
                ...product,
                code,
                description: name,
                unit: name,
                categoryCode: code,
                supplierCode: code,
                eans: [name],
              };
          },
          suppliers: async function* () {
            for (const { name, code, place } of list)
              yield {
                ...supplier,
                code,
                name,
                legalName: name,
                street: place,
                streetNumber: place,
                district: place,
                city: place,
                state: place,
                postalCode: place,
                cnpj: place,
                stateRegistration: code,
              };
          },
          categories: async function* () {
            for (const { name, code } of list) yield { code, parentCode: code, name };
          },
        };
        for (const file of await bench.prepare("files"))
          expect([file.name, checkSmarketFile(file.name, await bytesOf(file)).problems]).toEqual([
            file.name,
            [],
          ]);
      }),
      RUNS,
    );
  });

  test("Smarket: goals in any words go once a category that the set lists, and without any there is no file of goals", async () => {
    const goal = fc.record({
      categoryCode: fc.oneof(arbitraryText, fc.constantFrom("11", "0", "77")),
      goalCents: fc.option(fc.integer({ min: 0, max: 999_999_999_999 })),
      competitiveness: arbitraryText,
      media: arbitraryText,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(goal, { maxLength: 6 }), async (goals) => {
        const bench = openBench(smarket, { settings: {}, sales: [] });
        bench.ctx.movements = {
          ...bench.ctx.movements,
          categoryGoals: async function* () {
            yield* goals;
          },
        };
        const files = await bench.prepare("files");
        const check = async (entity: string) => {
          const file = files.find(({ name }) => name.startsWith(`${entity}-`));
          return file && checkSmarketFile(file.name, await bytesOf(file));
        };
        const [listed, sent] = [await check("categoria"), await check("meta_categoria")];
        expect(listed?.problems).toEqual([]);
        if (!sent)
          expect(goals.map(({ categoryCode }) => cleanText(categoryCode)).join("")).toBe("");
        else
          expect([
            sent.problems,
            sent.rows,
            sent.categories.filter((code) => !listed?.categories.includes(code)),
          ]).toEqual([
            [],
            new Set(goals.map(({ categoryCode }) => cleanText(categoryCode)).filter(Boolean)).size,
            [],
          ]);
      }),
      RUNS,
    );
    expect((await prepare(smarket, "files", [])).files).toHaveLength(11);
  });

  test("Audit: every row is taken, gross less discount is net, and what is left out has no EAN or a wrong one", async () => {
    await fc.assert(
      fc.asyncProperty(arbitrarySales, async (sales) => {
        const { files, refused } = await prepare(audit, "files", sales);
        let rows = 0;
        for (const file of files) {
          const check = checkAuditFile(file.name, await bytesOf(file));
          expect([file.name, check.fileProblems, check.refusals]).toEqual([file.name, [], []]);
          expect(check.rows).toBe(file.rows);
          if (check.entity === "VENDAS") rows += check.rows;
        }
        const lines = linesOf(sales);
        expect(rows).toBe(lines.filter(({ line }) => isKnown(line.ean)).length);
        expect(refused).toHaveLength(lines.filter(({ line }) => isWrong(line.ean)).length);
      }),
      RUNS,
    );
  });

  test("Unifabra: every row is taken, also with the partner's own columns, and what is refused is named", async () => {
    await fc.assert(
      fc.asyncProperty(arbitrarySales, async (sales) => {
        const { files, refused } = await prepare(unifabra, "files", sales, {
          codigo_associacao: "77",
        });
        let rows = 0;
        for (const file of files) {
          const check = checkUnifabraFile(file.name, await bytesOf(file));
          expect([file.name, check.fileProblems, check.refusals]).toEqual([file.name, [], []]);
          expect(check.rows).toBe(file.rows);
          if (check.entity === "VENDAS") rows += check.rows;
        }
        expect(rows).toBe(linesOf(sales).filter(({ line }) => isKnown(line.ean)).length);
        expect(refused).toHaveLength(linesOf(sales).filter(({ line }) => isWrong(line.ean)).length);
        const layout = await prepare(unifabra, "files", sales, {
          codigo_associacao: "77",
          layout_vendas: "DESCR | descricao\nTOTAL | vl_liquido",
        });
        const chosen = parseCsv((await bytesOf(layout.files[0]!)).toString("utf8"), {
          delimiter: ";",
          record_delimiter: "\r\n",
        }) as string[][];
        expect([chosen[0], chosen.length]).toEqual([["DESCR", "TOTAL"], files[0]!.rows + 1]);
      }),
      RUNS,
    );
  });

  test("Audit: medicines alone when the registration says so", async () => {
    await fc.assert(
      fc.asyncProperty(arbitrarySales, async (sales) => {
        const { files } = await prepare(audit, "files", sales, { somente_medicamentos: "sim" });
        const rows = files
          .filter(({ name }) => name.startsWith("VENDAS"))
          .reduce((sum, file) => sum + file.rows, 0);
        expect(rows).toBe(
          linesOf(sales).filter(({ line }) => line.msRegistration !== "" && isKnown(line.ean))
            .length,
        );
      }),
      { numRuns: 20 },
    );
  });

  test("ScannTech: every movement is taken; lines, payments and total agree to the cent", async () => {
    const cents = (value: number) => Math.round(value * 100);
    const sum = (list: readonly { importe: number }[]) =>
      list.reduce((total, one) => total + cents(one.importe), 0);
    await fc.assert(
      fc.asyncProperty(arbitrarySales, async (sales) => {
        const { files, refused } = await prepare(scanntech, "sales", sales);
        expect(refused).toEqual([]);
        const sendable = sales.filter((sale) => sale.lines.some(worthOf));
        let sent = 0;
        for (const file of files) {
          const lot = JSON.parse(await file.text()) as unknown[];
          expect(lot).toHaveLength(file.rows);
          expect(file.records).toHaveLength(file.rows);
          lot.forEach((body, index) => {
            const check = checkMovement(body);
            expect([check.error, check.warnings]).toEqual([null, []]);
            const { total, detalles, pagos } = check.movement!;
            expect([sum(detalles), sum(pagos)]).toEqual([cents(total), cents(total)]);
            expect(cents(total)).toBe(file.records[index]!.amountCents);
          });
          sent += lot.length;
        }
        expect(sent).toBe(sendable.length);
        expect(
          files.flatMap((file) => file.records).reduce((total, one) => total + one.amountCents, 0),
        ).toBe(sendable.reduce((total, sale) => total + sale.totalCents, 0));
      }),
      RUNS,
    );
  });
});
