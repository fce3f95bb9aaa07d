/** Who may read what was done, and the notice after a change with its Undo. */
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { commandLineActor } from "@/access/actor";
import { type AuditEntry, findOwnEntry, HISTORY_PAGE, listHistory, record } from "@/access/audit/audit";
import { historyLine } from "@/access/audit/audit-sentences";
import { database, transaction } from "@/access/database";
import { signIn } from "@/access/sign-in/sign-in";
import { changeAccessSettings, changeAccountStatus } from "@/access/status/access-settings";
import { findNotice } from "@/access/status/notices";
import { editProfile } from "@/access/users/profile-change";
import { deleteUser } from "@/access/users/users";
import { ADDRESS, openSession, rowOf, signedIn } from "@/tests/actors";
import { emptyDatabase, freshDatabase, givenPeople, testPassword } from "@/tests/database";

const ENABLED = { status: "ENABLED" } as const;
const DISABLED = { status: "DISABLED" } as const;
const NO_GATE = { acknowledged: 0, expected: 0, afterMs: null, missing: [] };

beforeAll(freshDatabase);
beforeEach(emptyDatabase);

/** ada disables linus; what her page needs to show the notice. */
async function disabledLinus() {
  const people = await givenPeople("ada", "grace", "sam", "cora", "linus", "pat");
  await openSession(people.linus);
  const ada = await signedIn(people.ada);
  const outcome = await changeAccountStatus(ada, { username: "linus", seen: ENABLED, ...DISABLED, reason: "Left" });
  if (!outcome.ok || outcome.entry === null) throw new Error("linus was not disabled.");
  return { people, ada, entry: outcome.entry };
}

function titles(entries: AuditEntry[]): string[] {
  return entries.map((entry) => historyLine(entry).title);
}

describe("the history of linus", () => {
  test("is read with any role of the console, newest first, and by nobody else", async () => {
    const { people, ada } = await disabledLinus();
    await changeAccountStatus(ada, { username: "linus", seen: DISABLED, ...ENABLED });
    for (const name of ["ada", "cora", "sam"] as const) {
      const entries = await listHistory(await signedIn(people[name]), people.linus.id);
      expect(titles(entries)).toEqual(["Enabled by ada", "Disabled by ada"]);
    }
    for (const name of ["linus", "pat"] as const) {
      expect(await listHistory(await signedIn(people[name]), people.linus.id)).toEqual([]);
    }
  });

  test("tells of changes, attempts and sign-in problems, and of nobody else", async () => {
    const { people, ada } = await disabledLinus();
    await changeAccountStatus(await signedIn(people.sam), { username: "linus", seen: DISABLED, ...ENABLED });
    await signIn("linus", "wrong", { address: ADDRESS, userAgent: "" });
    await signIn("linus", testPassword(), { address: ADDRESS, userAgent: "" });
    await changeAccessSettings(ada, { username: "linus", seen: DISABLED, roles: ["SUPPORT_USER"] });
    await changeAccessSettings(ada, { username: "cora", seen: ENABLED, roles: [] });
    const entries = await listHistory(ada, people.linus.id);
    expect(entries.map((entry) => historyLine(entry))).toMatchObject([
      { title: "Roles changed by ada", details: ["Added: Support User."] },
      {
        title: "Sign-in refused",
        details: ["The password was right, but the account is disabled.", `From ${ADDRESS}.`],
      },
      { details: ["Wrong password.", `From ${ADDRESS}.`] },
      {
        title: "Attempt to enable refused by sam",
        details: ["Your role does not allow changing this."],
        tone: "refused",
      },
      { title: "Disabled by ada", details: ["1 open session ended.", "Reason: Left"], tone: "disabled" },
    ]);
  });

  test("has pages", async () => {
    const { people, ada } = await disabledLinus();
    await transaction(async (tx) => {
      for (let entry = 0; entry < HISTORY_PAGE; entry += 1) {
        await record(tx, ada, { event: "user.enabled", subject: people.linus });
      }
    });
    const first = await listHistory(ada, people.linus.id);
    const second = await listHistory(ada, people.linus.id, first.at(-1)?.id);
    expect(first).toHaveLength(HISTORY_PAGE);
    expect(titles(second)).toEqual(["Disabled by ada"]);
  });
});

describe("the notice of a change", () => {
  test("is shown to ada who made it, and to nobody else", async () => {
    const { people, ada, entry } = await disabledLinus();
    expect(await findNotice(ada, String(entry))).toEqual({
      sentence: "linus is disabled. 1 open session ended.",
      enforcement: NO_GATE,
      undo: { username: "linus", seen: "DISABLED", to: "ENABLED" },
    });
    for (const name of ["grace", "sam", "linus"] as const) {
      if (name === "linus") await database().user.update({ where: { id: people.linus.id }, data: ENABLED });
      const actor = await signedIn(people[name]);
      expect([await findOwnEntry(actor, entry), await findNotice(actor, String(entry))]).toEqual([null, null]);
    }
    expect(await findOwnEntry(commandLineActor(), entry)).toBeNull();
  });

  test("is none for a refused attempt", async () => {
    const { ada } = await disabledLinus();
    await changeAccountStatus(ada, { username: "pat", seen: ENABLED, ...DISABLED });
    const { id } = await database().auditEntry.findFirstOrThrow({ where: { outcome: "REFUSED" } });
    expect(await findNotice(ada, String(id))).toBeNull();
  });

  test.each([undefined, "", "0", "-1", "1.5", "9".repeat(18), "9".repeat(400), "\0", "١", ["1"], "1 OR 1=1", "0x1"])(
    "is none for an address that says %j",
    async (number) => {
      const { ada } = await disabledLinus();
      expect(await findNotice(ada, number)).toBeNull();
    },
  );

  test("offers Undo only while the change stands", async () => {
    const { people, ada, entry } = await disabledLinus();
    await changeAccountStatus(await signedIn(people.grace), { username: "linus", seen: DISABLED, ...ENABLED });
    expect(await findNotice(ada, String(entry))).toMatchObject({
      sentence: "linus is disabled. 1 open session ended.",
      undo: null,
    });
  });

  test("offers no Undo that ada may not do any more", async () => {
    const { ada, entry } = await disabledLinus();
    await changeAccessSettings(commandLineActor(), { username: "ada", seen: ENABLED, roles: ["SUPPORT_USER"] });
    const now = await signedIn({ id: ada.id ?? "" });
    expect(await findNotice(now, String(entry))).toMatchObject({ undo: null });
  });

  test("offers no way back to Waiting, nor for what is no change of status", async () => {
    const { ada, wei, linus } = await givenPeople("ada", "wei", "linus");
    const actor = await signedIn(ada);
    const outcomes = [
      await changeAccountStatus(actor, { username: "wei", seen: { status: "WAITING" }, ...ENABLED }),
      await changeAccessSettings(actor, { username: "wei", seen: ENABLED, roles: ["SUPPORT_USER"] }),
      await editProfile(actor, "linus", linus, { ...linus, company: "Fjord" }),
      await deleteUser(actor, "linus"),
    ];
    const notices = await Promise.all(
      outcomes.map((outcome) => findNotice(actor, String(outcome.ok && outcome.entry))),
    );
    expect(notices).toEqual([
      { sentence: "wei is enabled.", enforcement: NO_GATE, undo: null },
      { sentence: "wei's roles are saved.", enforcement: null, undo: null },
      { sentence: "linus's profile is saved.", enforcement: null, undo: null },
      { sentence: "linus is deleted.", enforcement: NO_GATE, undo: null },
    ]);
    expect(await rowOf(wei)).toMatchObject(ENABLED);
  });

  test("offers no Undo on somebody who got the name later", async () => {
    const { ada, entry } = await disabledLinus();
    await deleteUser(ada, "linus");
    await givenPeople("dora");
    await database().$executeRaw`INSERT INTO users (id, username, username_key, email, display_name, origin, status)
      VALUES (gen_random_uuid(), 'linus', 'linus', 'another@example.com', 'Another', 'LOCAL', 'DISABLED')`;
    expect(await findNotice(ada, String(entry))).toMatchObject({ undo: null });
  });
});

test("an entry goes with its change: what is rolled back leaves none", async () => {
  const { ada } = await givenPeople("ada");
  const actor = await signedIn(ada);
  const broken = transaction(async (tx) => {
    await record(tx, actor, { event: "user.enabled", subject: ada });
    throw new Error("after the entry");
  });
  await expect(broken).rejects.toThrow("after the entry");
  expect(await database().auditEntry.count()).toBe(0);
});
