/** The platform's door leads to no local user (CONTRIBUTING.md, 3): no method, address, body or name reaches one. */
import { randomUUID } from "node:crypto";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { database } from "@/access/database";
import { usernameKey } from "@/access/users/username";
import { createUser } from "@/access/users/users";
import { rowOf, signedIn } from "@/tests/actors";
import { emptyDatabase, freshDatabase, givenPerson } from "@/tests/database";
import { Platform, USER } from "@/tests/scim/platform";
import { addressesOf, callsAbout, spellingsOf, strangeAddresses } from "./local-users";
import { everything, givenEverybody, lastEntry, LOCAL_USERS, type Scene, standingOf, toldSince } from "./scene";

vi.setConfig({ testTimeout: 60_000 });

let scene: Scene;
let okta: Platform;

beforeAll(async () => {
  await freshDatabase();
});
beforeEach(async () => {
  // Tests call faster than any platform does.
  vi.stubEnv("SCIM_CALLS_PER_MINUTE", "1000000");
  await emptyDatabase();
  scene = await givenEverybody();
  okta = await Platform.connected("Okta");
});
afterEach(() => vi.unstubAllEnvs());

/** Nobody is changed, and the audit tells nothing: it is as if there were nobody. */
async function expectNothing(what: string, work: () => Promise<void>): Promise<void> {
  const [before, told] = [await everything(), await lastEntry()];
  await work();
  expect(await everything(), what).toEqual(before);
  expect(await toldSince(told), what).toEqual([]);
}

describe("by an address", () => {
  const local = LOCAL_USERS.map((name) => [name] as const);

  it.each(local)("no method and no body reaches %s, who is answered like nobody at all", async (name) => {
    const { user } = scene.subjects[name];
    const calls = callsAbout(user);
    const nobody = await Promise.all(calls.map((call) => okta.call(call.method, `/Users/${randomUUID()}`, call.body)));
    for (const address of addressesOf(user)) {
      await expectNothing(address, async () => {
        for (const [index, { method, body, headers }] of calls.entries()) {
          const what = `${method} ${address} ${JSON.stringify(body)}`;
          const answer = await okta.call(method, `/Users/${encodeURIComponent(address)}`, body, headers);
          expect(answer.status, what).toBe(404);
          expect(answer.body, what).toEqual(nobody[index]?.body);
        }
      });
    }
  });

  it.each(local)("a version that is asked for tells nothing of %s either", async (name) => {
    const { user } = scene.subjects[name];
    for (const version of ["*", 'W/"1"', '"1", "2"', 'W/"2"', "nonsense"]) {
      await expectNothing(version, async () => {
        for (const { method, body } of callsAbout(user)) {
          const headers = { "If-Match": version, "If-None-Match": version };
          const [his, nobodys] = await Promise.all([
            okta.call(method, `/Users/${user.id}`, body, headers),
            okta.call(method, `/Users/${randomUUID()}`, body, headers),
          ]);
          expect([404, 412]).toContain(his.status);
          expect([his.status, his.body]).toEqual([nobodys.status, nobodys.body]);
        }
      });
    }
  });

  it("that goes astray reaches nobody", async () => {
    for (const address of strangeAddresses(scene.subjects.linus.user)) {
      await expectNothing(address, async () => {
        for (const { method, body } of callsAbout(scene.subjects.linus.user)) {
          const { status } = await okta.call(method, `/Users/${encodeURIComponent(address)}`, body);
          expect(status, `${method} ${address}`).toBe(404);
        }
      });
    }
  });

  it("beside /Users/{id} nothing takes a user", async () => {
    const { id } = scene.subjects.linus.user;
    const bulk = { Operations: [{ method: "PATCH", path: `/Users/${id}`, data: { active: false } }] };
    const kinds = ["/", "/Me", "/Bulk", "/Groups", "/.search", "/Schemas", "/ResourceTypes", "/Users/.search"];
    const addresses = ["/Users", `/Users/${id}/${id}`, ...kinds, ...kinds.map((kind) => `${kind}/${id}`)];
    for (const address of addresses) {
      await expectNothing(address, async () => {
        for (const method of ["PUT", "PATCH", "DELETE", "POST"]) {
          // These two take a POST, which is not about one user.
          if (method === "POST" && ["/Users", "/Users/.search"].includes(address)) continue;
          const { status } = await okta.call(method, address, bulk);
          expect([404, 405, 501], `${method} ${address}`).toContain(status);
        }
      });
    }
    await expectNothing("POST", async () => {
      expect(await okta.post(`/Users/${id}`, { userName: "linus", active: false })).toMatchObject({ status: 405 });
    });
  });
});

describe("by a name", () => {
  it("no local user is adopted, in whatever spelling, and whatever else is said to be theirs", async () => {
    const odd = await Promise.all(
      ["Zoë", "straße", "ὀδυσσεύς", "ﬁnn"].map((username) => givenPerson({ username, origin: "LOCAL" })),
    );
    const users = [...LOCAL_USERS.map((name) => scene.subjects[name].user), ...odd];
    for (const { id, username, email, displayName } of users) {
      for (const userName of spellingsOf(username)) {
        expect(usernameKey(userName), userName).toBe(usernameKey(username));
        await expectNothing(userName, async () => {
          for (const more of [
            {},
            { id, externalId: id },
            { externalId: username, displayName, emails: [{ value: email, primary: true }], active: false },
            { externalId: email, meta: { resourceType: "User", location: `/scim/v2/Users/${id}` }, active: "True" },
          ]) {
            const created = await okta.post("/Users", { schemas: [USER], userName, ...more });
            expect(created, userName).toMatchObject({ status: 409, body: { scimType: "uniqueness" } });
            for (const part of [id, email, displayName]) expect(JSON.stringify(created.body)).not.toContain(part);
          }
        });
      }
    }
  });

  it("who has everything else of linus is somebody else", async () => {
    const { user } = scene.subjects.linus;
    const { id, email, displayName } = user;
    const before = await everything();
    const [address, name] = [{ value: email, type: "work", primary: true }, displayName];
    const double = await okta.post("/Users", {
      ...{ schemas: [USER], userName: email, externalId: id, id, displayName: name, emails: [address], active: false },
    });
    expect(double).toMatchObject({ status: 201, body: { userName: email, active: false } });
    expect(double.body["id"]).not.toBe(id);
    const path = `/Users/${String(double.body["id"])}`;
    await okta.patch(double.body["id"], [{ op: "replace", value: { id, externalId: "linus", userName: email } }]);
    await okta.put(path, { userName: email, id, externalId: id, emails: [address], active: true });
    await okta.delete(path);
    const after = await everything();
    // With another external id the record went to somebody else, and with the first one to one more.
    const about = await database().user.findMany({ where: { username: { startsWith: email } }, select: { id: true } });
    expect(about).toHaveLength(3);
    const isAbout = (row: string): boolean => about.some(({ id: one }) => row.includes(one));
    expect(after.filter((row) => !isAbout(JSON.stringify(row)))).toEqual(before);
    expect(await rowOf(user)).toEqual(user);
  });

  it("pat can't become linus, nor take what is his along", async () => {
    const { linus, pat } = scene.subjects;
    const { id, username, email } = linus.user;
    const operations = [
      [{ op: "replace", path: "userName", value: username }],
      [{ op: "replace", value: { userName: "LINUS", active: true } }],
      [{ op: "replace", path: `${USER}:userName`, value: username }],
    ];
    await expectNothing("renamed", async () => {
      for (const renaming of operations) {
        expect(await okta.patch(pat.user.id, renaming)).toMatchObject({ body: { scimType: "mutability" } });
      }
      const put = await okta.put(`/Users/${pat.user.id}`, { userName: username, id });
      expect(put).toMatchObject({ status: 400, body: { scimType: "mutability" } });
    });
    // She may say of herself what she likes; it is hers.
    const value = { id, externalId: id, displayName: "Linus", emails: [{ value: email }], groups: [{ value: id }] };
    for (const active of [false, true]) {
      expect(await okta.patch(pat.user.id, [{ op: "replace", value: { ...value, active } }])).toMatchObject({
        body: { id: pat.user.id, userName: "pat", active },
      });
    }
    expect(await rowOf(linus.user)).toEqual(linus.user);
    const now = await database().user.findUniqueOrThrow({ where: { scimId: pat.user.id } });
    expect(now).toMatchObject({ username: "pat", externalId: id, status: "ENABLED", roles: [], keyCount: 0 });
    expect(await rowOf(pat.user)).toMatchObject({ externalId: "idp|pat", status: "DISABLED" });
  });

  it("an external id that stands at a local user by mistake is not the platform's to move", async () => {
    const { linus, pat } = scene.subjects;
    await database().$executeRaw`UPDATE users SET external_id = 'idp|linus' WHERE id = ${linus.user.id}::uuid`;
    await expectNothing("external id", async () => {
      const externalId = "idp|linus";
      expect(await okta.post("/Users", { userName: "new", externalId })).toMatchObject({ status: 409 });
      const taken = await okta.patch(pat.user.id, [{ op: "replace", path: "externalId", value: externalId }]);
      expect(taken).toMatchObject({ status: 409 });
      const found = await okta.get(`/Users?filter=${encodeURIComponent('externalId eq "idp|linus"')}`);
      expect(found).toMatchObject({ status: 200, body: { totalResults: 0 } });
    });
  });

  it("ada and the platform create somebody of one name at the same moment: one of them does", async () => {
    const ada = await signedIn(scene.subjects.ada.user);
    for (let round = 0; round < 8; round += 1) {
      const username = `noor-${round}`;
      const person = { ...scene.subjects.linus.user, username, password: "a password of twenty", roles: [] };
      const [local, remote] = await Promise.all([
        createUser(ada, person),
        okta.post("/Users", { userName: username.toUpperCase() }),
      ]);
      expect([local.ok, remote.status === 201].filter(Boolean)).toHaveLength(1);
      const row = await database().user.findUniqueOrThrow({ where: { usernameKey: username } });
      expect(row).toMatchObject({ origin: local.ok ? "LOCAL" : "PLATFORM" });
      expect(row.passwordHash === null).toBe(!local.ok);
    }
  });
});

describe("by everybody", () => {
  it("the platform deletes all whom it can see: every local user is there as before", async () => {
    const users = LOCAL_USERS.map((name) => scene.subjects[name].user);
    const before = await standingOf(...users);
    const all = await okta.get("/Users?count=200");
    for (const { id } of all.body["Resources"] as { id: string }[]) {
      expect(await okta.delete(`/Users/${id}`)).toMatchObject({ status: 204 });
    }
    expect(await okta.get("/Users")).toMatchObject({ body: { totalResults: 0 } });
    expect(await standingOf(...users)).toEqual(before);
    expect(await database().user.count({ where: { origin: "LOCAL", status: "ENABLED" } })).toBeGreaterThan(2);
  });
});
