/** In which language a request is answered: what was chosen, or else what the browser asks for; machines in English. */
import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { languageOf } from "@/scripts/server/request-language";
import { LANGUAGE_COOKIE } from "@/text/language";

function languageFor(url: string, headers: Record<string, string>): string {
  const request = new IncomingMessage(new Socket());
  return languageOf(Object.assign(request, { url, headers }));
}

describe("what the browser asks for", () => {
  test.each([
    ["nothing", {}, "en"],
    ["nothing, in so many words", { "accept-language": "" }, "en"],
    ["German", { "accept-language": "de" }, "de"],
    ["German of Austria", { "accept-language": "de-AT" }, "de"],
    ["German first", { "accept-language": "de-DE,de;q=0.9,en;q=0.8" }, "de"],
    ["English first", { "accept-language": "en-GB,en;q=0.9,de;q=0.8" }, "en"],
    ["German most, but last", { "accept-language": "en;q=0.3, de;q=0.7" }, "de"],
    ["a language that isn't spoken here, then German", { "accept-language": "fr-CH, fr;q=0.9, de;q=0.5" }, "de"],
    ["languages that aren't spoken here", { "accept-language": "fr, ja;q=0.5" }, "en"],
    ["anything", { "accept-language": "*" }, "en"],
    ["no German", { "accept-language": "de;q=0, *" }, "en"],
    ["what is no list of languages", { "accept-language": ";;q=,,\u0000=de" }, "en"],
  ])("%s", (_what, headers: Record<string, string>, language) => {
    expect(languageFor("/manage/users", headers)).toBe(language);
  });
});

describe("what was chosen", () => {
  const asking = { "accept-language": "de" };

  test.each([
    ["holds against what the browser asks for", `${LANGUAGE_COOKIE}=en`, "en"],
    ["is called otherwise over TLS", `__Host-${LANGUAGE_COOKIE}=en`, "en"],
    ["stands among other cookies", `a=b; ${LANGUAGE_COOKIE}=en; c=d`, "en"],
    ["counts for nothing where nobody speaks it", `${LANGUAGE_COOKIE}=fr`, "de"],
    ["counts for nothing where it is no language", `${LANGUAGE_COOKIE}=__proto__`, "de"],
    ["counts for nothing where it goes on after the language", `${LANGUAGE_COOKIE}=en-GB`, "de"],
    ["counts for nothing where it is empty", `${LANGUAGE_COOKIE}=`, "de"],
    ["is not what a cookie of a longer name has", `not-${LANGUAGE_COOKIE}=en`, "de"],
    ["is not what stands in another cookie", `a=${LANGUAGE_COOKIE}=en`, "de"],
  ])("%s", (_what, cookie, language) => {
    expect(languageFor("/sign-in", { ...asking, cookie })).toBe(language);
  });
});

describe("machines", () => {
  const german = { "accept-language": "de", cookie: `${LANGUAGE_COOKIE}=de` };

  test.each([
    "/api/health",
    "/api/auth/callback/credentials",
    "/scim/v2/Users?startIndex=1",
    "/scim",
    "/manage/export/users.csv?status=DISABLED",
    "/manage/audit/export.csv",
    "/manage/audit/export.jsonl?from=2026-01-01",
    "/manage/jobs/1/result.csv",
  ])("are answered in English at %s", (url) => {
    expect(languageFor(url, german)).toBe("en");
  });

  test.each(["/", "/apis", "/manage/users?q=a.csv", "/manage/users/scim", "/sign-in?from=/api/health"])(
    "are not taken for who asks for %s",
    (url) => {
      expect(languageFor(url, german)).toBe("de");
    },
  );
});
