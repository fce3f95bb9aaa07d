/** A call that may not pass is refused with the status, the reason and the challenge of the gate. */
import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { makePackageKey } from "@/access/keys/package-key-format";
import { givenPerson } from "@/tests/database";
import { givenKey } from "@/tests/keys";
import type { Answer, Header } from "./call";
import type { GatewayUnderTest } from "./contract";
import type { Scene } from "./scene";

export function describeRefusals(scene: Scene, { passesBodies }: GatewayUnderTest): void {
  const challenge = 'Bearer realm="api"';

  function expectRefusal(answer: Answer, status: number, reason: string): void {
    expect(answer).toMatchObject({
      status,
      headers: {
        "x-access-decision": reason,
        "cache-control": "no-store",
        "content-type": "application/problem+json",
      },
    });
    expect(JSON.parse(answer.body)).toMatchObject({ type: "about:blank", status, reason });
    expect("detail" in JSON.parse(answer.body)).toBe(passesBodies);
  }

  describe("a call is refused with the reason", () => {
    it("without a key", async () => {
      const answer = await scene.call({ path: `/?api_key=${(await givenKey()).key}` });
      expectRefusal(answer, 401, "no_key");
      expect(answer.headers["www-authenticate"]).toBe(challenge);
    });

    it.each<[string, (key: string) => Header[]]>([
      ["that is unknown", () => [["X-API-Key", makePackageKey("test")]]],
      ["that is unknown, as Bearer", () => [["Authorization", `Bearer ${makePackageKey("test")}`]]],
      ["that is no key", () => [["X-API-Key", "let me in"]]],
      ["that is not ASCII", () => [["X-API-Key", "schl\u00fcssel"]]],
      ["beside another one", (key) => [["X-API-Key", key], ["Authorization", `Bearer ${makePackageKey("test")}`]]], // prettier-ignore
      ["before another one", (key) => [["X-API-Key", key], ["X-API-Key", makePackageKey("test")]]], // prettier-ignore
      ["after another one", (key) => [["X-API-Key", makePackageKey("test")], ["X-API-Key", key]]], // prettier-ignore
      ["twice", (key) => [["X-API-Key", key], ["x-api-key", key]]], // prettier-ignore
    ])("with a key %s", async (_, headers) => {
      const answer = await scene.call({ headers: headers((await givenKey()).key) });
      expectRefusal(answer, 401, "unknown_key");
      expect(answer.headers["www-authenticate"]).toBe(`${challenge}, error="invalid_token"`);
    });

    it("where its owner, its plan or the key itself does not let it work", async () => {
      const dora = await givenPerson({ username: "dora", status: "DISABLED" });
      const wei = await givenPerson({ username: "wei", status: "WAITING" });
      const keys = {
        user_disabled: await givenKey({ owner: dora }),
        user_waiting: await givenKey({ owner: wei }),
        key_disabled: await givenKey({ status: "DISABLED" }),
        key_waiting: await givenKey({ status: "WAITING" }),
        plan_inactive: await givenKey({ plan: "Silver", planActive: false }),
      };
      for (const [reason, { key }] of Object.entries(keys)) {
        expectRefusal(await scene.callWith(key), 403, reason);
        expectRefusal(await scene.call({ headers: [["Authorization", `Bearer ${key}`]] }), 403, reason);
      }
    });

    it("whatever is asked, and with whichever body", async () => {
      const { key } = await givenKey({ status: "DISABLED" });
      const body = randomBytes(100_000);
      for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
        expectRefusal(await scene.callWith(key, { method, path: "/ships?status=200", body }), 403, "key_disabled");
      }
      expect(await scene.callWith(key, { method: "HEAD" })).toMatchObject({
        status: 403,
        headers: { "x-access-decision": "key_disabled" },
        body: "",
      });
    });
  });
}
