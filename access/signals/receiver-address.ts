/**
 * Which addresses an administrator may not make the console ask (server-side request forgery, OWASP). Networks of the company stay
 * allowed, since receivers are there; this machine takes the operator's word; what belongs to the network itself is refused.
 */
import { BlockList, isIP } from "node:net";
import { networkInterfaces } from "node:os";

export type RefusedAddress = "loopback" | "reserved";

function subnets(
  ipv4: readonly (readonly [string, number])[],
  ipv6: readonly (readonly [string, number])[],
): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of ipv4) list.addSubnet(network, prefix, "ipv4");
  for (const [network, prefix] of ipv6) list.addSubnet(network, prefix, "ipv6");
  return list;
}

/** The unspecified addresses lead to this machine as well. */
const LOOPBACK = subnets(
  [
    ["127.0.0.0", 8],
    ["0.0.0.0", 8],
  ],
  [["::", 127]],
);

/** Link-local, where clouds have their metadata service, multicast, what has no use, and metadata services elsewhere. */
const RESERVED = subnets(
  [
    ["169.254.0.0", 16],
    ["192.0.0.0", 24],
    ["224.0.0.0", 4],
    ["240.0.0.0", 4],
    ["100.100.100.200", 32],
    ["168.63.129.16", 32],
  ],
  [
    ["fe80::", 10],
    ["ff00::", 8],
    ["fd00:ec2::", 32],
    ["fd20:ce::", 32],
  ],
);

/** Null where it may be asked. The address is one of IPv4 or IPv6, in any spelling, without brackets. */
export function refusedAddress(
  address: string,
  { allowsLoopback }: { readonly allowsLoopback: boolean },
): RefusedAddress | null {
  const [bare = ""] = address.split("%");
  for (const one of [bare, ...embeddedIpv4(bare)]) {
    if (isIn(RESERVED, one)) return "reserved";
    if (!allowsLoopback && (isIn(LOOPBACK, one) || isOfThisMachine(one))) return "loopback";
  }
  return null;
}

/** The same of a web address, as far as it tells by itself: a name is resolved when it is asked. */
export function refusedEndpoint(
  endpoint: string,
  settings: { readonly allowsLoopback: boolean },
): RefusedAddress | null {
  const host = new URL(endpoint).hostname.replace(/^\[(.*)\]$/, "$1").replace(/\.$/, "");
  if (isIP(host) !== 0) return refusedAddress(host, settings);
  const isLocal = host === "localhost" || host.endsWith(".localhost");
  return isLocal && !settings.allowsLoopback ? "loopback" : null;
}

/** Node takes IPv4-mapped addresses of IPv6 for what they are. */
function isIn(list: BlockList, address: string): boolean {
  return list.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
}

/** This machine has other addresses than loopback, behind which the same programs listen. */
function isOfThisMachine(address: string): boolean {
  return Object.values(networkInterfaces()).some((all) => all?.some((own) => own.address === address));
}

/** What a translator on the way makes of it: NAT64 (RFC 6052), 6to4 (RFC 3056), and mapped and compatible ones (RFC 4291). */
function embeddedIpv4(address: string): string[] {
  if (isIP(address) !== 6) return [];
  const groups = groupsOf(address);
  const [first, second, third] = groups;
  if (first === 0x2002) return [dotted(second, third)];
  const isTranslated = (first === 0x64 && second === 0xff9b) || groups.slice(0, 5).every((group) => group === 0);
  return isTranslated ? [dotted(groups[6], groups[7])] : [];
}

function groupsOf(address: string): number[] {
  // As the URL standard writes it: no dots, and one "::" at most.
  const bare = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [before = [], after = []] = bare.split("::").map((part) => part.split(":").filter((group) => group !== ""));
  const zeros = Array<string>(8 - before.length - after.length).fill("0");
  return [...before, ...zeros, ...after].map((group) => Number.parseInt(group, 16));
}

function dotted(high = 0, low = 0): string {
  return [high >> 8, high & 0xff, low >> 8, low & 0xff].join(".");
}
