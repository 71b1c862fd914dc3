import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { asPerson } from "@/db/client.ts";
import { createInboxBench, type InboxBench } from "@/e2e/support/inbox-bench.ts";
import type { InboxDocument } from "./document.ts";
import { saveGuarded } from "./save-guarded.ts";

let bench: InboxBench;
beforeAll(async () => {
  bench = await createInboxBench();
});
afterAll(() => bench.close());

const product = (code: string, more: object = {}): InboxDocument => ({
  type: "product",
  code,
  details: null,
  branchId: null,
  price: null,
  stock: null,
  product: {
    description: code,
    eans: [],
    categoryCode: "",
    supplierCode: "",
    ncm: "",
    cest: "",
    msRegistration: "",
    brand: "",
    unit: "UN",
    packQuantity: 1,
    pmcCents: null,
    active: true,
    ...more,
  },
});
const save = (documents: InboxDocument[]) =>
  asPerson(bench.database.db, bench.organizationId, (tx) =>
    saveGuarded(
      tx,
      { organizationId: bench.organizationId, importId: null, timeZone: "America/Sao_Paulo" },
      documents,
    ),
  );

test("documents that no column takes are refused, and all others of the batch are there", async () => {
  const documents = Array.from({ length: 40 }, (_, index) =>
    product(`G-${index}`, index % 13 === 5 ? { packQuantity: 1e15 } : {}),
  );
  const outcomes = await save(documents);
  expect(outcomes.map(({ status }) => status)).toEqual(
    documents.map((_, index) => (index % 13 === 5 ? "refused" : "accepted")),
  );
  expect(outcomes[5]).toMatchObject({ code: "unstorable" });
  const stored = await bench.rows(sql`select code from products where code like 'G-%'`);
  expect(stored).toHaveLength(37);
});

test("what is wrong with the database itself goes up, and nothing is refused for it", async () => {
  await bench.database.db.execute(sql`alter table products rename to products_away`);
  await expect(save([product("H-1"), product("H-2")])).rejects.toThrow();
  await bench.database.db.execute(sql`alter table products_away rename to products`);
});
