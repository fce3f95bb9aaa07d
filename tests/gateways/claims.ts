/** Who calls is said by the gate alone, whatever the caller says about themself. */
import type { RequestListener } from "node:http";
import { describe, expect, it } from "vitest";
import { givenKey } from "@/tests/keys";
import { arrived, type Header, identityIn, identityNames, identityOf, valuesOf } from "./call";
import type { GatewayUnderTest } from "./contract";
import type { Scene } from "./scene";

export function describeClaims(scene: Scene, { removesByBeginning }: GatewayUnderTest): void {
  describe("what a caller says about themself", () => {
    it.each<[string, (name: string) => Header[]]>([
      ["plainly", (name) => [[name, "mallory"]]],
      ["in lower case", (name) => [[name.toLowerCase(), "mallory"]]],
      ["in upper case", (name) => [[name.toUpperCase(), "mallory"]]],
      ["twice", (name) => [[name, "mallory"], [name.toLowerCase(), "mallory"]]], // prettier-ignore
      ["with underscores", (name) => [[name.replaceAll("-", "_"), "mallory"]]],
      ["with one underscore", (name) => [[name.replace("-", "_"), "mallory"]]],
      ["with another underscore", (name) => [[name.replace(/-(?=[^-]*$)/, "_"), "mallory"]]],
      ["as an empty value", (name) => [[name, ""], [name, "mallory"]]], // prettier-ignore
    ])("never reaches the API: %s", async (_, spell) => {
      const linus = await givenKey();
      const headers = identityNames.flatMap(spell);
      expect(identityIn(await scene.callWith(linus.key, { headers }))).toEqual(
        identityIn(await scene.callWith(linus.key)),
      );
    });

    it("never reaches the API where the gate names nobody", async () => {
      const { key } = await givenKey();
      const nobody: RequestListener = (_, response) =>
        response.writeHead(200, { "X-Access-Decision": "allowed" }).end();
      await scene.insteadOfGate(nobody, async () => {
        const headers = identityNames.map((name): Header => [name, "mallory"]);
        expect((await scene.callOnceWith(key, { headers })).body).not.toContain("mallory");
      });
    });

    if (removesByBeginning) {
      it("never reaches the API under names that the gate might use one day", async () => {
        const { key } = await givenKey();
        const headers: Header[] = ["X-User-Email", "x-user-roles", "X-APPLICATION-OWNER"].map((name) => [
          name,
          "mallory",
        ]);
        const answer = await scene.callWith(key, { headers });
        expect(arrived(answer).url).toBe("/");
        expect(answer.body).not.toContain("mallory");
      });
    }

    it("never takes away what the gate says, by naming it in Connection", async () => {
      const { key } = await givenKey();
      const expected = identityIn(await scene.callWith(key));
      for (const first of ["close", "keep-alive", "Upgrade"]) {
        const headers: Header[] = [["Connection", [first, ...identityNames, "X-API-Key"].join(", ")]];
        const sent = arrived(await scene.callWith(key, { headers }));
        expect(identityOf(sent)).toEqual(expected);
        expect(valuesOf(sent, "Connection").join()).not.toContain("X-");
      }
    });

    it("does not turn a call into a connection that would outlive the decision", async () => {
      const { key } = await givenKey();
      const headers: Header[] = [
        ["Connection", "Upgrade"],
        ["Upgrade", "websocket"],
        ["Sec-WebSocket-Key", "bGludXMgYW5kIGhpcyBrZQ=="],
      ];
      const sent = arrived(await scene.callWith(key, { headers }));
      expect(valuesOf(sent, "Upgrade")).toEqual([]);
    });

    it("does not include where they call from", async () => {
      const { key } = await givenKey();
      const headers: Header[] = [
        ["X-Forwarded-For", "203.0.113.9"],
        ["X-Forwarded-Proto", "https"],
      ];
      const sent = arrived(await scene.callWith(key, { headers }));
      expect(valuesOf(sent, "X-Forwarded-For")).toEqual(["127.0.0.1"]);
      expect(valuesOf(sent, "X-Forwarded-Proto")).toEqual(["http"]);
    });
  });
}
