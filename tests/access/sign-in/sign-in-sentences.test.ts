/** What an error in an address says, and where an administrator of the platform finds a user. */
import { expect, test } from "vitest";
import { managerOf } from "@/app/manager";
import { signInSentence } from "@/app/sign-in/sentences";

test("only a wrong password is told as one", () => {
  expect(signInSentence("wrong")).toBe("The username or the password is wrong.");
  for (const error of ["", "unknown_subject", "OAuthCallback", "constructor", "throttled:x"]) {
    expect(signInSentence(error)).toBe("Signing in did not work. Try again.");
  }
  expect(signInSentence("whatever", "Harbour ID")).toBe("Signing in did not work. Try again.");
});

test("no external id leads out of its place in the platform's own console", () => {
  const settings = {
    name: "Okta",
    consoleUrl: "https://okta.example.com/users/{externalId}/profile",
    callsPerMinute: 1,
    singleSignOn: null,
  };
  const hrefOf = (externalId: string) => managerOf({ externalId, platformDeletedAt: null }, settings).href;
  expect([".", ".."].map(hrefOf)).toEqual([null, null]);
  for (const [externalId, path] of [
    ["...", "..."],
    ["a/../b", "a%2F..%2Fb"],
    ["%2e%2e", "%252e%252e"],
  ] as const) {
    expect(new URL(hrefOf(externalId) ?? "").pathname).toBe(`/users/${path}/profile`);
  }
});
