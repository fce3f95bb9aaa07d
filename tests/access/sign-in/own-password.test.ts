/** Changing the own password: whoever knew the old one is out, and only who knows it can. */
import type * as Argon2 from "@node-rs/argon2";
import { hash } from "@node-rs/argon2";
import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { commandLineActor } from "@/access/actor";
import { changeOwnPassword } from "@/access/sign-in/own-password";
import { signIn } from "@/access/sign-in/sign-in";
import { changeAccountStatus } from "@/access/status/access-settings";
import { actorOf, ADDRESS, entriesAbout, openSession, rowOf, signedIn, standingOf } from "@/tests/actors";
import { emptyDatabase, freshDatabase, givenPeople, testPassword } from "@/tests/database";

const NEW = "a new password of linus";

// The real thing, only counted.
vi.mock("@node-rs/argon2", async (original) => {
  const argon2 = await original<typeof Argon2>();
  return { ...argon2, hash: vi.fn(argon2.hash) };
});

beforeAll(freshDatabase);
beforeEach(emptyDatabase);

test("linus changes his password: his other sessions end, this one stays, and only the new one works", async () => {
  const { linus, cora } = await givenPeople("linus", "cora");
  const others = [await openSession(linus), await openSession(linus)];
  const [here, coras] = [await openSession(linus), await openSession(cora)];
  const before = await actorOf(here);
  const outcome = await changeOwnPassword(before, testPassword(), NEW);
  const entries = await entriesAbout(linus);
  expect(outcome).toMatchObject({ ok: true, entry: entries[0]?.id, token: expect.stringMatching(/^[\w-]{43}$/) });
  expect(entries).toMatchObject([
    { event: "user.password-changed", outcome: "DONE", before: null, after: null, effects: { sessionsEnded: 2 } },
  ]);
  expect(await Promise.all(others.map(standingOf))).toEqual(["PASSWORD_CHANGED", "PASSWORD_CHANGED"]);
  expect(await standingOf(coras)).toBe("open");
  // It is the same session by another name: whoever copied the cookie before has nothing.
  expect(await standingOf(here)).toBe("none");
  const renamed = outcome.ok ? (outcome.token ?? "") : "";
  expect((await actorOf(renamed)).sessionId).toBe(before.sessionId);
  const browser = { address: ADDRESS, userAgent: "Firefox" };
  expect(await signIn("linus", testPassword(), browser)).toEqual({ ok: false, refusal: "wrong" });
  expect(await signIn("linus", NEW, browser)).toMatchObject({ ok: true });
});

test("without the present password nothing changes, and one entry says that somebody tried", async () => {
  const { linus } = await givenPeople("linus");
  const [here, there] = [await openSession(linus), await openSession(linus)];
  const outcome = await changeOwnPassword(await actorOf(here), "wrong", NEW);
  expect(outcome).toEqual({ ok: false, refusal: "wrong_password" });
  expect(await rowOf(linus)).toEqual(linus);
  expect([await standingOf(here), await standingOf(there)]).toEqual(["open", "open"]);
  expect(await entriesAbout()).toMatchObject([
    { event: "user.password-changed", outcome: "REFUSED", refusal: "wrong_password", subjectId: linus.id },
  ]);
});

test("two browsers change it at the same moment by the old one: one wins, the other is told", async () => {
  const { linus } = await givenPeople("linus");
  const actors = [await signedIn(linus), await signedIn(linus)];
  const outcomes = await Promise.all(actors.map((actor) => changeOwnPassword(actor, testPassword(), NEW)));
  expect(outcomes.map(({ ok }) => ok).sort()).toEqual([false, true]);
});

test("pat has no password here", async () => {
  const { pat } = await givenPeople("pat");
  const outcome = await changeOwnPassword(await signedIn(pat), "", NEW);
  expect(outcome).toEqual({ ok: false, refusal: "no_password" });
  expect(await rowOf(pat)).toEqual(pat);
  expect(await entriesAbout()).toMatchObject([{ outcome: "REFUSED", refusal: "no_password" }]);
});

test("linus, disabled meanwhile, changes nothing", async () => {
  const { linus } = await givenPeople("linus", "ada");
  const actor = await signedIn(linus);
  const seen = { status: "ENABLED" } as const;
  await changeAccountStatus(commandLineActor(), { username: "linus", seen, status: "DISABLED" });
  expect(await changeOwnPassword(actor, testPassword(), NEW)).toEqual({ ok: false, refusal: "signed_out" });
  expect((await rowOf(linus))?.passwordHash).toBe(linus.passwordHash);
});

test("guessing the present password is slowed down as signing in is, by a number of the session's own", async () => {
  const { linus } = await givenPeople("linus");
  const actor = await signedIn(linus);
  const browser = { address: ADDRESS, userAgent: "Firefox" };
  // Strangers can't use up the number of somebody who is signed in.
  for (let guess = 1; guess <= 6; guess += 1) await signIn("linus", "wrong", browser);
  vi.mocked(hash).mockClear();
  for (let guess = 1; guess <= 5; guess += 1) {
    expect(await changeOwnPassword(actor, "wrong", NEW)).toEqual({ ok: false, refusal: "wrong_password" });
  }
  for (let guess = 6; guess <= 8; guess += 1) {
    const slowed = await changeOwnPassword(actor, testPassword(), NEW);
    expect(slowed).toMatchObject({ ok: false, refusal: "throttled" });
    expect("minutes" in slowed ? slowed.minutes : 0).toBeGreaterThanOrEqual(59);
  }
  expect(hash).not.toHaveBeenCalled();
  expect(await rowOf(linus)).toEqual(linus);
  const refusals = (await entriesAbout(linus)).map(({ event, refusal }) => [event, refusal]);
  expect(refusals).toEqual([
    ...Array<string[]>(5).fill(["sign-in.refused", "wrong_password"]),
    ["sign-in.refused", "throttled"],
    ...Array<string[]>(5).fill(["user.password-changed", "wrong_password"]),
    ["user.password-changed", "throttled"],
  ]);
});

test("the right present password forgets the wrong ones before it", async () => {
  const { linus } = await givenPeople("linus");
  const actor = await signedIn(linus);
  for (let guess = 1; guess <= 4; guess += 1) await changeOwnPassword(actor, "wrong", NEW);
  expect(await changeOwnPassword(actor, testPassword(), NEW)).toMatchObject({ ok: true });
  expect(await changeOwnPassword(actor, "wrong", NEW)).toMatchObject({ refusal: "wrong_password" });
  expect(await changeOwnPassword(actor, NEW, testPassword())).toMatchObject({ ok: true });
});
