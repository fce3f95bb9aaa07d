/** `npm run users -- enrolment-code`: lets somebody whose role requires a second factor set up the first one. */
import { commandLineActor } from "@/access/actor";
import { ENROLMENT_HOURS, createEnrolmentCode } from "@/access/sign-in/enrolment-codes";
import { CommandError, seeHelp, UsageError } from "@/scripts/terminal/command";
import { texts } from "@/text/texts";
import { allowOnly, EXIT, type Given, printObject, USERS } from "./arguments";

export async function createCode(given: Given, words: readonly string[]): Promise<() => Promise<number>> {
  const [username] = words;
  if (username === undefined || words.length > 1) {
    throw new UsageError(`Name one user: users enrolment-code linus. ${seeHelp(USERS)}`);
  }
  allowOnly("enrolment-code", given, ["json"]);
  return async () => {
    const code = await enrolmentCodeFor(username);
    if (given.json) printObject({ username, enrolmentCode: code });
    else printEnrolmentCode(code);
    return EXIT.done;
  };
}

export async function enrolmentCodeFor(username: string): Promise<string> {
  const outcome = await createEnrolmentCode(commandLineActor(), username);
  if (outcome.ok) return outcome.code;
  throw new CommandError(`${username}: ${texts().words.refusals[outcome.refusal]}`);
}

export function printEnrolmentCode(code: string): void {
  console.log(`Enrolment code: ${code}`);
  console.log(`It works once, within ${ENROLMENT_HOURS} hours, to set up the second factor. It is not shown again.`);
}
