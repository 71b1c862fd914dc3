import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { apiKeys } from "@/db/schema/people.ts";
import { useDatabase } from "@/db/current-database.ts";
import { createInboxBench, type InboxBench } from "@/e2e/support/inbox-bench.ts";
import { zipOf } from "@/e2e/support/zip-of.ts";
import { formatDecimal } from "@/lib/core/money.ts";
import { hashApiKey } from "../api/authenticate-api-key.ts";
import { serveBatch } from "../api/serve-api.ts";
import type { PurchaseDocument, SaleDocument } from "../document.ts";
import { readFiscalXml } from "./read-fiscal-xml.ts";

const FOLDER = path.resolve(import.meta.dirname, "../../../e2e/fixtures/xml");
/** The right reading of each file, written by hand. */
const READINGS = JSON.parse(readFileSync(path.join(FOLDER, "readings.json"), "utf8")) as Record<
  string,
  string[]
>;
const NAMES = Object.keys(READINGS);
const bytesOf = (name: string) => readFileSync(path.join(FOLDER, `${name}.xml`));
const KEY = "enl_chave-inventada-de-teste-0012";

/** What imports left behind, in the words of the readings. */
async function tell(bench: InboxBench, importId: number | null): Promise<string[]> {
  const of = importId === null ? sql`true` : sql`d.import_id = ${importId}`;
  const rows = await bench.rows<{ said: string }>(sql`
    with movements as (
      select d.id, d.kind::text as kind, d.total_cents,
             (select string_agg(l.product_code || ' ' || trim_scale(l.quantity) || ' ' || (l.net_cents / 100.0)::numeric(12, 2), ' + ' order by l.line_number) from sale_lines l where l.sale_id = d.id)
             || (select '; ' || string_agg(p.method || ' ' || (p.amount_cents / 100.0)::numeric(12, 2), ' + ' order by p.position) from sale_payments p where p.sale_id = d.id) as lines
        from sales d where ${of}
      union all
      select d.id, case d.kind when 'cancellation' then 'cancelled purchase' else d.kind::text end, d.total_cents,
             (select string_agg(l.product_code || ' ' || trim_scale(l.quantity) || ' ' || (l.net_cents / 100.0)::numeric(12, 2), ' + ' order by l.line_number) from purchase_lines l where l.purchase_id = d.id)
        from purchases d where ${of}
    )
    select kind || ' ' || (total_cents / 100.0)::numeric(12, 2) || ' = ' || lines as said from movements
    union all select 'waits for its note' from waiting_cancellations d where ${of}
    union all select case severity when 'refusal' then 'refused ' else severity || ' ' end || code from import_refusals d where ${of}`);
  return rows.map(({ said }) => said).toSorted();
}

it("has a right reading for every file, and a file for every reading", () => {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith(".xml"));
  expect(files.toSorted()).toEqual(NAMES.map((name) => `${name}.xml`).toSorted());
});

describe("by upload", () => {
  let bench: InboxBench;
  beforeAll(async () => void (bench = await createInboxBench()));
  afterAll(() => bench.close());

  it.each(NAMES)("%s is read as it says", async (name) => {
    const importId = await bench.upload(`${name}.xml`, bytesOf(name));
    expect(await bench.run(importId)).toMatchObject({ status: "finished", failureReason: null });
    expect(await tell(bench, importId)).toEqual(READINGS[name]?.toSorted());
  });
});

it("reads all of them in one zip as each by itself", async () => {
  const bench = await createInboxBench();
  const zip = await zipOf(Object.fromEntries(NAMES.map((name) => [`${name}.xml`, bytesOf(name)])));
  const importId = await bench.upload("tudo.zip", zip);
  const result = await bench.run(importId);
  expect(await tell(bench, importId)).toEqual(
    NAMES.flatMap((name) => READINGS[name] ?? []).toSorted(),
  );
  // Each refusal and warning stands beside the file that it is about.
  const found = result.refusals.map(({ place, code }) => `${place} ${code}`).toSorted();
  const expected = NAMES.flatMap((name) =>
    (READINGS[name] ?? [])
      .filter((line) => /^(refused|warning) /.test(line))
      .map((line) => `${name}.xml ${line.split(" ")[1]}`),
  );
  expect(found).toEqual(expected.toSorted());
  await bench.close();
});

describe("by the API", () => {
  let bench: InboxBench;
  beforeAll(async () => {
    bench = await createInboxBench();
    useDatabase(bench.database);
    await bench.database.db.insert(apiKeys).values({
      organizationId: bench.organizationId,
      name: "ERP",
      prefix: "enl_chav",
      hash: hashApiKey(KEY),
    });
  });
  afterAll(() => bench.close());

  async function call(document: SaleDocument | PurchaseDocument): Promise<string> {
    const response = await serveBatch(
      document.type === "sale" ? "movements" : "purchases",
      new Request("http://localhost/api/v1/x", {
        method: "POST",
        headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json" },
        body: JSON.stringify(
          document.type === "sale"
            ? { movimentos: [asMovement(document, bench.cnpj)] }
            : { compras: [asPurchase(document, bench.cnpj)] },
        ),
      }),
    );
    const { data } = (await response.json()) as {
      data: { situacao: string; codigo?: string; mensagem?: string }[];
    };
    return [data[0]?.situacao, data[0]?.codigo, data[0]?.mensagem].filter(Boolean).join(": ");
  }

  const goods = NAMES.filter((name) =>
    READINGS[name]?.some((line) => /^(sale|purchase) /.test(line)),
  );

  it.each(goods)("what %s says of goods is the same movement", async (name) => {
    const context = {
      branchIdByCnpj: new Map([[bench.cnpj, 1]]),
      timeZone: "America/Sao_Paulo",
      now: new Date("2026-11-20T12:00:00Z"),
    };
    const documents = readFiscalXml(bytesOf(name), context).flatMap(({ document }) =>
      document?.type === "sale" || document?.type === "purchase" ? [document] : [],
    );
    const goodsOf = async () =>
      (await tell(bench, null)).filter((line) => /^(sale|purchase) /.test(line));
    const before = await goodsOf();
    for (const document of documents) {
      expect(await call(document)).toBe("aceito");
      expect(await call(document)).toMatch(/^duplicado: /);
    }
    const written = (await goodsOf()).filter((line) => {
      const at = before.indexOf(line);
      return at < 0 || before.splice(at, 1).length === 0;
    });
    expect(written).toEqual(
      READINGS[name]?.filter((line) => /^(sale|purchase) /.test(line)).toSorted(),
    );
    // The file that comes afterwards says the same; only its cancellation is news.
    const result = await bench.import(`${name}.xml`, bytesOf(name));
    expect(result).toMatchObject({ duplicated: documents.length });
    expect(result.refusals.map(({ code }) => code)).not.toContain("conflict");
  });
});

const reais = formatDecimal;

function asMovement(sale: SaleDocument, filial: string): object {
  return {
    tipo: sale.kind === "sale" ? "venda" : "devolucao",
    filial,
    chave: sale.documentKey,
    numero: sale.number,
    emitidaEm: sale.soldAt.toISOString(),
    total: reais(sale.totalCents),
    itens: sale.lines.map((line) => ({
      codigo: line.productCode,
      ean: line.ean,
      descricao: line.description,
      quantidade: line.quantity,
      valorUnitario: reais(line.unitPriceCents),
      desconto: reais(line.discountCents),
      acrescimo: reais(line.surchargeCents),
      lote: line.lot,
    })),
    pagamentos: sale.payments.map(({ method, amountCents }) => ({
      forma: method,
      valor: reais(amountCents),
    })),
  };
}

function asPurchase(purchase: PurchaseDocument, filial: string): object {
  return {
    filial,
    chave: purchase.documentKey,
    nota: purchase.number,
    serie: purchase.series,
    cnpjFornecedor: purchase.supplierCnpj,
    data: purchase.issuedAt.toISOString().slice(0, 10),
    itens: purchase.lines.map((line) => ({
      codigo: line.productCode,
      ean: line.ean,
      descricao: line.description,
      quantidade: line.quantity,
      // The price that the goods came to, with the taxes that count in it.
      valorUnitario: reais(line.netCents / line.quantity),
      bonificacao: line.bonus,
    })),
  };
}
