import { isIPv6 } from "node:net";

/**
 * What tries are counted by: an IPv4 address itself, of IPv6 the /64, since a single line has all
 * addresses of one. IPv4 written as IPv6 is the IPv4 address.
 */
export function networkOf(address: string): string {
  const bare = address.split("%")[0] ?? "";
  if (!isIPv6(bare)) return bare;
  // The URL writes every form of an address in the same one.
  const [head = "", tail] = new URL(`http://[${bare}]`).hostname.slice(1, -1).split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail ? tail.split(":") : [];
  const gap = tail === undefined ? 0 : 8 - left.length - right.length;
  const groups = [...left, ...Array<string>(gap).fill("0"), ...right];
  const [high = "0", low = "0"] = groups.slice(6);
  if (groups.slice(0, 6).join(":") === "0:0:0:0:0:ffff")
    return [high, low]
      .map((group) => Number.parseInt(group, 16))
      .flatMap((number) => [number >> 8, number & 255])
      .join(".");
  return `${groups.slice(0, 4).join(":")}::/64`;
}
