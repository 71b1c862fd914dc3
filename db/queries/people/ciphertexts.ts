import { and, asc, eq, isNotNull, not, sql } from "drizzle-orm";
import type { Queryable } from "../../client.ts";
import { environments } from "../../schema/environments.ts";
import { webhookEndpoints } from "../../schema/webhooks.ts";
import { integrationSettings, integrationVersions } from "../../schema/integrations.ts";

/** A stored secret and where it belongs. */
export interface StoredSecret {
  organizationId: number;
  integrationId: number;
  key: string;
  branchId: number;
  ciphertext: string;
}

/**
 * Secrets in use that another key than `currentKey` sealed, in a fixed order: at most `limit`, without
 * the first `passed` that did not open.
 */
export function findOldSecrets(
  db: Queryable,
  currentKey: string,
  limit: number,
  passed: number,
): Promise<StoredSecret[]> {
  const { organizationId, integrationId, key, branchId, ciphertext } = integrationSettings;
  return db
    .select({
      organizationId,
      integrationId,
      key,
      branchId,
      ciphertext: sql<string>`${ciphertext}`,
    })
    .from(integrationSettings)
    .where(and(isNotNull(ciphertext), not(sql`starts_with(${ciphertext}, ${`${currentKey}.`})`)))
    .orderBy(asc(organizationId), asc(integrationId), asc(key), asc(branchId))
    .offset(passed)
    .limit(limit);
}

/** Puts the new ciphertext in place of the old; false when somebody saved another value meanwhile. */
export async function replaceSecret(
  db: Queryable,
  secret: StoredSecret,
  renewed: string,
): Promise<boolean> {
  const { organizationId, integrationId, key, branchId, ciphertext } = integrationSettings;
  const changed = await db
    .update(integrationSettings)
    .set({ ciphertext: renewed })
    .where(
      and(
        eq(organizationId, secret.organizationId),
        eq(integrationId, secret.integrationId),
        eq(key, secret.key),
        eq(branchId, secret.branchId),
        eq(ciphertext, secret.ciphertext),
      ),
    )
    .returning({ key });
  return changed.length === 1;
}

export interface VersionPlace {
  organizationId: number;
  integrationId: number;
  version: number;
}

/** Versions that hold a ciphertext of another key than `currentKey`, at most `limit`. */
export async function findOldVersions(
  db: Queryable,
  currentKey: string,
  limit: number,
  passed: number,
): Promise<Array<VersionPlace & { secrets: unknown }>> {
  const { organizationId, integrationId, version, secrets } = integrationVersions;
  return db
    .select({ organizationId, integrationId, version, secrets })
    .from(integrationVersions)
    .where(
      sql`exists (select from jsonb_each_text(${secrets}) as sealed where not starts_with(sealed.value, ${`${currentKey}.`}))`,
    )
    .orderBy(asc(organizationId), asc(integrationId), asc(version))
    .offset(passed)
    .limit(limit);
}

/** A version's ciphertexts, renewed. What the version says does not change: only the key that seals it. */
export async function replaceVersionSecrets(
  db: Queryable,
  place: VersionPlace,
  secrets: unknown,
): Promise<void> {
  await db
    .update(integrationVersions)
    .set({ secrets })
    .where(
      and(
        eq(integrationVersions.organizationId, place.organizationId),
        eq(integrationVersions.integrationId, place.integrationId),
        eq(integrationVersions.version, place.version),
      ),
    );
}

/** An environment's secret or an endpoint's key that another key than `currentKey` sealed. */
export interface SealedRow {
  organizationId: number;
  integrationId: number;
  id: number;
  /** The environment's code, or the endpoint's public id. */
  name: string;
  ciphertext: string;
}

export function findOldEnvironmentSecrets(
  db: Queryable,
  currentKey: string,
  limit: number,
  passed: number,
): Promise<SealedRow[]> {
  const { organizationId, integrationId, id, code, secret } = environments;
  return db
    .select({ organizationId, integrationId, id, name: code, ciphertext: sql<string>`${secret}` })
    .from(environments)
    .where(and(isNotNull(secret), not(sql`starts_with(${secret}, ${`${currentKey}.`})`)))
    .orderBy(asc(id))
    .offset(passed)
    .limit(limit);
}

export async function replaceEnvironmentSecret(
  db: Queryable,
  row: SealedRow,
  renewed: string,
): Promise<boolean> {
  const changed = await db
    .update(environments)
    .set({ secret: renewed })
    .where(
      and(
        eq(environments.organizationId, row.organizationId),
        eq(environments.id, row.id),
        eq(environments.secret, row.ciphertext),
      ),
    )
    .returning({ id: environments.id });
  return changed.length === 1;
}

export function findOldLogins(
  db: Queryable,
  currentKey: string,
  limit: number,
  passed: number,
): Promise<SealedRow[]> {
  const { organizationId, integrationId, id, code, loginSecret } = environments;
  return db
    .select({
      organizationId,
      integrationId,
      id,
      name: code,
      ciphertext: sql<string>`${loginSecret}`,
    })
    .from(environments)
    .where(and(isNotNull(loginSecret), not(sql`starts_with(${loginSecret}, ${`${currentKey}.`})`)))
    .orderBy(asc(id))
    .offset(passed)
    .limit(limit);
}

export async function replaceLogin(
  db: Queryable,
  row: SealedRow,
  renewed: string,
): Promise<boolean> {
  const changed = await db
    .update(environments)
    .set({ loginSecret: renewed })
    .where(
      and(
        eq(environments.organizationId, row.organizationId),
        eq(environments.id, row.id),
        eq(environments.loginSecret, row.ciphertext),
      ),
    )
    .returning({ id: environments.id });
  return changed.length === 1;
}

export function findOldEndpointKeys(
  db: Queryable,
  currentKey: string,
  limit: number,
  passed: number,
): Promise<SealedRow[]> {
  const { organizationId, integrationId, id, publicId, sealedKey } = webhookEndpoints;
  return db
    .select({ organizationId, integrationId, id, name: publicId, ciphertext: sealedKey })
    .from(webhookEndpoints)
    .where(not(sql`starts_with(${sealedKey}, ${`${currentKey}.`})`))
    .orderBy(asc(id))
    .offset(passed)
    .limit(limit);
}

export async function replaceEndpointKey(
  db: Queryable,
  row: SealedRow,
  renewed: string,
): Promise<boolean> {
  const changed = await db
    .update(webhookEndpoints)
    .set({ sealedKey: renewed })
    .where(
      and(
        eq(webhookEndpoints.organizationId, row.organizationId),
        eq(webhookEndpoints.id, row.id),
        eq(webhookEndpoints.sealedKey, row.ciphertext),
      ),
    )
    .returning({ id: webhookEndpoints.id });
  return changed.length === 1;
}

/** How many secrets in use each key sealed: of integrations, environments and webhook addresses. */
export async function countSecretsByKey(
  db: Queryable,
): Promise<Array<{ keyId: string; count: number }>> {
  const rows = await db.execute(sql`
    select split_part(sealed, '.', 1) as key_id, count(*)::int as count
      from (select ciphertext as sealed from integration_settings where ciphertext is not null
            union all select secret from environments where secret is not null
            union all select login_secret from environments where login_secret is not null
            union all select sealed_key from webhook_endpoints) every_secret
     group by 1 order by 1`);
  return rows.map((row) => ({ keyId: String(row.key_id), count: Number(row.count) }));
}

const SAMPLE = 5;

/** A few secrets in use that this key sealed, to try it on. */
export async function listSecretsOfKey(
  db: Queryable,
  keyId: string,
): Promise<{ settings: StoredSecret[]; environments: SealedRow[]; endpoints: SealedRow[] }> {
  const settings = integrationSettings;
  const sealedBy = (column: unknown) => sql`starts_with(${column}, ${`${keyId}.`})`;
  return {
    settings: await db
      .select({
        organizationId: settings.organizationId,
        integrationId: settings.integrationId,
        key: settings.key,
        branchId: settings.branchId,
        ciphertext: sql<string>`${settings.ciphertext}`,
      })
      .from(settings)
      .where(sealedBy(settings.ciphertext))
      .limit(SAMPLE),
    environments: await db
      .select({
        organizationId: environments.organizationId,
        integrationId: environments.integrationId,
        id: environments.id,
        name: environments.code,
        ciphertext: sql<string>`${environments.secret}`,
      })
      .from(environments)
      .where(sealedBy(environments.secret))
      .limit(SAMPLE),
    endpoints: await db
      .select({
        organizationId: webhookEndpoints.organizationId,
        integrationId: webhookEndpoints.integrationId,
        id: webhookEndpoints.id,
        name: webhookEndpoints.publicId,
        ciphertext: webhookEndpoints.sealedKey,
      })
      .from(webhookEndpoints)
      .where(sealedBy(webhookEndpoints.sealedKey))
      .limit(SAMPLE),
  };
}
