/** What entries about the identity platform say, in a user's history and in the notice after a change. */
import { describe, expect, test } from "vitest";
import type { AuditEntry } from "@/access/audit/audit";
import { changeText, changesOf } from "@/access/audit/audit-changes";
import { historyLine, noticeSentence, statusIn } from "@/access/audit/audit-sentences";
import { duringRequest } from "@/access/request-under-way";
import { ENTRY } from "@/tests/audit-entry";

function byPlatform(entry: Partial<AuditEntry>): AuditEntry {
  return { ...ENTRY, source: "PLATFORM", actorUsername: "Okta production", ...entry };
}

describe("the history of pat", () => {
  test("says that the platform disabled her, and by which token", () => {
    const entry = byPlatform({
      before: { status: "ENABLED" },
      after: { status: "DISABLED" },
      effects: { sessionsEnded: 2, keysStopped: 1 },
    });
    expect(historyLine(entry)).toEqual({
      title: "Disabled by the platform (token Okta production)",
      details: ["2 open sessions ended.", "1 package key stopped working."],
      tone: "disabled",
    });
    expect(statusIn(entry.after)).toBe("DISABLED");
  });

  test.each([
    ["user.disabled", "ENABLED", "Disabled by the platform (token Okta production)", ["Deleted in the platform."]],
    ["user.deleted", "DISABLED", "Deleted by the platform (token Okta production)", []],
  ])("says once by %s that the platform deleted her, which nobody takes back", (event, was, title, said) => {
    const entry = byPlatform({
      event,
      before: { status: was },
      after: { status: "DISABLED", platformDeleted: true },
      effects: { sessionsEnded: 1 },
    });
    expect(historyLine(entry)).toEqual({
      title,
      details: [...said, "1 open session ended."],
      tone: "disabled",
    });
    expect(statusIn(entry.after)).toBeNull();
  });

  test("names what the platform changed as the pages do", () => {
    const after = { externalId: "00u1", department: "Claims", employeeNumber: "7", managerName: "Moira", email: "p@q" };
    const { title, details } = historyLine(byPlatform({ event: "user.profile-changed", after }));
    expect(title).toBe("Profile changed by the platform (token Okta production)");
    expect(details).toEqual(["Changed: External id, Department, Employee number, Manager name, Email."]);
  });

  test("leaves a field that it does not know as it stands", () => {
    const after = JSON.parse('{ "costCenter": "7", "constructor": "8" }') as AuditEntry["after"];
    expect(historyLine(byPlatform({ event: "user.profile-changed", after })).details).toEqual([
      "Changed: costCenter, constructor.",
    ]);
  });
});

test.each([
  ["platform-token.created", { after: { token: "Okta production" } }, "Token Okta production is created."],
  ["platform-token.revoked", { before: { token: "Okta production" } }, "Token Okta production is revoked."],
  ["signal-receiver.created", { after: { receiver: "SIEM" } }, "Receiver SIEM is added."],
  ["signal-receiver.deleted", { before: { receiver: "SIEM" } }, "Receiver SIEM is removed."],
])("the notice after %s names the object and what became of it", (event, parts, sentence) => {
  expect(noticeSentence({ ...ENTRY, subjectId: null, subjectUsername: null, event, ...parts })).toBe(sentence);
});

describe("in German", () => {
  const germanOf = <Told>(told: () => Told): Told => duringRequest({ id: "1", language: "de", actorId: null }, told);
  const entry: AuditEntry = {
    ...ENTRY,
    reason: "Left",
    before: { status: "ENABLED" },
    after: { status: "DISABLED" },
    effects: {
      sessionsEnded: 1,
      keysStopped: 1_200,
      applications: 2,
      callsLastDay: 0,
      lastUsedAt: "2026-11-02T10:00:00.000Z",
    },
  };

  test("the history and the notice tell the same entry", () => {
    expect(germanOf(() => historyLine(entry))).toEqual({
      title: "Deaktiviert von ada",
      details: [
        "1 offene Sitzung wurde beendet.",
        "1.200 Paketschlüssel gelten nicht mehr.",
        "In 2 Anwendungen; kein gezählter Aufruf in den 24 Stunden davor; letzte Nutzung 02. Nov. 2026 10:00 UTC.",
        "Grund: Left",
      ],
      tone: "disabled",
    });
    expect(germanOf(() => noticeSentence(entry))).toBe(
      "pat ist deaktiviert. 1 offene Sitzung wurde beendet. 1.200 Paketschlüssel gelten nicht mehr.",
    );
    expect(germanOf(() => changesOf(entry).map(changeText))).toEqual(["Status: Aktiviert → Deaktiviert"]);
  });

  test("who was refused comes after what they tried", () => {
    const refused = byPlatform({ outcome: "REFUSED", refusal: "local_user", event: "user.enabled" });
    expect(germanOf(() => historyLine(refused))).toMatchObject({
      title: "Aktivieren abgelehnt, versucht von der Plattform (Token Okta production)",
      details: ["Dieser Benutzer wird hier verwaltet und kann von der Plattform nicht geändert werden."],
    });
  });
});
