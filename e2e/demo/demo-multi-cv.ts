import { randomUUID } from "node:crypto";
import { hash } from "@node-rs/argon2";
import { and, eq, isNull } from "drizzle-orm";
import type { Database } from "@/db/client.ts";
import { listEnvironments } from "@/db/queries/flows/environments-for-engine.ts";
import { listMappings } from "@/db/queries/flows/mapping-list.ts";
import { developments } from "@/db/schema/environments.ts";
import { integrations } from "@/db/schema/integrations.ts";
import { branches, organizations, people, profiles } from "@/db/schema/people.ts";
import { catalogueOf, situationOf } from "../sandbox/cv/catalogue.ts";
import { DEVELOPMENTS, TENANTS, type TenantName } from "../sandbox/cv/world.ts";
import type { Outcome } from "@/lib/admin/define-use-case.ts";
import { registerIntegration } from "@/lib/admin/integrations/register-integration.ts";
import {
  addMapping,
  confirmCertainMappings,
  confirmMapping,
} from "@/lib/admin/multi-cv/confirm-mappings.ts";
import type { Prepared } from "@/lib/admin/multi-cv/open-lines-for-person.ts";
import { prepareDevelopmentCheck } from "@/lib/admin/multi-cv/prepare-development-check.ts";
import { prepareMappingLoad } from "@/lib/admin/multi-cv/prepare-mapping-load.ts";
import { prepareWebhookRegistration } from "@/lib/admin/multi-cv/prepare-webhook-registration.ts";
import { createDevelopment } from "@/lib/admin/multi-cv/save-development.ts";
import { createEnvironment } from "@/lib/admin/multi-cv/save-environment.ts";
import { completeCnpj } from "@/lib/core/documents.ts";
import { type Actor, PERMISSIONS } from "@/lib/core/permissions.ts";
import { DEMO_EMAILS } from "./demo-people.ts";
import type { SandboxAddresses } from "./sandbox-addresses.ts";

const GROUP = "Grupo Lagoa Clara";
const MULTI_CV = "multi-cv";
const NAMES: Readonly<Record<TenantName, string>> = {
  hub: "Hub",
  a: "Terminal A – Lagoa e Dunas",
  b: "Terminal B – Mangue",
  c: "Terminal C – Aruana",
};
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

/** Who does what a person would do in the demo. */
type Support = { id: number; name: string; email: string };

function actorOf(support: Support): Actor {
  return {
    personId: support.id,
    name: support.name,
    email: support.email,
    profileId: 0,
    profileName: "Agente de suporte",
    permissions: new Set(PERMISSIONS),
    organizationId: null,
    timeZone: "America/Sao_Paulo",
  };
}

/** Makes the real-estate group with its integration, environments and developments, where it is not there yet. */
export async function writeMultiCvGroup(
  db: Database,
  sandbox: SandboxAddresses,
  support: Support,
  password: string,
): Promise<void> {
  const [known] = await db
    .select({ id: organizations.id })
    .from(organizations)
    .where(eq(organizations.name, GROUP));
  if (known) return;
  const [organization] = await db
    .insert(organizations)
    .values({ name: GROUP, timeZone: "America/Maceio" })
    .returning({ id: organizations.id });
  if (!organization) throw new Error("insert returned no row");
  const [branch] = await db
    .insert(branches)
    .values({
      organizationId: organization.id,
      code: "1",
      name: "Matriz",
      cnpj: completeCnpj("845512770001"),
      street: "Avenida da Lagoa",
      streetNumber: "200",
      district: "Atalaia",
      city: "Aracaju",
      state: "SE",
      postalCode: "49037000",
    })
    .returning({ id: branches.id });
  const [client] = await db
    .select({ id: profiles.id })
    .from(profiles)
    .where(eq(profiles.name, "Cliente"));
  if (!branch || !client) throw new Error("the demo's profiles are missing");
  await db.insert(people).values({
    name: "Luísa Prado",
    email: DEMO_EMAILS.multiCvClient,
    profileId: client.id,
    organizationId: organization.id,
    passwordHash: await hash(password),
  });
  const actor = actorOf(support);
  const { id: integrationId } = must(
    await registerIntegration(actor, {
      organizationId: organization.id,
      registrationKey: randomUUID(),
      connectorId: MULTI_CV,
      description: "Multi CV – Hub, terminais e Sienge",
      active: true,
      intervalMinutes: 5,
      branchIds: [branch.id],
      settings: [],
    }),
  );
  const sienge = must(
    await createEnvironment(actor, {
      integrationId,
      code: "sienge",
      kind: "sienge",
      name: "Sienge",
      baseUrl: sandbox.sienge.url,
      tenant: sandbox.sienge.tenant,
      userName: sandbox.sienge.user,
      secret: sandbox.sienge.password,
      validUntil: null,
      dailyLimit: 5_000,
    }),
  );
  const ids = new Map<TenantName, number>();
  for (const name of TENANTS) {
    const { url, email, token } = sandbox.cv[name];
    ids.set(
      name,
      must(
        await createEnvironment(actor, {
          integrationId,
          code: name,
          kind: "cv",
          name: NAMES[name],
          baseUrl: url,
          userName: email,
          secret: token,
          validUntil: null,
          siengeEnvironmentId: name === "hub" ? null : sienge.id,
        }),
      ).id,
    );
  }
  for (const one of DEVELOPMENTS) {
    must(
      await createDevelopment(actor, {
        integrationId,
        hubDevelopmentId: String(one.hubId),
        hubName: one.name,
        environmentId: ids.get(one.terminal) ?? 0,
        terminalDevelopmentId: String(one.terminalId),
        siengeEnterpriseId: String(one.enterpriseId),
        siengeCompanyId: String(one.companyId),
        active: true,
      }),
    );
  }
}

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
      ({ targetId }) => targetId !== null,
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
              targetId: "CO",
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

function must<Value>(outcome: Outcome<Value>): Value {
  if (outcome.ok) return outcome.value;
  throw new Error(`${outcome.problem.message} ${JSON.stringify(outcome.problem.fields ?? {})}`);
}
