import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";
import { PartnerError } from "@/lib/core/errors.ts";

/**
 * Where a call really goes: the name is resolved once and the connection is made to this address,
 * so that a second answer of the DNS changes nothing.
 */
export interface SafeAddress {
  address: string;
  family: 4 | 6;
}

/**
 * IPv4 that is not the public internet: private, loopback, link-local (cloud metadata), shared,
 * reserved, documentation, multicast.
 */
const NOT_PUBLIC_4 = blockList("ipv4", [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
]);
const GLOBAL_6 = blockList("ipv6", ["2000::/3"]);
/**
 * Inside 2000::/3 and yet not safe: ranges that carry an IPv4 address of anybody's choice,
 * documentation, benchmarking.
 */
const NOT_PUBLIC_6 = blockList("ipv6", ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"]);
const MAPPED_4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** Whether an address belongs to the public internet. What cannot be read does not. */
export function isPublicAddress(address: string): boolean {
  const plain = MAPPED_4.exec(address)?.[1] ?? address;
  const family = isIP(plain);
  if (family === 4) return !NOT_PUBLIC_4.check(plain, "ipv4");
  return family === 6 && GLOBAL_6.check(plain, "ipv6") && !NOT_PUBLIC_6.check(plain, "ipv6");
}

/**
 * Resolves a host and picks an address that may be called. Every odd way of writing an address (decimal,
 * octal, hexadecimal, short) is judged by what it resolves to. Private ones need to be on `allowPrivate`.
 */
export async function resolveSafely(
  host: string,
  port: number,
  allowPrivate: readonly string[],
  signal: AbortSignal,
): Promise<SafeAddress> {
  const name = host.replace(/^\[(.*)\]$/, "$1");
  const found = await untilAborted(lookup(name, { all: true, verbatim: true }), signal).catch(
    (cause: unknown) => {
      signal.throwIfAborted();
      throw new PartnerError(
        "unavailable",
        `O nome do servidor ${name} não foi encontrado. Confira o endereço em Configurações ou tente mais tarde.`,
        { cause },
      );
    },
  );
  const usable = found.find(
    ({ address }) => isPublicAddress(address) || isAllowed(name, address, port, allowPrivate),
  );
  if (usable) return { address: usable.address, family: usable.family === 6 ? 6 : 4 };
  throw new PartnerError(
    "settings",
    `O endereço ${name}:${port} aponta para uma rede interna e não pode ser chamado. Informe o endereço público do parceiro.`,
  );
}

function isAllowed(
  name: string,
  address: string,
  port: number,
  allowPrivate: readonly string[],
): boolean {
  return allowPrivate.some((entry) => {
    if (entry.includes("/")) return inRange(address, entry);
    const [, host = "", allowedPort] =
      /^(?:\[?(.*?)\]?)(?::(\d+))?$/.exec(isIP(entry) === 6 ? `[${entry}]` : entry) ?? [];
    return (
      (host.toLowerCase() === name.toLowerCase() || host === address) &&
      (allowedPort === undefined || Number(allowedPort) === port)
    );
  });
}

function inRange(address: string, range: string): boolean {
  const family = isIP(address) === 6 ? "ipv6" : "ipv4";
  const [network = ""] = range.split("/");
  return (
    (isIP(network) === 6 ? "ipv6" : "ipv4") === family &&
    blockList(family, [range]).check(address, family)
  );
}

function blockList(family: "ipv4" | "ipv6", ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [network = "", prefix] = range.split("/");
    list.addSubnet(network, Number(prefix), family);
  }
  return list;
}

/** A lookup cannot be called off; its answer is no longer waited for. */
function untilAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const give = () => reject(signal.reason);
    if (signal.aborted) return give();
    signal.addEventListener("abort", give, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", give));
  });
}
