import { createHash, randomBytes } from "node:crypto";
import type { Queryable } from "@/db/client.ts";
import {
  type EndpointRow,
  insertEndpoint,
  listEndpoints,
  updateEndpoint,
} from "@/db/queries/events/webhook-endpoints.ts";
import { encryptSecret, type SecretKey, type SecretPlace } from "@/lib/secrets.ts";
import { openSealed } from "../open-sealed.ts";

interface EndpointOf {
  organizationId: number;
  integrationId: number;
  /** Code of the environment that will call. */
  source: string;
}

/** What an endpoint's sealed key belongs to. */
export const endpointPlace = (
  row: Pick<EndpointRow, "organizationId" | "integrationId" | "publicId">,
): SecretPlace => ({
  organizationId: row.organizationId,
  integrationId: row.integrationId,
  key: `webhook:${row.publicId}`,
  branchId: 0,
});

/** What is kept of a key, to compare by. */
export const hashWebhookKey = (key: string) => createHash("sha256").update(key).digest("hex");

/** The endpoint of a source, made with a new unguessable key if there is none. */
export async function ensureEndpoint(
  tx: Queryable,
  keys: readonly SecretKey[],
  of: EndpointOf,
): Promise<EndpointRow> {
  const publicId = randomBytes(12).toString("base64url");
  const made = await insertEndpoint(tx, {
    ...of,
    publicId,
    ...sealNewKey(keys, { ...of, publicId }),
  });
  const found =
    made ??
    (await listEndpoints(tx, of.organizationId, of.integrationId)).find(
      ({ source }) => source === of.source,
    );
  if (!found) throw new Error("an endpoint is in the way that cannot be seen");
  return found;
}

/** A new key: from the next few seconds on the old address is not known any more. */
export async function renewEndpointKey(
  tx: Queryable,
  keys: readonly SecretKey[],
  endpoint: EndpointRow,
): Promise<void> {
  await updateEndpoint(tx, endpoint.organizationId, endpoint.id, {
    ...sealNewKey(keys, endpoint),
    remoteIds: [],
  });
}

/** The path that the partner is given. It is a secret: whoever knows it may send. */
export function webhookPath(keys: readonly SecretKey[], endpoint: EndpointRow): string {
  const key = openSealed(keys, endpointPlace(endpoint), endpoint.sealedKey, {
    what: `O endereço de webhooks de “${endpoint.source}”`,
    where: "Webhooks, em “Trocar chave”",
  });
  return `/api/webhooks/${endpoint.publicId}/${key}`;
}

function sealNewKey(
  keys: readonly SecretKey[],
  row: Pick<EndpointRow, "organizationId" | "integrationId" | "publicId">,
) {
  const key = randomBytes(32).toString("base64url");
  return { keyHash: hashWebhookKey(key), sealedKey: encryptSecret(keys, endpointPlace(row), key) };
}
