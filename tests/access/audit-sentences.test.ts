/** What entries about the identity platform say, in a user's history and in the notice after a change. */
import { describe, expect, test } from "vitest";
import type { AuditEntry } from "@/access/audit";
import { historyLine, noticeSentence, statusIn } from "@/access/audit-sentences";

const BY_ADA: AuditEntry = {
  id: 7n,
  at: new Date("2026-11-02T10:00:00Z"),
  event: "user.disabled",
  outcome: "DONE",
  refusal: null,
  source: "PAGE",
  actorId: "11111111-0000-4000-8000-000000000000",
  actorUsername: "ada",
  subjectId: "22222222-0000-4000-8000-000000000000",
  subjectUsername: "pat",
  reason: null,
  before: null,
  after: null,
  effects: null,
  address: null,
  changeId: null,
  jobId: null,
};

function byPlatform(entry: Partial<AuditEntry>): AuditEntry {
  return { ...BY_ADA, source: "PLATFORM", actorUsername: "Okta production", ...entry };
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
  expect(noticeSentence({ ...BY_ADA, subjectId: null, subjectUsername: null, event, ...parts })).toBe(sentence);
});
