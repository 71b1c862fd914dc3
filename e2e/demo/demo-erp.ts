import { createHash, createHmac } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "@/db/client.ts";
import { MAIN_CLIENT } from "@/db/seed/demo-organizations.ts";
import { priceSuggestions } from "@/db/schema/proposals.ts";
import { apiKeys, organizations } from "@/db/schema/people.ts";
import { applyPrices } from "@/lib/admin/prices/apply-prices.ts";
import { listPriceApplications } from "@/lib/admin/prices/list-price-applications.ts";
import { listPriceSuggestions } from "@/lib/admin/prices/list-price-suggestions.ts";
import { planPrices } from "@/lib/admin/prices/plan-prices.ts";
import { API_RIGHTS } from "@/lib/core/api-rights.ts";
import { addDays, dayInZone } from "@/lib/core/period.ts";
import { type Actor, PERMISSIONS } from "@/lib/core/permissions.ts";

const KEY_NAME = "ERP de demonstração";
const POLL_MS = 10_000;
const QUERY = { page: 1, pageSize: 25, search: "", sort: null, filters: { situacao: ["ok"] } };

const answerShape = z.object({ total: z.number(), cursor: z.string(), mais: z.boolean() });

/** Who does what a person would do in the demo. */
type Support = { id: number; name: string; email: string };

/**
 * The client's ERP as the demo has it: it fetches what the hub decided and says that it has it.
 * `secret` makes the same key at each start.
 */
export async function playErp(
  db: Database,
  support: Support,
  { origin, secret }: { origin: string; secret: string },
  signal: AbortSignal,
): Promise<void> {
  const [organization] = await db
    .select()
    .from(organizations)
    .where(eq(organizations.name, MAIN_CLIENT));
  if (!organization) return;
  const key = `enl_${createHmac("sha256", secret).update(KEY_NAME).digest("base64url")}`;
  await db
    .insert(apiKeys)
    .values({
      organizationId: organization.id,
      name: KEY_NAME,
      prefix: key.slice(0, 10),
      hash: createHash("sha256").update(key).digest("hex"),
      rights: [...API_RIGHTS],
      createdBy: support.id,
    })
    .onConflictDoNothing();
  const actor: Actor = {
    personId: support.id,
    name: support.name,
    email: support.email,
    profileId: 0,
    profileName: "Agente de suporte",
    permissions: new Set(PERMISSIONS),
    organizationId: null,
    timeZone: organization.timeZone,
  };
  let applied = false;
  while (!signal.aborted) {
    applied ||= await applyOnce(db, actor, organization);
    for (const feed of ["price-changes", "partner-promotions"])
      await fetchAll(`${origin}/api/v1/${feed}`, key, signal);
    await sleep(POLL_MS, undefined, { signal }).catch(() => undefined);
  }
}

/**
 * A visitor finds one application that has come all the way: the first page of what the partner
 * suggested. True once there is one.
 */
async function applyOnce(
  db: Database,
  actor: Actor,
  { id: organizationId, timeZone }: { id: number; timeZone: string },
): Promise<boolean> {
  const known = await listPriceApplications(actor, {
    organizationId,
    query: { ...QUERY, filters: {} },
  });
  if (!known.ok || known.value.total > 0) return true;
  const [first] = await db
    .select({ zoneCode: priceSuggestions.zoneCode })
    .from(priceSuggestions)
    .where(eq(priceSuggestions.organizationId, organizationId))
    .orderBy(sql`zone_code`)
    .limit(1);
  if (!first) return false;
  const today = dayInZone(new Date(), timeZone);
  const scope = {
    organizationId,
    zoneCode: first.zoneCode,
    first: addDays(today, -3),
    last: today,
  };
  const page = await listPriceSuggestions(actor, { ...scope, query: QUERY });
  if (!page.ok || page.value.rows.length === 0) return false;
  const chosen = { codes: page.value.rows.slice(0, 12).map(({ code }) => code) };
  const plan = await planPrices(actor, { ...scope, chosen });
  if (!plan.ok || plan.value.prices === 0) return false;
  // Somebody may have been quicker: then their application is the one to look at.
  return (await applyPrices(actor, { ...scope, chosen, fingerprint: plan.value.fingerprint })).ok;
}

/**
 * Reads a feed to its end and acknowledges each page. What cannot be reached now is asked for again
 * at the next turn.
 */
async function fetchAll(url: string, key: string, signal: AbortSignal): Promise<void> {
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  for (;;) {
    const answer = await fetch(url, { headers, signal }).catch(() => null);
    if (!answer?.ok) return;
    const { total, cursor, mais } = answerShape.parse(await answer.json());
    if (total > 0)
      await fetch(`${url}/ack`, {
        method: "POST",
        headers,
        body: JSON.stringify({ cursor }),
        signal,
      }).catch(() => null);
    if (!mais) return;
  }
}
