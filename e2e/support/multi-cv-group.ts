import type { OpenDatabase } from "@/db/client.ts";
import { developments, environments, mappings } from "@/db/schema/environments.ts";
import { catalogueOf, situationOf, type Role } from "../sandbox/cv/catalogue.ts";
import { DEVELOPMENTS, TENANTS, type TenantName } from "../sandbox/cv/world.ts";
import type { SandboxAccess } from "../sandbox/stand-ins.ts";
import { environmentPlace } from "@/lib/engine/flows/open-environments.ts";
import { encryptSecret, type SecretKey } from "@/lib/secrets.ts";
import { FLOW_KEYS } from "./flow-runs.ts";

/** The group's environments by code. */
export type GroupEnvironments = Record<TenantName | "sienge", number>;

interface GroupOptions {
  keys?: readonly SecretKey[];
  /**
   * Of every environment, over the partners' 200 a minute; for tests and benchmarks whose stand-ins
   * have their limit lifted.
   */
  callsPerMinute?: number;
  /** Policies and directions of the terminals. */
  settings?: Record<string, unknown>;
}

const NAMES: Readonly<Record<TenantName, string>> = {
  hub: "Hub",
  a: "Terminal A",
  b: "Terminal B",
  c: "Terminal C",
};
const ROLES: ReadonlyArray<[sourceKey: string, role: Role]> = [
  ["pode_faturar", "pode_faturar"],
  ["vendida", "vendida"],
  ["cancelada", "cancelada"],
  ["distratada", "distrato"],
];

/**
 * Registers the stand-ins' group in an integration: five environments, four developments, and every
 * map as a person would confirm it.
 */
export async function seedMultiCv(
  { db }: OpenDatabase,
  sandbox: Pick<SandboxAccess, "cv" | "sienge">,
  of: { organizationId: number; integrationId: number },
  { keys = FLOW_KEYS, callsPerMinute, settings = {} }: GroupOptions = {},
): Promise<GroupEnvironments> {
  const add = async (
    values: Omit<typeof environments.$inferInsert, "organizationId" | "integrationId" | "secret">,
    secret: string,
  ): Promise<number> => {
    const [row] = await db
      .insert(environments)
      .values({
        ...of,
        ...values,
        secret: encryptSecret(
          keys,
          environmentPlace(of.organizationId, of.integrationId, values.code),
          secret,
        ),
        settings: {
          ...(values.kind === "cv" && values.code !== "hub" ? settings : {}),
          ...(callsPerMinute ? { callsPerMinute } : {}),
        },
      })
      .returning({ id: environments.id });
    if (!row) throw new Error("insert returned no row");
    return row.id;
  };
  const sienge = await add(
    {
      code: "sienge",
      kind: "sienge",
      name: "Sienge",
      baseUrl: sandbox.sienge.url,
      tenant: sandbox.sienge.tenant,
      userName: sandbox.sienge.user,
    },
    sandbox.sienge.password,
  );
  const ids: GroupEnvironments = { hub: 0, a: 0, b: 0, c: 0, sienge };
  for (const name of TENANTS) {
    const { url, email, token } = sandbox.cv[name];
    ids[name] = await add(
      {
        code: name,
        kind: "cv",
        name: NAMES[name],
        baseUrl: url,
        userName: email,
        siengeEnvironmentId: name === "hub" ? null : sienge,
      },
      token,
    );
  }
  await db.insert(developments).values(
    DEVELOPMENTS.map((one) => ({
      ...of,
      hubDevelopmentId: String(one.hubId),
      hubName: one.name,
      environmentId: ids[one.terminal],
      terminalDevelopmentId: String(one.terminalId),
      siengeEnterpriseId: String(one.enterpriseId),
      siengeCompanyId: String(one.companyId),
    })),
  );
  await db.insert(mappings).values(
    TENANTS.flatMap((name) =>
      mapsOf(name).map((map) => ({
        ...of,
        environmentId: ids[name],
        ...map,
        matchedBy: "person" as const,
        confirmedAt: new Date(),
        confirmedBy: "Ana",
      })),
    ),
  );
  return ids;
}

function mapsOf(tenant: TenantName): Array<{
  kind: string;
  sourceKey: string;
  sourceName: string;
  targetId: string;
  targetName: string;
}> {
  const own = catalogueOf(tenant);
  const situations = ROLES.map(([sourceKey, role]) => ({
    kind: "situation",
    sourceKey,
    sourceName: sourceKey,
    targetId: String(situationOf(own, role)),
    targetName: own.situations.find((one) => one.role === role)?.name ?? "",
  }));
  if (tenant === "hub") return situations;
  const hub = catalogueOf("hub");
  // Both catalogues are made in the same order: the n-th means the n-th, whatever they are called.
  const pairs = (
    kind: string,
    from: ReadonlyArray<{ id: number; name: string }>,
    to: ReadonlyArray<{ id: number; name: string }>,
  ) =>
    to.map(({ id, name }, index) => ({
      kind,
      sourceKey: String(from[index]?.id),
      sourceName: from[index]?.name ?? "",
      targetId: String(id),
      targetName: name,
    }));
  return [
    ...situations,
    ...pairs("series", hub.series, own.series),
    ...pairs("indexer", hub.indexers, own.indexers),
    ...pairs("association", hub.associationTypes, own.associationTypes),
    ...pairs("document_type", hub.documentTypes, own.documentTypes),
    ...pairs("sale_type", hub.saleTypes, own.saleTypes),
    {
      kind: "commission_receiver",
      sourceKey: "corretor",
      sourceName: "Corretor",
      targetId: "CR",
      targetName: "CR",
    },
  ];
}
