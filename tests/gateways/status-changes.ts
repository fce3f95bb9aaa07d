/** A change is in force at the very next call once the gate has acknowledged it. */
import { Agent } from "node:http";
import { describe, expect, it, vi } from "vitest";
import { type GivenKey, givenKey } from "@/tests/keys";
import { givenPerson } from "@/tests/database";
import { arrived } from "./call";
import type { Scene } from "./scene";

const setUser = "UPDATE users SET status = $2 WHERE id = $1";
const setKey = "UPDATE package_keys SET status = $2 WHERE id = $1";
const setPlan = "UPDATE plans SET active = $2 WHERE id = $1";

export function describeStatusChanges(scene: Scene): void {
  async function expectAllowed({ key }: GivenKey): Promise<void> {
    expect(arrived(await scene.callWith(key))).toMatchObject({ method: "GET", url: "/" });
  }

  async function expectRefused({ key }: GivenKey, reason: string): Promise<void> {
    const answer = await scene.callWith(key);
    expect(answer).toMatchObject({ status: 403, headers: { "x-access-decision": reason } });
  }

  describe("from one call to the next", () => {
    it("linus is disabled and refused, enabled and let pass", async () => {
      const linus = await givenKey();
      for (let round = 0; round < 3; round += 1) {
        await expectAllowed(linus);
        await scene.change(setUser, linus.ownerId, "DISABLED");
        await expectRefused(linus, "user_disabled");
        await scene.change(setUser, linus.ownerId, "ENABLED");
      }
      await expectAllowed(linus);
    });

    it("one key is disabled and refused, enabled and let pass, and another works all the time", async () => {
      const one = await givenKey();
      const other = await givenKey();
      await expectAllowed(one);
      await scene.change(setKey, one.id, "DISABLED");
      await expectRefused(one, "key_disabled");
      await expectAllowed(other);
      await scene.change(setKey, one.id, "ENABLED");
      await expectAllowed(one);
    });

    it("enabling linus does not revive a key that was disabled by itself", async () => {
      const linus = await givenKey();
      await expectAllowed(linus);
      await scene.change(setKey, linus.id, "DISABLED");
      await scene.change(setUser, linus.ownerId, "DISABLED");
      await expectRefused(linus, "user_disabled");
      await scene.change(setUser, linus.ownerId, "ENABLED");
      await expectRefused(linus, "key_disabled");
    });

    it("a plan is made inactive and active again", async () => {
      const linus = await givenKey({ plan: "Bronze" });
      await expectAllowed(linus);
      await scene.change(setPlan, linus.planId, false);
      await expectRefused(linus, "plan_inactive");
      await scene.change(setPlan, linus.planId, true);
      await expectAllowed(linus);
    });

    it("a deleted key is unknown", async () => {
      const linus = await givenKey();
      await expectAllowed(linus);
      await scene.change("DELETE FROM package_keys WHERE id = $1", linus.id);
      expect(await scene.callWith(linus.key)).toMatchObject({ status: 401 });
    });
  });

  it("200 callers at once on connections that stay open get no answer that is out of date", async () => {
    const owner = await givenPerson({ username: "busy" });
    const busy = await givenKey({ owner });
    const callers = new Callers(scene, busy.key, 200);
    try {
      await callers.hear(200);
      for (let round = 0; round < 3; round += 1) {
        await callers.duringChange(() => scene.change(setUser, owner.id, "DISABLED"));
        await callers.hear(403);
        await callers.duringChange(() => scene.change(setUser, owner.id, "ENABLED"));
        await callers.hear(200);
      }
    } finally {
      await callers.stop();
      await scene.renewGateway();
    }
    expect(callers.wrong).toEqual(new Set());
  }, 90_000);
}

/**
 * Callers who call again as soon as they have their answer. A call that lies between two changes from its beginning to
 * its end has one right decision; one that a change overtakes may go either way. That a machine is too busy to decide in
 * time is no decision.
 */
class Callers {
  readonly wrong = new Set<string>();
  readonly #agent = new Agent({ keepAlive: true });
  readonly #lanes: Promise<void>[];
  /** A new one between each two changes. */
  #period: { right: number; heard: number } | undefined;
  #stopped = false;

  constructor(scene: Scene, key: string, count: number) {
    this.#lanes = Array.from({ length: count }, () => this.#callOnAndOn(scene, key));
  }

  /** Until each of them could have heard two decisions. */
  async hear(right: number): Promise<void> {
    const period = { right, heard: 0 };
    this.#period = period;
    await vi.waitFor(() => expect(period.heard).toBeGreaterThan(2 * this.#lanes.length), { timeout: 30_000 });
  }

  async duringChange(change: () => Promise<void>): Promise<void> {
    this.#period = undefined;
    await change();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#lanes);
    this.#agent.destroy();
  }

  async #callOnAndOn(scene: Scene, key: string): Promise<void> {
    while (!this.#stopped) {
      const period = this.#period;
      const { status, body } = await scene.callOnceWith(key, { agent: this.#agent });
      if (status >= 500 || period === undefined || period !== this.#period) continue;
      period.heard += 1;
      // The body tells who let it pass: what the API saw has the owner's id, where it was the gate.
      if (status !== period.right) this.wrong.add(`${status} instead of ${period.right}: ${body}`);
    }
  }
}
