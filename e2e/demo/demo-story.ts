import { and, eq, or, sql } from "drizzle-orm";
import type { Database } from "@/db/client.ts";
import { MAIN_CLIENT } from "@/db/seed/demo-organizations.ts";
import { integrations, schedules } from "@/db/schema/integrations.ts";
import { saleLines, sales } from "@/db/schema/sales.ts";
import { branches, organizations } from "@/db/schema/people.ts";
import type { Outcome } from "@/lib/admin/define-use-case.ts";
import { registerIntegration } from "@/lib/admin/integrations/register-integration.ts";
import { forceRun } from "@/lib/admin/tasks/force-run.ts";
import { type Actor, PERMISSIONS } from "@/lib/core/permissions.ts";
import { addDays, dayInZone } from "@/lib/core/period.ts";
import type { Connector } from "@/lib/connectors/define.ts";
import { findConnector } from "@/lib/registry.ts";
import { operationsToStart, settingsOf } from "./chapter-settings.ts";
import { type Chapter, CHAPTERS } from "./demo-chapters.ts";
import type { SandboxAddresses } from "./sandbox-addresses.ts";

/** Between two first runs: a machine with little to spare should not do everything at once. */
const APART_MS = 2_000;
/** What comes in is asked for once what goes out had time to arrive. */
const ANSWERS_AFTER_MS = 45_000;

/**
 * Registers those of the demo's integrations that are not there and asks for their first runs,
 * through the same doors a person uses.
 */
export async function writeDemoStory(
  db: Database,
  sandbox: SandboxAddresses,
  support: { id: number; name: string; email: string },
  now: Date,
): Promise<void> {
  const actor: Actor = {
    personId: support.id,
    name: support.name,
    email: support.email,
    profileId: 0,
    profileName: "Agente de suporte",
    permissions: new Set(PERMISSIONS),
    organizationId: null,
    timeZone: "America/Sao_Paulo",
  };
  const [begun] = await db.select({ id: integrations.id }).from(integrations).limit(1);
  if (!begun) await spoilOneBarcode(db, now);
  for (const [index, chapter] of CHAPTERS.entries()) {
    const connector = findConnector(chapter.connectorId);
    if (!connector) continue;
    const [organization] = await db
      .select()
      .from(organizations)
      .where(eq(organizations.name, chapter.organization));
    if (!organization) throw new Error(`${chapter.organization} is missing`);
    const registrationKey = `demo-chapter-${index}-${chapter.connectorId}`;
    if (await isTold(db, chapter, organization.id, registrationKey)) continue;
    const own = await db
      .select({ id: branches.id, code: branches.code })
      .from(branches)
      .where(eq(branches.organizationId, organization.id))
      .orderBy(branches.id);
    const shops = own.slice(0, chapter.branches ?? own.length);
    const today = dayInZone(now, organization.timeZone);
    const settings = settingsOf(chapter, connector, sandbox, {
      organizationId: organization.id,
      shops,
      today,
    });
    const { description, connectorId, intervalMinutes, active = true } = chapter;
    const { id } = must(
      await registerIntegration(actor, {
        description,
        connectorId,
        intervalMinutes,
        active,
        organizationId: organization.id,
        registrationKey,
        branchIds: shops.map((branch) => branch.id),
        settings,
      }),
    );
    if (chapter.run)
      must(
        await forceRun(actor, {
          integrationId: id,
          first: addDays(today, -chapter.run[0]),
          last: addDays(today, -chapter.run[1]),
        }),
      );
    if (active)
      await startSoon(db, id, chapter, connector, new Date(now.getTime() + index * APART_MS));
  }
}

/** A visitor may have renamed it: its key stays. Demos of older versions know it by its name alone. */
async function isTold(
  db: Database,
  { description }: Chapter,
  organizationId: number,
  registrationKey: string,
): Promise<boolean> {
  const [known] = await db
    .select({ id: integrations.id })
    .from(integrations)
    .where(
      and(
        eq(integrations.organizationId, organizationId),
        or(
          eq(integrations.registrationKey, registrationKey),
          eq(integrations.description, description),
        ),
      ),
    );
  return known !== undefined;
}

/** A visitor should not have to wait for tomorrow's small hours to see a partner run. */
async function startSoon(
  db: Database,
  integrationId: number,
  chapter: Chapter,
  connector: Connector,
  from: Date,
): Promise<void> {
  for (const operation of operationsToStart(chapter, connector)) {
    const wait =
      chapter.later?.[operation] ??
      (connector.operations[operation]?.collect ? ANSWERS_AFTER_MS : 0);
    await db
      .update(schedules)
      .set({ nextRunAt: new Date(from.getTime() + wait) })
      .where(and(eq(schedules.integrationId, integrationId), eq(schedules.operation, operation)));
  }
}

/** One product of one receipt with a wrong check digit: a failure with a reason that a person can mend. */
async function spoilOneBarcode(db: Database, now: Date): Promise<void> {
  const [organization] = await db
    .select()
    .from(organizations)
    .where(eq(organizations.name, MAIN_CLIENT));
  if (!organization) return;
  const day = addDays(dayInZone(now, organization.timeZone), -3);
  const [sale] = await db
    .select({ id: sales.id })
    .from(sales)
    .where(and(eq(sales.organizationId, organization.id), eq(sales.day, day)))
    .orderBy(sales.id)
    .limit(1);
  if (!sale) return;
  await db
    .update(saleLines)
    .set({ ean: sql`left(${saleLines.ean}, 12) || ((right(${saleLines.ean}, 1)::int + 1) % 10)` })
    .where(
      and(
        eq(saleLines.organizationId, organization.id),
        eq(saleLines.saleId, sale.id),
        eq(saleLines.lineNumber, 1),
      ),
    );
}

function must<Value>(outcome: Outcome<Value>): Value {
  if (outcome.ok) return outcome.value;
  throw new Error(`${outcome.problem.message} ${JSON.stringify(outcome.problem.fields ?? {})}`);
}
