/** Where the gate does not say yes, nothing passes: whatever it says instead, and if it says nothing. */
import type { RequestListener } from "node:http";
import { describe, expect, it } from "vitest";
import { givenKey } from "@/tests/keys";
import type { Header } from "./call";
import type { GatewayUnderTest } from "./contract";
import type { Scene } from "./scene";

export function describeOutages(scene: Scene, { whenGateIsDown, whenGateIsSlow, takesAnyYes }: GatewayUnderTest): void {
  describe("nothing passes", () => {
    it("while the gate is down, and everything again when it is back", async () => {
      const { key } = await givenKey();
      expect(await scene.callWith(key)).toMatchObject({ status: 200 });
      await scene.stopGate();
      const refused = { status: whenGateIsDown };
      const calls = [scene.callOnceWith(key), scene.callOnceWith(key), scene.callOnceWith(key)];
      expect(await Promise.all(calls)).toMatchObject([refused, refused, refused]);
      await scene.startGate();
      expect(await scene.callWith(key)).toMatchObject({ status: 200 });
    });

    it("when the gate can't know", async () => {
      const { key } = await givenKey();
      await scene.withoutDatabase(async () => {
        await expect
          .poll(() => scene.callOnceWith(key), { timeout: 10_000 })
          .toMatchObject({
            status: 503,
            headers: {
              "x-access-decision": "unavailable",
              "cache-control": "no-store",
              "content-type": "application/problem+json",
            },
          });
      });
      await expect.poll(() => scene.callOnceWith(key), { timeout: 10_000 }).toMatchObject({ status: 200 });
    });

    it("when the gate takes too long", async () => {
      const { key } = await givenKey();
      await scene.insteadOfGate(() => undefined, async () => {
        expect(await scene.callOnceWith(key)).toMatchObject({ status: whenGateIsSlow });
      }); // prettier-ignore
    });

    it.each<[string, RequestListener]>([
      ["with an error", (_, response) => response.writeHead(500).end("error")],
      ["with something of its own", (_, response) => response.writeHead(404).end()],
      ["that somebody else would know", (_, response) => response.writeHead(302, { Location: "/" }).end()],
      ["by closing the connection", (request) => request.socket.destroy()],
      ["with nonsense", (request) => request.socket.end("HTTP/1.1 yes\r\n\r\n")],
    ])("when something in the gate's place answers %s", async (_, listener) => {
      const { key } = await givenKey();
      await scene.insteadOfGate(listener, async () => {
        const { status, body } = await scene.callOnceWith(key);
        expect(status).toBeGreaterThanOrEqual(300);
        expect(body).not.toContain("bodyHash");
      });
    });

    if (!takesAnyYes) {
      // Under load Caddy does this by itself: it may take a connection to the API for one to the gate.
      it("when another server says yes in the gate's place, such as the API", async () => {
        const { key } = await givenKey({ status: "DISABLED" });
        const others: RequestListener[] = [
          (_, response) => response.end("fine"),
          (_, response) => response.writeHead(204).end(),
          (_, response) => response.writeHead(200, { "X-Access-Decision": "" }).end(),
        ];
        const claim: Header[] = [["X-Access-Decision", "allowed"]];
        for (const other of others) {
          await scene.insteadOfGate(other, async () => {
            const answers = [await scene.callOnceWith(key), await scene.callOnceWith(key, { headers: claim })];
            for (const { status, body } of answers) {
              expect(status).toBe(whenGateIsDown);
              expect(body).not.toContain("bodyHash");
            }
          });
        }
      });
    }
  });
}
