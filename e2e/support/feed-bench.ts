import { createHash, randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import type { OpenDatabase, Transaction } from "@/db/client.ts";
import { writeApplication } from "@/db/queries/prices/price-applications.ts";
import { saveReceivedItems } from "@/db/queries/partners/received-items.ts";
import { productPrices, products } from "@/db/schema/catalogue.ts";
import { apiKeys, branches } from "@/db/schema/people.ts";
import type { ApiRight, Feed } from "@/lib/core/api-rights.ts";
import { UNTOLD_PROMOTION } from "@/lib/core/partner-promotion.ts";
import type { Envelope } from "@/lib/inbox/api/answer-api.ts";
import { serveAcknowledgement, serveFeed } from "@/lib/inbox/api/serve-feed.ts";
import { createIntegration, fakeConnector } from "./engine-fixture.ts";

/** A record of a feed, of which tests name what they look at. */
export type FeedRecord = Record<string, unknown> & { numero: number };

/** An answer of a feed, as the ERP reads it. */
export interface FeedAnswer {
  status: number;
  body: Envelope & { data: FeedRecord[]; cursor: string; mais: boolean };
}

/** A client with a branch, products priced at 10,00 and an ERP with a key. */
export async function createFeedBench(
  database: OpenDatabase,
  rights: ApiRight[] = ["readPrices", "readPromotions"],
) {
  const { db } = database;
  const fixture = await createIntegration(database, fakeConnector({}));
  const { organizationId, integrationId, branchId } = fixture;
  const [branch] = await db
    .select({ cnpj: branches.cnpj })
    .from(branches)
    .where(eq(branches.id, branchId));
  for (const code of ["A", "B", "C"]) {
    await db.insert(products).values({ organizationId, code, description: `Produto ${code}` });
    await db
      .insert(productPrices)
      .values({ organizationId, branchId, productCode: code, priceCents: 1_000 });
  }
  /** Another key of the client. */
  async function addKey(name: string, owned: ApiRight[]): Promise<{ id: number; key: string }> {
    const key = `enl_${randomBytes(24).toString("base64url")}`;
    const [row] = await db
      .insert(apiKeys)
      .values({
        organizationId,
        name,
        prefix: key.slice(0, 10),
        hash: createHash("sha256").update(key).digest("hex"),
        rights: owned,
      })
      .returning({ id: apiKeys.id });
    return { id: row!.id, key };
  }
  const { key } = await addKey("ERP", rights);
  const readAnswer = async (response: Response): Promise<FeedAnswer> => ({
    status: response.status,
    body: (await response.json()) as FeedAnswer["body"],
  });
  return {
    ...fixture,
    cnpj: branch!.cnpj,
    addKey,
    read: async (feed: Feed, query: Record<string, string> = {}, as = key) =>
      readAnswer(
        await serveFeed(
          feed,
          new Request(`http://localhost/api/v1/x?${new URLSearchParams(query)}`, {
            headers: { authorization: `Bearer ${as}` },
          }),
        ),
      ),
    acknowledge: async (feed: Feed, cursor: unknown, as = key) =>
      readAnswer(
        await serveAcknowledgement(
          feed,
          new Request("http://localhost/api/v1/x/ack", {
            method: "POST",
            headers: { authorization: `Bearer ${as}`, "content-type": "application/json" },
            body: JSON.stringify({ cursor }),
          }),
        ),
      ),
    /** An application of prices, in a transaction that the test may keep open. */
    apply: (tx: Transaction | OpenDatabase["db"], prices: Record<string, number>) =>
      writeApplication(
        tx,
        {
          organizationId,
          zoneCode: "Z1",
          zoneName: "Centro",
          products: 1,
          prices: 1,
          personId: 1,
          personName: "Carlos Lima",
        },
        Object.entries(prices).map(([productCode, newCents]) => ({
          branchId,
          productCode,
          previousCents: 1_000,
          newCents,
          integrationId,
          returnedOn: "2026-03-06",
        })),
      ),
    /** Promotions as a task brings them. */
    bring: (tx: Transaction | OpenDatabase["db"], titles: Record<string, string>, taskId = 1) =>
      saveReceivedItems(
        tx,
        { organizationId, integrationId, id: taskId },
        Object.entries(titles).map(([name, title]) => ({
          kind: "promotion",
          key: name,
          title,
          branchId,
          data: { titulo: title },
          promotion: UNTOLD_PROMOTION,
        })),
      ),
  };
}
