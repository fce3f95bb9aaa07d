/**
 * The platform says many things of one user at the same moment, while she signs in: what is left is one standing, and the
 * row, the history, her sessions, the gates and what receivers are told agree on it.
 */
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { database } from "@/access/database";
import { keyDecision } from "@/access/rules";
import { signInByPlatform } from "@/access/sign-in/sign-in";
import { changeAccessSettings } from "@/access/status/access-settings";
import type { AuditEntry, User } from "@/generated/prisma/client";
import { ADDRESS, entriesAbout, openSession, rowOf, signedIn, standingOf } from "@/tests/actors";
import { emptyDatabase, freshDatabase, givenPeople } from "@/tests/database";
import { acknowledged, decisionOf, givenGate } from "@/tests/gate/scene";
import { givenKey } from "@/tests/keys";
import { type Answered, Platform } from "@/tests/scim/platform";

vi.setConfig({ testTimeout: 60_000 });

beforeAll(async () => {
  await freshDatabase();
});
beforeEach(async () => {
  vi.stubEnv("SCIM_CALLS_PER_MINUTE", "1000000");
  await emptyDatabase();
});
afterEach(() => vi.unstubAllEnvs());

/** pat with a key at a gate and a session; ada; and a receiver of events. */
async function givenPat() {
  const { pat, ada } = await givenPeople("pat", "ada");
  const { key } = await givenKey({ owner: pat });
  await database().signalReceiver.create({
    data: { label: "SIEM", endpoint: "https://siem.example.com", audience: "siem", createdBy: "ada" },
  });
  const [okta, entra] = [await Platform.connected("Okta"), await Platform.connected("Entra")];
  const gate = await givenGate();
  // From here on it remembers her.
  expect(await decisionOf(gate, key)).toBe("allowed");
  return { pat, ada: await signedIn(ada), key, okta, entra, first: await openSession(pat), gate };
}

type Scene = Awaited<ReturnType<typeof givenPat>>;

/** One call of each shape that says something of her status, and of each that says nothing of it. */
function callsOf({ okta, entra, pat }: Scene, round: number): (() => Promise<Answered>)[] {
  const path = `/Users/${pat.id}`;
  return [
    () => okta.patch(pat.id, [{ op: "replace", value: { active: false } }]),
    () => entra.patch(pat.id, [{ op: "Replace", path: "active", value: "True" }]),
    () => okta.patch(pat.id, [{ op: "replace", path: "displayName", value: `Pat ${round}` }]),
    () => entra.put(path, { userName: "pat", active: false, displayName: `Pat by PUT ${round}` }),
    () => okta.put(path, { userName: "pat", externalId: "idp|pat", active: true, title: "none" }),
    () => entra.put(path, { userName: "pat" }),
    () => okta.patch(pat.id, [{ op: "replace", value: { active: round % 2 === 0, displayName: `Pat too ${round}` } }]),
  ];
}

function signIns(count: number): Promise<string[]> {
  const browser = { address: ADDRESS, userAgent: "Firefox" };
  const all = Array.from({ length: count }, () => signInByPlatform("idp|pat", browser));
  return Promise.all(all).then((results) => results.flatMap((result) => (result.ok ? [result.token] : [])));
}

function isAboutStatus({ event, outcome }: AuditEntry): boolean {
  return outcome === "DONE" && ["user.enabled", "user.disabled", "user.deleted"].includes(event);
}

/** Everything that tells of her status tells the same, and each change of it is told once. */
async function expectOneStanding({ key, gate }: Scene, pat: User, cookies: string[]): Promise<AuditEntry[]> {
  const [row, entries] = [await rowOf(pat), await entriesAbout(pat)];
  const status = row?.status ?? "WAITING";
  const changes = entries.filter(isAboutStatus);
  const [last] = changes.slice(-1);
  expect(last?.after ?? { status: "ENABLED" }).toMatchObject({ status });
  changes.forEach(({ before, event }, index) => {
    expect(before).toEqual({ status: index === 0 ? "ENABLED" : (changes[index - 1]?.after as Standing).status });
    expect(event === "user.enabled").toBe((changes[index]?.after as Standing).status === "ENABLED");
  });
  // What the triggers of the database saw, and what receivers are told.
  const turns = changes.filter(({ before, after }) => (before as Standing).status !== (after as Standing).status);
  expect(await database().accessChange.count({ where: { kind: "USER", subjectId: pat.id } })).toBe(turns.length);
  const told = await database().signalEvent.findMany({ where: { subjectId: pat.id }, orderBy: { id: "asc" } });
  expect(told.map(({ kind }) => kind).filter((kind) => kind !== "SESSION_REVOKED")).toEqual(
    turns.map(({ after }) => `ACCOUNT_${(after as Standing).status}`),
  );
  const profiles = entries.filter(({ event }) => event === "user.profile-changed");
  expect(row?.revision).toBe(1 + turns.length + profiles.length);
  await expectSessions(entries, cookies, status);
  await acknowledged();
  const decision = keyDecision({ owner: status, planActive: true, key: "ENABLED" });
  expect(await decisionOf(gate, key)).toBe(decision);
  return changes;
}

type Standing = { status: string };

/** Open are those that began after she was disabled or given a role for the last time, and no others. */
async function expectSessions(entries: AuditEntry[], cookies: string[], status: string): Promise<void> {
  const ending = entries.filter(({ event, outcome }) => outcome === "DONE" && ENDING.includes(event));
  const lastEnd = ending.at(-1)?.id ?? 0n;
  const later = entries.filter(({ id, event }) => event === "sign-in.succeeded" && id > lastEnd).length;
  const left = later + (lastEnd === 0n ? 1 : 0);
  expect(await database().session.count({ where: { endedAt: null } })).toBe(left + ADAS);
  const standings = await Promise.all(cookies.map(standingOf));
  expect(standings.filter((standing) => standing === "open")).toHaveLength(status === "ENABLED" ? left : 0);
}

const ENDING: readonly string[] = ["user.disabled", "user.roles-changed"];

/** Her session is none of pat's. */
const ADAS = 1;

describe("many calls about pat at the same moment", () => {
  it.each([1, 2, 3, 4])("leave one standing, on which everything agrees (%i)", async (seed) => {
    const scene = await givenPat();
    const { pat, ada, okta, first } = scene;
    const rounds = Array.from({ length: 6 }, (_, round) => callsOf(scene, round + seed)).flat();
    // Another order each time, and the same one for the same number.
    const calls = rounds.toSorted((_one, other) => ((rounds.indexOf(other) * 7 * seed) % 5) - 2);
    const roles = { username: "pat", seen: { status: "ENABLED" }, roles: ["SUPPORT_USER"] } as const;
    const [answers, cookies, given] = await Promise.all([
      Promise.all(calls.map((call) => call())),
      signIns(12),
      changeAccessSettings(ada, roles),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(calls.map(() => 200));
    const changes = await expectOneStanding(scene, pat, [first, ...cookies]);
    expect(changes.length).toBeGreaterThan(0);
    const row = await rowOf(pat);
    expect(row?.roles).toEqual(given.ok ? ["SUPPORT_USER"] : []);
    expect(await okta.get(`/Users/${pat.id}`)).toMatchObject({
      body: { active: row?.status === "ENABLED", displayName: row?.displayName },
    });
  });

  it.each([1, 2, 3])("with a DELETE in the midst leave her disabled for good (%i)", async (seed) => {
    const scene = await givenPat();
    const { pat, okta, entra, first } = scene;
    const calls = Array.from({ length: 4 }, (_, round) => callsOf(scene, round + seed)).flat();
    for (const platform of [okta, entra, okta]) {
      calls.splice(5 * seed, 0, () => platform.delete(`/Users/${pat.id}`));
    }
    const [answers, cookies] = await Promise.all([Promise.all(calls.map((call) => call())), signIns(8)]);
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 204)).toHaveLength(1);
    for (const status of statuses) expect([200, 204, 404]).toContain(status);
    const changes = await expectOneStanding(scene, pat, [first, ...cookies]);
    const isEnd = ({ after }: AuditEntry): boolean => (after as { platformDeleted?: true }).platformDeleted === true;
    expect(changes.filter(isEnd)).toEqual(changes.slice(-1));
    expect(await rowOf(pat)).toMatchObject({ status: "DISABLED", platformDeletedAt: expect.any(Date) });
    expect(await Promise.all([first, ...cookies].map(standingOf))).not.toContain("open");
    for (const call of callsOf(scene, 0)) expect((await call()).status).toBe(404);
    expect(await signIns(1)).toEqual([]);
    expect((await entriesAbout(pat)).filter(isAboutStatus)).toEqual(changes);
  });

  it("of the version that she has: one wins, and the others say that they came too late", async () => {
    const scene = await givenPat();
    const { pat, okta, entra, first } = scene;
    const headers = { "If-Match": 'W/"1"' };
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, number) => {
        const platform = number % 2 === 0 ? okta : entra;
        const value = number % 3 === 0 ? { active: false } : { displayName: `Pat ${number}` };
        return platform.patch(pat.id, [{ op: "replace", value }], headers);
      }),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array<number>(11).fill(412)]);
    await expectOneStanding(scene, pat, [first]);
    expect((await entriesAbout(pat)).length).toBe(1);
    expect((await rowOf(pat))?.revision).toBe(2);
  });
});
