import { createHash, timingSafeEqual } from "node:crypto";
import { BlockList, isIP } from "node:net";
import type { Database } from "@/db/client.ts";
import { type EndpointRow, findEndpoint } from "@/db/queries/events/webhook-endpoints.ts";

/** How long a found endpoint is believed: a new key or list takes effect within this time. */
const FRESH_MS = 2_000;
const MOST_KNOWN = 5_000;

interface Known {
  until: number;
  row: Promise<EndpointRow | null>;
}

const GLOBAL = Symbol.for("enlace.webhook-endpoints");
const holder = globalThis as { [GLOBAL]?: Map<string, Known> };
const NOBODY = "0".repeat(64);

/** The endpoint that this address and key open; null for every other reason there is. Compared in constant time. */
export async function findCaller(
  db: Database,
  publicId: string,
  key: string,
  address: string,
  now = Date.now(),
): Promise<EndpointRow | null> {
  if (!/^[A-Za-z0-9_-]{16,64}$/.test(publicId) || key.length > 200) return null;
  const row = await lookUp(db, publicId, now);
  const right = timingSafeEqual(
    createHash("sha256").update(key).digest(),
    Buffer.from(row?.keyHash ?? NOBODY, "hex"),
  );
  return row && right && row.active && mayCall(row.allowedAddresses, address) ? row : null;
}

/** Remembered for a moment: a burst of a partner, or of a guesser, is one question to the database. */
async function lookUp(db: Database, publicId: string, now: number): Promise<EndpointRow | null> {
  const known = (holder[GLOBAL] ??= new Map<string, Known>());
  const found = known.get(publicId);
  if (found && found.until > now) return found.row;
  if (known.size >= MOST_KNOWN) known.clear();
  const row = findEndpoint(db, publicId);
  known.set(publicId, { until: now + FRESH_MS, row });
  row.catch(() => known.delete(publicId));
  return row;
}

/** Addresses and CIDR ranges; an empty list lets everybody in. What cannot be read lets nobody in. */
export function mayCall(allowed: readonly string[], address: string): boolean {
  if (allowed.length === 0) return true;
  const version = isIP(address);
  if (version === 0) return false;
  const list = new BlockList();
  for (const entry of allowed) {
    const [network = "", prefix] = entry.split("/");
    const kind = isIP(network) === 6 ? "ipv6" : "ipv4";
    if (isIP(network) === 0) continue;
    if (prefix === undefined) list.addAddress(network, kind);
    else if (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (kind === "ipv6" ? 128 : 32))
      list.addSubnet(network, Number(prefix), kind);
  }
  return list.check(address, version === 6 ? "ipv6" : "ipv4");
}
