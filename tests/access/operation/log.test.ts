/** What goes into the log, and what never does. */
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { record } from "@/access/audit/audit";
import { transaction } from "@/access/database";
import { makePackageKey } from "@/access/keys/package-key-format";
import { SettingError } from "@/access/operation/environment";
import { type Level, type LogFields, logEvent, logFailure, openLog, tell } from "@/access/operation/log";
import { readLogFormat } from "@/access/operation/log-settings";
import { withoutSecrets } from "@/access/operation/secrets";
import { tallied } from "@/access/operation/tally";
import { duringRequest, noteActor } from "@/access/request-under-way";
import { changeAccountStatus } from "@/access/status/access-settings";
import { entriesAbout, signedIn } from "@/tests/actors";
import { emptyDatabase, freshDatabase, givenPeople } from "@/tests/database";
import { takePrinted } from "@/tests/setup";

type Line = LogFields & { readonly level: Level };

let lines: Line[] = [];

beforeEach(() => {
  lines = [];
  openLog({ format: "json", write: (level, fields) => void lines.push({ level, ...fields }) });
});

afterEach(() => {
  globalThis.latchkeyLog = undefined;
});

describe("a line", () => {
  test("has the named fields and no others, whatever an object brings along", () => {
    const request = { event: "request", path: "/manage", status: 200, password: "swordfish", cookie: "a=b" };
    logEvent("info", request);
    expect(lines).toEqual([{ level: "info", event: "request", path: "/manage", status: 200 }]);
  });

  test("belongs to the request under way and to who asked", async () => {
    await duringRequest({ id: "request-1", language: "en", actorId: null }, async () => {
      await Promise.resolve();
      noteActor("ada");
      logFailure("A request failed", new Error("no"));
    });
    logFailure("Something else failed", new Error("no"));
    expect(lines).toMatchObject([{ requestId: "request-1", actorId: "ada" }, { event: "failure" }]);
    expect(lines[1]).not.toHaveProperty("requestId");
  });

  test("is of the level that its sentence begins with", () => {
    for (const sentence of ["✗ It failed.", "✓ It is well.", "It waits."]) tell(sentence);
    expect(lines.map(({ level, message }) => `${level} ${message}`)).toEqual([
      "error It failed.",
      "info It is well.",
      "warn It waits.",
    ]);
  });

  test("is a sentence, and no event, where people read along", () => {
    globalThis.latchkeyLog = undefined;
    logEvent("info", { event: "request" });
    tell("✗ It failed.");
    logFailure("It failed again", new Error("postgresql://latchkey:swordfish@db/latchkey\nadmin: forged"));
    expect(lines).toEqual([]);
    expect(takePrinted("error")).toEqual([
      "✗ It failed.",
      "It failed again: Error postgresql://latchkey:…@db/latchkey\\nadmin: forged",
    ]);
  });
});

describe("secrets in what others say", () => {
  const key = makePackageKey("live");

  test.each([
    ["a key", `no row for ${key}`, key],
    ["the password of an address", "postgresql://latchkey:swordfish@db:5432/latchkey refused", "swordfish"],
    ["an address whose password has a slash", "postgres://latchkey:sword/fish@db", "fish"],
    ["a token", "Authorization: Bearer swordfish-123", "swordfish"],
    ["a cookie", "cookie: latchkey-session=swordfish; other=1", "swordfish"],
    ["a field", `{"password":"sword fish","client_secret":"x"}`, "fish"],
    ["a signed token", "got eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJzd29yZGZpc2gifQ.c3dvcmRmaXNo", "c3dvcmRmaXNo"],
    ["a signed token in a word", "id_eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJzd29yZGZpc2gifQ.c3dvcmRmaXNo", "c3dvcmRmaXNo"],
    ["a field whose name has words around", "x-my-api_key-2 : swordfish", "swordfish"],
    ["a field after another one", "error:password=swordfish", "swordfish"],
    ["a field after a long word", `${"token-".repeat(500)} secret='sword fish'`, "fish"],
  ])("are taken out: %s", (_, text, secret) => {
    expect(withoutSecrets(text)).not.toContain(secret);
  });

  test.each([
    ["the path of a request", (text: string) => logEvent("info", { path: text }), 500],
    ["the message of a failure", (text: string) => logFailure("No", new Error(text)), 1_000],
  ])("are taken out before the line is cut: %s", (_, write, longest) => {
    for (let before = longest - 60; before <= longest; before += 1) write("/".repeat(before) + key);
    expect(lines).toHaveLength(61);
    expect(JSON.stringify(lines)).not.toMatch(/lk_live_[0-9A-Za-z]{5}/);
  });

  test.each(['relation "platform_tokens" does not exist', "connect ECONNREFUSED 127.0.0.1:5432", "/manage/users/ada"])(
    "leave what is none: %s",
    (text) => expect(withoutSecrets(text)).toBe(text),
  );
});

describe("an attempt that a rule refused", () => {
  beforeAll(freshDatabase);
  beforeEach(emptyDatabase);

  test("has one entry and one line, with ids and without names", async () => {
    const { ada, linus } = await givenPeople("ada", "linus");
    const asked = { username: "linus", seen: { status: "ENABLED" }, status: "DISABLED" } as const;
    const actor = await signedIn(ada);
    expect(await changeAccountStatus(actor, { ...asked, username: "ada" })).toMatchObject({ ok: false });
    expect(await changeAccountStatus(actor, asked)).toMatchObject({ ok: true });
    const [entry] = await entriesAbout(ada);
    expect(lines).toEqual([
      {
        level: "warn",
        event: "user.disabled",
        refusal: "own_account",
        source: "PAGE",
        actorId: ada.id,
        subjectId: ada.id,
        entry: String(entry?.id),
      },
    ]);
    expect(await entriesAbout(linus)).toHaveLength(1);
    expect(tallied("refusals")).toContainEqual({ labels: { refusal: "own_account", source: "PAGE" }, times: 1 });
    expect(tallied("statusChanges")).toContainEqual({ labels: { status: "disabled", source: "PAGE" }, times: 1 });
  });

  test("has no line where its transaction came to nothing", async () => {
    const { ada } = await givenPeople("ada");
    const actor = await signedIn(ada);
    const work = transaction(async (tx) => {
      await record(tx, actor, { event: "user.disabled", refusal: "own_account", subject: ada });
      throw new Error("too late");
    });
    await expect(work).rejects.toThrow("too late");
    expect([lines, await entriesAbout()]).toEqual([[], []]);
  });
});

describe("LOG_FORMAT", () => {
  const DATABASE_URL = "postgresql://db/latchkey";
  test.each([
    ["sentences on a terminal", { DATABASE_URL }, true, "text"],
    ["JSON for a service", { DATABASE_URL }, false, "json"],
    ["sentences where people try things out", {}, false, "text"],
    ["what the operator wants", { LOG_FORMAT: "json" }, true, "json"],
    ["what the operator wants", { DATABASE_URL, LOG_FORMAT: "text" }, false, "text"],
  ] as const)("gives %s", (_, environment, isTerminal, format) => {
    expect(readLogFormat(environment, isTerminal)).toBe(format);
  });

  test("is refused with a sentence where it is neither", () => {
    const read = (): unknown => readLogFormat({ LOG_FORMAT: "xml" }, false);
    expect(read).toThrow(SettingError);
    expect(read).toThrow("LOG_FORMAT must be text or json.");
  });
});
