/** The tokens of the identity platform: shown once, stored as a hash, two at once, and revoked for good. */
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Actor, commandLineActor } from "@/access/actor";
import type { Refused } from "@/access/change";
import { database } from "@/access/database";
import { hashPackageKey, isPackageKey, makePackageKey } from "@/access/keys/package-key-format";
import {
  createPlatformToken,
  findLiveToken,
  findPlatformToken,
  listPlatformTokens,
  LIVE_TOKENS,
  type NewToken,
  revokePlatformToken,
} from "@/access/platform/platform-tokens";
import { ADDRESS, entriesAbout, signedIn } from "@/tests/actors";
import { emptyDatabase, freshDatabase, givenPeople } from "@/tests/database";
import { givenKey } from "@/tests/keys";
import { givenToken, platformActor } from "@/tests/platform";

beforeAll(freshDatabase);
beforeEach(emptyDatabase);

/** The token of an outcome that went well. */
function made(outcome: NewToken | Refused): NewToken {
  if (!outcome.ok) throw new Error(`It was refused: ${outcome.refusal}.`);
  return outcome;
}

function tokenRows(): Promise<unknown> {
  return database().platformToken.findMany({ orderBy: { createdAt: "asc" } });
}

describe("a token", () => {
  test("that ada creates is handed over once, stored as a hash, and opens the door to the platform", async () => {
    const { ada } = await givenPeople("ada");
    const admin = await signedIn(ada);
    const { id, token, entry } = made(await createPlatformToken(admin, "Okta"));
    expect(token).toMatch(/^lk_scim_/);
    expect(isPackageKey(token)).toBe(true);
    const row = await database().platformToken.findUniqueOrThrow({ where: { id } });
    expect(Buffer.from(row.hash)).toEqual(hashPackageKey(token));
    expect(row).toMatchObject({ label: "Okta", lastFour: token.slice(-4), createdBy: "ada", revokedAt: null });
    const stored = await database().$queryRaw<{ text: string }[]>`
      SELECT p::text AS text FROM platform_tokens p UNION ALL SELECT a::text FROM audit_entries a`;
    expect(stored.filter(({ text }) => text.includes(token.slice(8, -4)))).toEqual([]);
    expect(await entriesAbout()).toMatchObject([
      {
        ...{ id: entry, event: "platform-token.created", source: "PAGE", actorUsername: "ada", subjectId: null },
        after: { token: "Okta", id },
      },
    ]);
    const actor = await Actor.ofPlatformToken(token, ADDRESS);
    expect(actor).toMatchObject({ kind: "platform", id, username: "Okta", source: "PLATFORM", roles: [] });
    const { hash: _hash, ...shown } = await database().platformToken.findUniqueOrThrow({ where: { id } });
    expect(await findPlatformToken(admin, id)).toEqual(shown);
    expect(await listPlatformTokens(admin)).toEqual([shown]);
  });

  test("is not known by anything but the whole of it", async () => {
    const { token } = await givenToken();
    const { key } = await givenKey();
    const others = ["", "lk_scim_", token.slice(0, -1), `${token} `, token.toLowerCase(), `${token}\0`, "\ud800"];
    for (const other of [...others, makePackageKey("scim"), key, token.replace("scim", "live")]) {
      expect(await findLiveToken(other)).toBeNull();
      expect(await Actor.ofPlatformToken(other, ADDRESS)).toBeNull();
    }
    expect((await database().platformToken.findMany()).map(({ lastUsedAt }) => lastUsedAt)).toEqual([null]);
    expect(await findLiveToken(token)).not.toBeNull();
  });

  test("notes its use, and not more often than once a minute", async () => {
    const [{ id, token }, other] = [await givenToken(), await givenToken("Entra")];
    const lastUse = async (): Promise<Date | null> =>
      (await database().platformToken.findUniqueOrThrow({ where: { id } })).lastUsedAt;
    await findLiveToken(token);
    const first = await lastUse();
    expect(Math.abs(Date.now() - (first?.getTime() ?? 0))).toBeLessThan(60_000);
    await findLiveToken(token);
    expect(await lastUse()).toEqual(first);
    await database().$executeRaw`UPDATE platform_tokens SET last_used_at = now() - interval '59 seconds'`;
    const recent = await lastUse();
    await findLiveToken(token);
    expect(await lastUse()).toEqual(recent);
    await database().$executeRaw`UPDATE platform_tokens SET last_used_at = now() - interval '61 seconds'`;
    const stale = await lastUse();
    await findLiveToken(token);
    expect((await lastUse())?.getTime()).toBeGreaterThan(stale?.getTime() ?? 0);
    const row = await database().platformToken.findUniqueOrThrow({ where: { id: other.id } });
    expect(row.lastUsedAt).toEqual(stale);
  });

  test("that ada revokes is refused from the next call on, for good; the other one lives", async () => {
    const { ada } = await givenPeople("ada");
    const admin = await signedIn(ada);
    const [okta, entra] = [await givenToken("Okta"), await givenToken("Entra")];
    const outcome = await revokePlatformToken(admin, okta.id);
    const entries = await entriesAbout();
    expect(outcome).toEqual({ ok: true, entry: entries[0]?.id });
    expect(entries).toMatchObject([
      { event: "platform-token.revoked", actorUsername: "ada", before: { token: "Okta", id: okta.id } },
    ]);
    expect(await findLiveToken(okta.token)).toBeNull();
    expect(await findLiveToken(entra.token)).toEqual({ id: entra.id, label: "Entra" });
    expect(await findPlatformToken(admin, okta.id)).toBeNull();
    const unknown = { ok: false, refusal: "unknown_platform_token" };
    expect(await revokePlatformToken(admin, okta.id)).toEqual(unknown);
    for (const id of ["", "okta", "\0", "7d1b7f26-5d4e-4c3f-9a1e-000000000000"]) {
      expect(await revokePlatformToken(admin, id)).toEqual(unknown);
      expect(await findPlatformToken(admin, id)).toBeNull();
    }
    expect(await entriesAbout()).toHaveLength(1);
    expect((await listPlatformTokens(admin)).map(({ label }) => label)).toEqual(["Entra", "Okta"]);
  });
});

describe("two at once", () => {
  test("a third is refused and written down, until one of them is revoked", async () => {
    const operator = commandLineActor();
    const first = made(await createPlatformToken(operator, "Okta"));
    made(await createPlatformToken(operator, "Okta, next"));
    const before = await tokenRows();
    const refused = { ok: false, refusal: "too_many_platform_tokens" };
    expect(await createPlatformToken(operator, "Okta, third")).toEqual(refused);
    expect(await tokenRows()).toEqual(before);
    expect((await entriesAbout()).at(-1)).toMatchObject({
      ...{ event: "platform-token.created", outcome: "REFUSED", refusal: "too_many_platform_tokens" },
      ...{ before: { token: "Okta, third" }, source: "COMMAND_LINE" },
    });
    await revokePlatformToken(operator, first.id);
    made(await createPlatformToken(operator, "Okta, third"));
    expect(await database().platformToken.count({ where: { revokedAt: null } })).toBe(LIVE_TOKENS);
  });

  test("ten commands at the same moment make two", async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, (_, index) => createPlatformToken(commandLineActor(), `Token ${index}`)),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(2);
    expect(await database().platformToken.count()).toBe(2);
  });
});

describe("who may", () => {
  test.each(["cora", "percy", "sam", "linus"] as const)(
    "%s may not: refused, unchanged, written down",
    async (name) => {
      const people = await givenPeople("cora", "percy", "sam", "linus");
      const { id } = await givenToken();
      const actor = await signedIn(people[name]);
      const before = await tokenRows();
      const refused = { ok: false, refusal: "not_permitted" };
      expect(await createPlatformToken(actor, "Mine")).toEqual(refused);
      expect(await revokePlatformToken(actor, id)).toEqual(refused);
      expect([await listPlatformTokens(actor), await findPlatformToken(actor, id)]).toEqual([[], null]);
      expect(await tokenRows()).toEqual(before);
      // Of who may not see the console no names are kept.
      const about = name === "linus" ? null : { token: "Mine" };
      expect(await entriesAbout()).toMatchObject([
        { event: "platform-token.created", outcome: "REFUSED", before: about, after: null },
        { event: "platform-token.revoked", outcome: "REFUSED", before: null, after: null },
      ]);
    },
  );

  test("the platform makes and revokes no token, not even its own", async () => {
    const actor = await platformActor();
    const before = await tokenRows();
    const refused = { ok: false, refusal: "not_permitted" };
    expect(await createPlatformToken(actor, "Mine")).toEqual(refused);
    expect(await revokePlatformToken(actor, actor.id ?? "")).toEqual(refused);
    expect(await listPlatformTokens(actor)).toEqual([]);
    expect(await tokenRows()).toEqual(before);
    expect(await entriesAbout()).toMatchObject([
      { source: "PLATFORM", actorUsername: "Okta", refusal: "not_permitted" },
      { source: "PLATFORM", actorUsername: "Okta", refusal: "not_permitted" },
    ]);
  });

  test("ada, whose session has ended meanwhile, may not", async () => {
    const { ada } = await givenPeople("ada");
    const { id } = await givenToken();
    const actor = await signedIn(ada);
    await database().session.updateMany({ data: { endedAt: new Date(), end: "SIGNED_OUT" } });
    const before = await tokenRows();
    expect(await createPlatformToken(actor, "Okta")).toEqual({ ok: false, refusal: "signed_out" });
    expect(await revokePlatformToken(actor, id)).toEqual({ ok: false, refusal: "signed_out" });
    expect(await tokenRows()).toEqual(before);
    expect(await entriesAbout()).toEqual([]);
  });
});
