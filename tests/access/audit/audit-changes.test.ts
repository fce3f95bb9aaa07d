/** What an entry says was so before and after, value by value, in words. */
import { describe, expect, test } from "vitest";
import type { AuditEntry } from "@/access/audit/audit";
import { changeText, changesOf } from "@/access/audit/audit-changes";
import { ENTRY } from "@/tests/audit-entry";

function told(parts: Partial<Pick<AuditEntry, "before" | "after">>): string[] {
  return changesOf({ ...ENTRY, ...parts }).map(changeText);
}

describe("a change is told in words", () => {
  test.each<[string, AuditEntry["before"], AuditEntry["after"], string[]]>([
    ["a status", { status: "ENABLED" }, { status: "DISABLED" }, ["Status: Enabled → Disabled"]],
    [
      "roles",
      { roles: [] },
      { roles: ["SUPPORT_USER", "PROGRAM_MANAGER"] },
      ["Roles: none → Support User, Program Manager"],
    ],
    ["what is no list of roles", { roles: ["NO_ROLE"] }, null, ['Roles: ["NO_ROLE"] → none']],
    [
      "a text that is called as a property is",
      { company: "toString" },
      { company: "ENABLED!" },
      ["Company: toString → ENABLED!"],
    ],
    ["numbers and yes or no", null, { quotaPerDay: 12_000, shared: true }, ["Calls a day: 12,000", "Shared: yes"]],
    ["nothing", null, null, []],
  ])("%s", (_, before, after, sentences) => {
    expect(told({ before, after })).toEqual(sentences);
  });
});
