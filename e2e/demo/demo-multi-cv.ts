import { and, eq, isNull } from "drizzle-orm";
import type { Database } from "@/db/client.ts";
import { listEnvironments } from "@/db/queries/flows/environments-for-engine.ts";
import { listMappings } from "@/db/queries/flows/mapping-list.ts";
import { developments } from "@/db/schema/environments.ts";
import { integrations } from "@/db/schema/integrations.ts";
import { organizations } from "@/db/schema/people.ts";
import { catalogueOf, situationOf } from "../sandbox/cv/catalogue.ts";
import { TENANTS } from "../sandbox/cv/world.ts";
import type { Outcome } from "@/lib/admin/define-use-case.ts";
import {
  addMapping,
  confirmCertainMappings,
  confirmMapping,
} from "@/lib/admin/multi-cv/confirm-mappings.ts";
import type { Prepared } from "@/lib/admin/multi-cv/open-lines-for-person.ts";
import { prepareDevelopmentCheck } from "@/lib/admin/multi-cv/prepare-development-check.ts";
import { prepareMappingLoad } from "@/lib/admin/multi-cv/prepare-mapping-load.ts";
import { prepareWebhookRegistration } from "@/lib/admin/multi-cv/prepare-webhook-registration.ts";
import { actorOf, GROUP, MULTI_CV, must, type Support } from "./write-multi-cv-group.ts";

/** Where B's situation "pode faturar" stands in its own numbering. */
const READY_IN_B = String(situationOf(catalogueOf("b"), "pode_faturar"));
const KINDS = [
  "situation",
  "series",
  "indexer",
  "association",
  "document_type",
  "sale_type",
] as const;

/**
 * Once the hub is on the air: maps are loaded and confirmed, addresses registered, and the partners begin to
 * play. It calls them within their limit of calls, which takes longer than a start may.
 */
export async function openMultiCvDemo(
  db: Database,
  support: Support,
  { origin, controlUrl }: { origin: string; controlUrl: string },
  signal: AbortSignal,
): Promise<void> {
  const [integration] = await db
    .select({ id: integrations.id, organizationId: integrations.organizationId })
    .from(integrations)
    .innerJoin(organizations, eq(organizations.id, integrations.organizationId))
    .where(and(eq(integrations.connectorId, MULTI_CV), eq(organizations.name, GROUP)));
  if (!integration) return;
  const scope = { organizationId: integration.organizationId, integrationId: integration.id };
  const actor = actorOf(support);
  const environments = await listEnvironments(db, integration.organizationId, integration.id);
  const prepared = async <Value>(
    work: Promise<Outcome<Prepared<Value>>>,
  ): Promise<Outcome<Value>> => must(await work).run(signal);

  // Hub and terminal A have no v3 routes, as most accounts have not: then a person writes the types of sale down.
  const typeSaleType = async (environmentId: number) => {
    const terminal = TENANTS.find(
      (name) => name === environments.find(({ id }) => id === environmentId)?.code,
    );
    const types = catalogueOf(terminal ?? "a").saleTypes;
    const known = new Set(
      (await listMappings(db, scope, environmentId, "sale_type")).map(
        ({ sourceName }) => sourceName,
      ),
    );
    for (const { id, name } of types.filter(({ name: own }) => !known.has(own)))
      must(
        await addMapping(actor, {
          integrationId: integration.id,
          environmentId,
          kind: "sale_type",
          sourceName: name,
          targetId: String(id),
        }),
      );
  };
  const confirmKind = async (environmentId: number, kind: (typeof KINDS)[number]) => {
    const loaded = await prepared(
      prepareMappingLoad(actor, { integrationId: integration.id, environmentId, kind }),
    );
    if (!loaded.ok && kind === "sale_type") return typeSaleType(environmentId);
    must(loaded);
    must(
      await confirmCertainMappings(actor, { integrationId: integration.id, environmentId, kind }),
    );
    if (kind !== "situation") return;
    // Terminal B calls it "PODE FATURAR (ERP)": only a person can know.
    const open = (await listMappings(db, scope, environmentId, kind)).find(
      ({ sourceKey, targetId }) => sourceKey === "pode_faturar" && targetId === null,
    );
    if (open)
      must(
        await confirmMapping(actor, { id: open.id, version: open.version, targetId: READY_IN_B }),
      );
  };
  // The receiver is an environment's last map: one that lacks it was never loaded, or was cut off on the way.
  const isMapped = async (id: number, code: string) =>
    (await listMappings(db, scope, id, code === "hub" ? "situation" : "commission_receiver")).some(
      ({ confirmedAt }) => confirmedAt !== null,
    );
  await Promise.all(
    environments
      .filter(({ kind }) => kind === "cv")
      .map(async ({ id, code }) => {
        if (await isMapped(id, code)) return;
        for (const kind of code === "hub" ? (["situation"] as const) : KINDS)
          await confirmKind(id, kind);
        if (code !== "hub")
          must(
            await addMapping(actor, {
              integrationId: integration.id,
              environmentId: id,
              kind: "commission_receiver",
              sourceName: "Corretor",
              targetId: "CR",
            }),
          );
      }),
  );
  // The port may be another one today: what points elsewhere is put right.
  for (const { id } of environments)
    must(await prepared(prepareWebhookRegistration(actor, { environmentId: id, origin })));
  for (const { id } of await db
    .select({ id: developments.id })
    .from(developments)
    .where(and(eq(developments.integrationId, integration.id), isNull(developments.checkedAt))))
    must(await prepared(prepareDevelopmentCheck(actor, { id })));
  const answer = await fetch(`${controlUrl}/cv/play`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
    signal,
  });
  if (!answer.ok) throw new Error(`the stand-in of CV does not play: ${answer.status}`);
}
