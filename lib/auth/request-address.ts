/**
 * Header in which the process itself writes the peer's address; whatever a browser sends under this
 * name is overwritten.
 */
export const ADDRESS_HEADER = "x-enlace-address";

/**
 * The address a request came from. `X-Forwarded-For` is believed only as far as proxies of ours
 * wrote it: with N trusted proxies the N-th entry from the right, since any to its left is the caller's own claim.
 */
export function resolveAddress(
  peer: string | undefined,
  forwarded: string | undefined,
  trustedProxies: number,
): string {
  const hops = (forwarded ?? "")
    .split(",")
    .map((hop) => hop.trim())
    .filter(Boolean);
  const claimed = trustedProxies > 0 ? (hops.at(-trustedProxies) ?? hops[0]) : undefined;
  return (claimed ?? peer ?? "").replace(/^::ffff:/, "").slice(0, 45);
}

/** The address noted for this request; empty when it is unknown. */
export function requestAddress(headers: Headers): string {
  return headers.get(ADDRESS_HEADER) ?? "";
}
