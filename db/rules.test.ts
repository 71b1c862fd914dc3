import { sql } from "drizzle-orm";
import { afterAll, expect, test } from "vitest";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
const database = await createTestDatabase();
afterAll(() => database.close());

test("the schema is there and folds accents", async () => {
  const [row] = await database.db.execute(sql`select enlace_fold('Drogaria São José') as folded`);
  expect(row?.folded).toBe("drogaria sao jose");
});
