/** A proxy that the console was not told of stays noticed for a day, and is seen without headers by whom sessions are of. */
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { database } from "@/access/database";
import { forgetUnknownProxy, noteUnknownProxy, selectUnknownProxies } from "@/access/operation/unknown-proxy";
import { listAttention } from "@/access/users/attention";
import { openSession, signedIn } from "@/tests/actors";
import { emptyDatabase, freshDatabase, givenPeople } from "@/tests/database";

beforeAll(freshDatabase);
beforeEach(emptyDatabase);

test("the one that was noticed last is kept for a day, and what readers of the overview should look at", async () => {
  const { sam } = await givenPeople("sam");
  await noteUnknownProxy("10.0.0.2");
  await noteUnknownProxy("10.0.0.3");
  expect(await selectUnknownProxies()).toEqual(["10.0.0.3"]);
  expect(await listAttention(await signedIn(sam))).toContainEqual({ kind: "unknown-proxy", address: "10.0.0.3" });
  await database().$executeRaw`UPDATE unknown_proxies SET seen_at = now() - interval '25 hours'`;
  expect(await selectUnknownProxies()).toEqual([]);
  await noteUnknownProxy("10.0.0.3");
  await forgetUnknownProxy();
  expect(await selectUnknownProxies()).toEqual([]);
});

describe("sessions of three people", () => {
  async function givenSessions(...addresses: string[]): Promise<void> {
    const { sam, cora, linus } = await givenPeople("sam", "cora", "linus");
    for (const user of [sam, cora, linus]) await openSession(user);
    for (const [place, user] of [sam, cora, linus].entries()) {
      const address = addresses[place] ?? addresses[0] ?? "";
      await database().$executeRaw`UPDATE sessions SET address = ${address} WHERE user_id = ${user.id}::uuid`;
    }
  }

  test.each(["10.0.0.2", "172.17.0.1", "192.168.0.9", "fd00::2"])("that all come from %s tell it", async (address) => {
    await givenSessions(address);
    expect(await selectUnknownProxies()).toEqual([address]);
  });

  test.each([
    ["an office of its own", ["198.51.100.7"]],
    ["this machine, where somebody tries it", ["127.0.0.1"]],
    ["two addresses", ["10.0.0.2", "10.0.0.3"]],
    ["nowhere", [""]],
    ["an address with a zone", ["fe80::1%eth0"]],
  ])("from %s don't", async (_, addresses) => {
    await givenSessions(...addresses);
    expect(await selectUnknownProxies()).toEqual([]);
  });

  test("tell it no more after a week", async () => {
    await givenSessions("10.0.0.2");
    await database().$executeRaw`UPDATE sessions SET created_at = now() - interval '8 days'`;
    expect(await selectUnknownProxies()).toEqual([]);
  });
});
