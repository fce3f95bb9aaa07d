/** What holds in front of an API whichever gateway asks the gate. */
import { randomBytes } from "node:crypto";
import type { RequestListener } from "node:http";
import type { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { makePackageKey } from "@/access/keys/package-key-format";
import { givenPerson } from "@/tests/database";
import { givenKey } from "@/tests/keys";
import { type Arrived, arrivalOf, hashOf } from "./api";
import { arrived, type Header, identityIn, identityNames, valuesOf } from "./call";
import { describeClaims } from "./claims";
import { findProgram, type Recipe } from "./gateway";
import { describeOutages } from "./outages";
import { describeRefusals } from "./refusals";
import { givenScene, type Scene } from "./scene";
import { describeStatusChanges } from "./status-changes";

export type GatewayUnderTest = Recipe & {
  /** What a caller gets where the gate does not answer. */
  whenGateIsDown: number;
  whenGateIsSlow: number;
  /** Whether the body of a refusal is the gate's own, with its sentence. */
  passesBodies: boolean;
  /** Whether a 200 counts that has nothing of the gate's; otherwise only the gate's own lets pass. */
  takesAnyYes: boolean;
  /** Whether headers are removed by how their names begin; otherwise only by their whole names. */
  removesByBeginning: boolean;
};

export function describeGateway(gateway: GatewayUnderTest): void {
  const { program } = gateway;
  const installed = findProgram(program) !== undefined;
  describe.skipIf(!installed)(installed ? program : `${program} is not installed`, () => {
    const scene = givenScene(gateway);
    describeWhatPasses(scene);
    describeClaims(scene, gateway);
    describeRefusals(scene, gateway);
    describeStatusChanges(scene);
    describeOutages(scene, gateway);
  });
}

function describeWhatPasses(scene: Scene): void {
  describe("a key that works", () => {
    it("reaches the API, which learns from the gate whose it is", async () => {
      const linus = await givenKey();
      expect(identityIn(await scene.callWith(linus.key))).toEqual({
        "X-User-Id": [linus.ownerId],
        "X-User-Name": ["linus"],
        "X-Application-Id": [linus.applicationId],
        "X-Application-Name": ["Harbour%20Map"],
        "X-Package": ["Maps"],
        "X-Plan": ["Gold"],
        "X-Key-Id": [linus.id],
        "X-Access-Decision": [],
      });
    });

    it("passes also with the longest names that the console takes", async () => {
      const longest = "名".repeat(100);
      const owner = await givenPerson({ username: "名".repeat(128) });
      const { key } = await givenKey({ owner, application: longest, package: longest, plan: longest });
      const names = identityIn(await scene.callWith(key));
      expect(names["X-User-Name"]).toEqual([encodeURIComponent(owner.username)]);
      expect(names["X-Plan"]).toEqual([encodeURIComponent(longest)]);
    });

    it.each(["Bearer", "bearer", "BEARER"])("may be sent as %s", async (scheme) => {
      const { key } = await givenKey();
      expect(await scene.call({ headers: [["Authorization", `${scheme} ${key}`]] })).toMatchObject({ status: 200 });
      const both: Header[] = [["Authorization", `${scheme} ${key}`]];
      expect(await scene.callWith(key, { headers: both })).toMatchObject({ status: 200 });
    });

    it("ends at the gateway, while a header of another scheme goes on to the API", async () => {
      const { key } = await givenKey();
      for (const scheme of ["Bearer", "bearer", "BEARER"]) {
        const headers: Header[] = [["authorization", `${scheme} ${key}`]];
        expect(JSON.stringify(arrived(await scene.callWith(key, { headers })))).not.toContain(key);
      }
      const basic = arrived(await scene.callWith(key, { headers: [["Authorization", "Basic bGludXM6"]] }));
      expect(valuesOf(basic, "Authorization")).toEqual(["Basic bGludXM6"]);
      expect(valuesOf(basic, "X-API-Key")).toEqual([]);
    });

    it.each(["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])(
      "passes by %s with what was asked",
      async (method) => {
        const { key } = await givenKey();
        const body = randomBytes(100);
        const path = `/ships/a%2Fb//c/../d;v=1?at=%20&api_key=${makePackageKey("test")}&X-User-Id=1`;
        const sent = arrived(await scene.callWith(key, { method, path, body }));
        expect(sent).toMatchObject({ method, url: path, bodyHash: hashOf(body) });
        expect(valuesOf(sent, "Host")).toEqual(["api.example.com"]);
      },
    );

    it("passes with a body that no gateway keeps in memory", async () => {
      const { key } = await givenKey();
      const body = randomBytes(5_000_000);
      expect(arrived(await scene.callWith(key, { method: "POST", body }))).toMatchObject({ bodyHash: hashOf(body) });
    });

    it.each(["/authorize", "/health", "/metrics", "/latchkey-authorize", "/latchkey-401", "/latchkey-503"])(
      "passes to the API and never to the gate: %s",
      async (path) => {
        const answer = await scene.callWith((await givenKey()).key, { path });
        expect(answer.headers).not.toHaveProperty("x-user-id");
        if (answer.status !== 404) expect(arrived(answer)).toMatchObject({ url: path });
      },
    );

    it("passes with cookies, which are the API's", async () => {
      const { key } = await givenKey();
      const headers: Header[] = [["Cookie", "theme=dark"]];
      expect(valuesOf(arrived(await scene.callWith(key, { headers })), "Cookie")).toEqual(["theme=dark"]);
    });

    it("is all that the gate is asked about: neither body nor cookies", async () => {
      const { key } = await givenKey();
      const asked: Arrived[] = [];
      const listener: RequestListener = (request, response) => {
        void arrivalOf(request).then((question) => {
          asked.push(question);
          response.writeHead(403, { "X-Access-Decision": "key_disabled" }).end();
        });
      };
      await scene.insteadOfGate(listener, async () => {
        const headers: Header[] = [["Cookie", "theme=dark"]];
        await scene.callOnceWith(key, { method: "POST", path: "/ships", headers, body: randomBytes(100_000) });
      });
      expect(asked).toMatchObject([{ url: "/authorize", bodyHash: hashOf(Buffer.alloc(0)) }]);
      expect(asked.map((question) => valuesOf(question, "X-API-Key"))).toEqual([[key]]);
      expect(asked.map((question) => valuesOf(question, "Cookie"))).toEqual([[]]);
    });

    it.each([
      ["lets pass", 200, ""],
      ["refuses", 403, "The reason."],
    ])("is asked about over connections that stay open, also when the gate %s", async (_, status, body) => {
      const { key } = await givenKey();
      const connections = new Set<Socket>();
      const listener: RequestListener = ({ socket }, response) => {
        connections.add(socket);
        const identity = Object.fromEntries(identityNames.map((name): Header => [name, "linus"]));
        const headers = { ...identity, "X-Access-Decision": status === 200 ? "allowed" : "key_disabled" };
        response.writeHead(status, { ...headers, "Content-Length": body.length }).end(body);
      };
      await scene.insteadOfGate(listener, async () => {
        for (let round = 0; round < 20; round += 1) {
          await Promise.all(Array.from({ length: 8 }, () => scene.callOnceWith(key)));
        }
      });
      expect(connections.size).toBeGreaterThan(0);
      expect(connections.size).toBeLessThan(40);
    });
  });
}
