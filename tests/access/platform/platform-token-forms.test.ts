/** A form that is sent again, as browsers without scripts do when its answer is loaded again, makes no second token. */
import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { database } from "@/access/database";
import { createPlatformToken, revokePlatformToken } from "@/access/platform/platform-tokens";
import { entriesAbout, signedIn } from "@/tests/actors";
import { emptyDatabase, freshDatabase, givenPeople } from "@/tests/database";

beforeAll(freshDatabase);
beforeEach(emptyDatabase);

test.each(["while the token is in use", "after it was revoked"])("ada sends her form again %s", async (when) => {
  const ada = await signedIn((await givenPeople("ada")).ada);
  const id = randomUUID();
  expect(await createPlatformToken(ada, "Okta", id)).toMatchObject({ ok: true, id });
  if (when !== "while the token is in use") await revokePlatformToken(ada, id);
  const [before, told] = [await database().platformToken.findMany(), await entriesAbout()];
  for (const again of [id, id.toUpperCase()]) {
    expect(await createPlatformToken(ada, "Okta", again)).toEqual({ ok: false, refusal: "sent_before" });
  }
  expect(await database().platformToken.findMany()).toEqual(before);
  expect(await entriesAbout()).toEqual(told);
});
