import { sql } from "drizzle-orm";
import { afterAll, expect, test } from "vitest";
import { asPerson } from "@/db/client.ts";
import {
  insertOutboundLines,
  insertOutboundOrders,
} from "@/db/queries/movements/outbound-write.ts";
import { makeIntegration } from "@/e2e/support/make-integration.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { createMovementReader } from "./read-movements.ts";

const database = await createTestDatabase();
afterAll(() => database.close());
const { organizationId, branchId } = await makeIntegration(database.db);

const order = (documentKey: string, day: string) => ({
  organizationId,
  importId: null,
  branchId,
  kind: "replenishment" as const,
  documentKey,
  number: "1",
  originalNumber: "",
  recipientCode: "2",
  recipientName: "Loja 2",
  recipientCnpj: "",
  recipientEmail: "",
  issuedAt: new Date(`${day}T12:00:00Z`),
  day,
});
const write = (documentKey: string, day: string) =>
  asPerson(database.db, organizationId, async (tx) => {
    const written = await insertOutboundOrders(tx, [order(documentKey, day)]);
    await insertOutboundLines(
      tx,
      written.flatMap(({ id }) =>
        [1, 2].map((lineNumber) => ({
          organizationId,
          orderId: id,
          lineNumber,
          productCode: "A",
          ean: "",
          description: "Sabonete",
          packQuantity: 6,
          quantity: 1.5,
        })),
      ),
    );
    return written.length;
  });

test("orders come once, with their lines, in order, and as they were at the snapshot", async () => {
  expect(await write("B", "2026-05-02")).toBe(1);
  expect(await write("A", "2026-05-03")).toBe(1);
  expect(await write("A", "2026-05-03")).toBe(0);
  const [row] = await database.db.execute<{ snapshot: string }>(
    sql`select pg_current_snapshot()::text as snapshot`,
  );
  await write("C", "2026-05-03");
  await write("D", "2026-06-01");
  const keys = async (snapshot: string | null) => {
    const found = [];
    for await (const one of createMovementReader(database, organizationId, snapshot).outboundOrders(
      { branchIds: [branchId], period: { first: "2026-05-01", last: "2026-05-31" } },
    ))
      found.push(one);
    return found;
  };
  expect((await keys(row!.snapshot)).map(({ documentKey }) => documentKey)).toEqual(["B", "A"]);
  const now = await keys(null);
  expect(now.map(({ documentKey }) => documentKey)).toEqual(["B", "A", "C"]);
  expect(now[0]).toMatchObject({
    kind: "replenishment",
    day: "2026-05-02",
    lines: [{ lineNumber: 1, packQuantity: 6, quantity: 1.5 }, { lineNumber: 2 }],
  });
});

test("a client sees its own orders alone, and nobody changes one", async () => {
  const count = (organization: number) =>
    asPerson(database.db, organization, (tx) =>
      tx.execute<{ count: number }>(sql`select count(*)::int as count from outbound_orders`),
    );
  expect((await count(organizationId))[0]?.count).toBeGreaterThan(0);
  expect((await count(organizationId + 999))[0]?.count).toBe(0);
  await expect(
    asPerson(database.db, organizationId, (tx) =>
      tx.execute(sql`update outbound_orders set number = '2'`),
    ),
  ).rejects.toThrow();
});
