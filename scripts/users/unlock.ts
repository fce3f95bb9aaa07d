/** `npm run users -- unlock`: ends the count of wrong passwords and codes, so that somebody can sign in again. */
import { commandLineActor } from "@/access/actor";
import { unlockUser } from "@/access/sign-in/account-lock";
import { seeHelp, UsageError } from "@/scripts/terminal/command";
import { texts } from "@/text/texts";
import { allowOnly, EXIT, type Given, printObject, USERS } from "./arguments";

export async function unlockUsers(given: Given, words: readonly string[]): Promise<() => Promise<number>> {
  if (words.length === 0) throw new UsageError(`Name somebody to unlock: users unlock linus. ${seeHelp(USERS)}`);
  allowOnly("unlock", given, ["json"]);
  return async () => {
    let refused = 0;
    for (const username of words) if (!(await unlock(username, given.json ?? false))) refused += 1;
    return refused === 0 ? EXIT.done : EXIT.refused;
  };
}

async function unlock(username: string, json: boolean): Promise<boolean> {
  const outcome = await unlockUser(commandLineActor(), username);
  if (outcome.ok) {
    if (json) printObject({ username, outcome: "unlocked" });
    else console.log(`✓ ${username} is unlocked.`);
    return true;
  }
  const why =
    outcome.refusal === "unknown_user" ? "There is no user of this name." : texts().words.refusals[outcome.refusal];
  if (json) printObject({ username, outcome: "refused", refusal: outcome.refusal, why });
  else console.error(`✗ ${username}: ${why}`);
  return false;
}
