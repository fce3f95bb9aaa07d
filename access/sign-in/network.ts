/** The network that an address belongs to, which counters of attempts are kept for. */
import { isIPv6 } from "node:net";

/** Who has an IPv6 address has at least the 2^64 of its network, so these count as one. */
export function networkOf(address: string): string {
  const [bare = ""] = address.split("%");
  if (!isIPv6(bare)) return address;
  // A URL has one spelling for each address: lower case, no leading zeros, no dots.
  const [head = "", tail = ""] = new URL(`http://[${bare}]`).hostname.slice(1, -1).split("::");
  const [first, last] = [head, tail].map((part) => part.split(":").filter((group) => group !== ""));
  const [left, right] = [first ?? [], last ?? []];
  const zeros = Array<string>(8 - left.length - right.length).fill("0");
  return `${[...left, ...zeros, ...right].slice(0, 4).join(":")}::/64`;
}
