/**
 * A reverse proxy in front of the console that LATCHKEY_TRUSTED_PROXIES does not count: everybody seems to have its address then,
 * and shares its attempts at signing in. Noticed by the headers that it sends, or by sessions that all have one private address.
 */
import { rows } from "@/access/database";
import { Prisma } from "@/generated/prisma/client";

/** The proxy that was noticed last, of which there is one row at most. */
export async function noteUnknownProxy(address: string): Promise<void> {
  await rows`
    INSERT INTO unknown_proxies (address) VALUES (${address})
    ON CONFLICT (id) DO UPDATE SET address = excluded.address, seen_at = now()`;
}

/** The console counts its proxies now. */
export async function forgetUnknownProxy(): Promise<void> {
  await rows`DELETE FROM unknown_proxies`;
}

/** What is older was put right, or nobody comes that way any more. */
const SEEN_HOURS = 24;
/** So many of the latest sessions are looked at, and so many people must be among them. */
const LATEST_SESSIONS = 500;
const FEWEST_USERS = 3;

/** Addresses that no visitor from the internet has. This machine itself is not among them: people try the console there. */
const PRIVATE = [
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "100.64.0.0/10",
  "169.254.0.0/16",
  "fc00::/7",
  "fe80::/10",
];

/** The address of each proxy that is behind no setting, once. */
export const UNKNOWN_PROXIES = Prisma.sql`
  SELECT address FROM unknown_proxies WHERE seen_at > now() - make_interval(hours => ${SEEN_HOURS}::int)
  UNION
  SELECT min(latest.address) FROM (
    SELECT address, user_id FROM sessions WHERE created_at > now() - interval '7 days'
    ORDER BY created_at DESC LIMIT ${LATEST_SESSIONS}::int) AS latest
  HAVING count(DISTINCT latest.address) = 1 AND count(DISTINCT latest.user_id) >= ${FEWEST_USERS}::int
     AND CASE WHEN min(latest.address) ~ '^[0-9a-fA-F.:]+$' THEN min(latest.address)::inet <<= ANY (${PRIVATE}::text[]::inet[]) END`;

export async function selectUnknownProxies(): Promise<string[]> {
  const found = await rows<{ address: string }>`SELECT address FROM (${UNKNOWN_PROXIES}) AS found ORDER BY address`;
  return found.map(({ address }) => address);
}
