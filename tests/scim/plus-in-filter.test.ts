/** A plus in the address of a look-up: of an e-mail address, or a blank as forms write it. */
import { beforeAll, describe, expect, it } from "vitest";
import { freshDatabase } from "@/tests/database";
import { type Body, Platform } from "./platform";

let okta: Platform;

describe("a plus in the address", () => {
  beforeAll(async () => {
    await freshDatabase();
    okta = await Platform.connected();
    await okta.provision("ada+test@example.com", { displayName: "Ada + Test" });
    await okta.provision("ada test@example.com", { displayName: "Ada Test" });
  });

  async function foundBy(query: string): Promise<unknown[]> {
    const { status, body } = await okta.get(`/Users?${query}`);
    expect(status).toBe(200);
    return (body["Resources"] as Body[]).map(({ userName }) => userName);
  }

  const PLUS = ["ada+test@example.com"];
  const BLANK = ["ada test@example.com"];

  it.each<[string, string, string[]]>([
    ["encoded", "filter=userName%20eq%20%22ada%2Btest%40example.com%22", PLUS],
    ["bare in a text, between encoded blanks", "filter=userName%20eq%20%22ada+test@example.com%22", PLUS],
    ["bare in a text whose quotes are bare", 'filter=userName%20eq%20"ada+test@example.com"', PLUS],
    ["encoded, where blanks are pluses", "filter=userName+eq+%22ada%2Btest%40example.com%22", PLUS],
    ["for a blank in a text, where all blanks are", "filter=userName+eq+%22ada+test%40example.com%22", BLANK],
    ["an encoded blank in a text", "filter=userName%20eq%20%22ada%20test@example.com%22", BLANK],
    ["behind an escaped quote", 'filter=displayName%20eq%20%22%5C%22+%22%20or%20userName%20co%20"a+t"', PLUS],
    ["behind an escaped backslash", "filter=displayName%20eq%20%22%5C%5C%22+or+userName+co+%22a%2Bt%22", PLUS],
    ["under an encoded name", "%66ilter=userName%20co%20%22a+t%22", PLUS],
    ["for a blank between attributes", "attributes=id,+userName&filter=userName%20co%20%22a+t%22", PLUS],
    ["before a number", "startIndex=+1&count=+1&filter=userName%20co%20%22a+t%22", PLUS],
  ])("%s", async (_, query, names) => {
    expect(await foundBy(query)).toEqual(names);
  });

  it("keeps a platform from creating in a circle whom it can't find", async () => {
    const name = "grace+ops@example.com";
    expect(await foundBy(`filter=userName%20eq%20%22${name}%22`)).toEqual([]);
    await okta.provision(name);
    expect(await foundBy(`filter=userName%20eq%20%22${name}%22`)).toEqual([name]);
  });
});
