import { randomUUID } from "node:crypto";
import { hash } from "@node-rs/argon2";
import { and, eq } from "drizzle-orm";
import type { Database } from "@/db/client.ts";
import { listEnvironments } from "@/db/queries/flows/environments-for-engine.ts";
import { developments } from "@/db/schema/environments.ts";
import { integrations } from "@/db/schema/integrations.ts";
import { branches, organizations, people, profiles } from "@/db/schema/people.ts";
import { DEVELOPMENTS, TENANTS, type TenantName } from "../sandbox/cv/world.ts";
import type { Outcome } from "@/lib/admin/define-use-case.ts";
import { registerIntegration } from "@/lib/admin/integrations/register-integration.ts";
import { createDevelopment } from "@/lib/admin/multi-cv/save-development.ts";
import { createEnvironment } from "@/lib/admin/multi-cv/save-environment.ts";
import { completeCnpj } from "@/lib/core/documents.ts";
import { type Actor, PERMISSIONS } from "@/lib/core/permissions.ts";
import { DEMO_EMAILS } from "./demo-people.ts";
import type { SandboxAddresses } from "./sandbox-addresses.ts";

/** The demo's real-estate client. */
export const GROUP = "Grupo Lagoa Clara";
/** Its type of integration. */
export const MULTI_CV = "multi-cv";
const NAMES: Readonly<Record<TenantName, string>> = {
  hub: "Hub",
  a: "Terminal A – Lagoa e Dunas",
  b: "Terminal B – Mangue",
  c: "Terminal C – Aruana",
};
/** Who does what a person would do in the demo. */
export type Support = { id: number; name: string; email: string };

/** That person, as the use-cases know one. */
export function actorOf(support: Support): Actor {
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

/**
 * Makes the real-estate group with its integration, environments and developments: each part where it
 * is not there yet, so that a start that was cut off is made whole by the next.
 */
export async function writeMultiCvGroup(
  db: Database,
  sandbox: SandboxAddresses,
  support: Support,
  password: string,
): Promise<void> {
  const organizationId = await writeGroup(db, password);
  const actor = actorOf(support);
  const integrationId = await writeIntegration(db, actor, organizationId);
  const ids = await writeEnvironments(db, actor, { organizationId, integrationId }, sandbox);
  const known = new Set(
    (
      await db
        .select({ hubId: developments.hubDevelopmentId })
        .from(developments)
        .where(eq(developments.integrationId, integrationId))
    ).map(({ hubId }) => hubId),
  );
  for (const one of DEVELOPMENTS.filter(({ hubId }) => !known.has(String(hubId)))) {
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

/** The client with its branch and its person, all or nothing. */
async function writeGroup(db: Database, password: string): Promise<number> {
  const [known] = await db
    .select({ id: organizations.id })
    .from(organizations)
    .where(eq(organizations.name, GROUP));
  if (known) return known.id;
  const passwordHash = await hash(password);
  return db.transaction(async (tx) => {
    const [organization] = await tx
      .insert(organizations)
      .values({ name: GROUP, timeZone: "America/Maceio" })
      .returning({ id: organizations.id });
    if (!organization) throw new Error("insert returned no row");
    await tx.insert(branches).values({
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
    });
    const [client] = await tx
      .select({ id: profiles.id })
      .from(profiles)
      .where(eq(profiles.name, "Cliente"));
    if (!client) throw new Error("the demo's profiles are missing");
    await tx.insert(people).values({
      name: "Luísa Prado",
      email: DEMO_EMAILS.multiCvClient,
      profileId: client.id,
      organizationId: organization.id,
      passwordHash,
    });
    return organization.id;
  });
}

async function writeIntegration(
  db: Database,
  actor: Actor,
  organizationId: number,
): Promise<number> {
  const [known] = await db
    .select({ id: integrations.id })
    .from(integrations)
    .where(
      and(eq(integrations.organizationId, organizationId), eq(integrations.connectorId, MULTI_CV)),
    );
  if (known) return known.id;
  const [branch] = await db
    .select({ id: branches.id })
    .from(branches)
    .where(eq(branches.organizationId, organizationId));
  const { id } = must(
    await registerIntegration(actor, {
      organizationId,
      registrationKey: randomUUID(),
      connectorId: MULTI_CV,
      description: "Multi CV – Hub, terminais e Sienge",
      active: true,
      intervalMinutes: 5,
      branchIds: branch ? [branch.id] : [],
      settings: [],
    }),
  );
  return id;
}

/** The Sienge, then the tenants that name it; gives their ids. */
async function writeEnvironments(
  db: Database,
  actor: Actor,
  { organizationId, integrationId }: { organizationId: number; integrationId: number },
  sandbox: SandboxAddresses,
): Promise<Map<TenantName, number>> {
  const known = new Map(
    (await listEnvironments(db, organizationId, integrationId)).map(({ code, id }) => [code, id]),
  );
  const ensure = async (code: string, create: () => Promise<Outcome<{ id: number }>>) =>
    known.get(code) ?? must(await create()).id;
  const sienge = await ensure("sienge", () =>
    createEnvironment(actor, {
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
    const id = await ensure(name, () =>
      createEnvironment(actor, {
        integrationId,
        code: name,
        kind: "cv",
        name: NAMES[name],
        baseUrl: url,
        userName: email,
        secret: token,
        validUntil: null,
        siengeEnvironmentId: name === "hub" ? null : sienge,
      }),
    );
    ids.set(name, id);
  }
  return ids;
}

/** The value of what must not be refused. */
export function must<Value>(outcome: Outcome<Value>): Value {
  if (outcome.ok) return outcome.value;
  throw new Error(`${outcome.problem.message} ${JSON.stringify(outcome.problem.fields ?? {})}`);
}
