/** `npm run admin:create`: the way in for the first administrator of a deployment, and the way back in for a lost one. */
import { z } from "zod";
import { type Actor, commandLineActor } from "@/access/actor";
import { needsSecondFactor } from "@/access/rules";
import { isEasyToGuess } from "@/access/sign-in/easy-passwords";
import { makePassword } from "@/access/sign-in/passwords";
import { findSecondFactor, removeSecondFactor } from "@/access/sign-in/second-factor";
import { readSecondFactorSettings } from "@/access/sign-in/second-factor-settings";
import { createAdministrator } from "@/access/status/administrators";
import { EMPTY_PROFILE, newPasswordField, profileFields, usernameField } from "@/access/users/profile";
import { findUser } from "@/access/users/users";
import { texts } from "@/text/texts";
import { withMigratedDatabase } from "./postgres/migrated-database";
import { CommandError, commandSettings, readArguments, readForm, runCommand } from "./terminal/command";
import { askHidden, readPiped } from "./terminal/password-prompt";
import { enrolmentCodeFor, printEnrolmentCode } from "./users/enrolment-code";

const COMMAND = "admin:create";

const help = `Creates an administrator, or makes an administrator of a local user, enabled and with a new password.

  npm run admin:create -- --username ada --email ada@example.com

  --username <name>       required
  --email <address>       required; an existing user keeps the present address
  --display-name <name>   the username, if not given
  --password-stdin        reads the password from the standard input
  --remove-second-factor  takes a lost second factor away, so that the password alone signs in

On a terminal it asks for the password. Otherwise, and for an empty answer, it makes one and prints it. Where
SECOND_FACTOR_ROLES requires a second factor of administrators and there is none, it prints an enrolment code, which
setting one up takes.`;

const options = {
  username: { type: "string" },
  email: { type: "string" },
  "display-name": { type: "string" },
  "password-stdin": { type: "boolean" },
  "remove-second-factor": { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

const formSchema = z.object({
  username: usernameField,
  email: profileFields.shape.email,
  displayName: profileFields.shape.displayName,
});

type Password = { text: string; made: boolean };

await runCommand(async () => {
  const given = readArguments(COMMAND, options);
  if (given.help) {
    console.log(help);
    return;
  }
  const settings = commandSettings();
  const { username = "", email = "" } = given;
  const form = readForm(COMMAND, formSchema, { username, email, displayName: given["display-name"] ?? username });
  const password = await choosePassword(given["password-stdin"] ?? false);
  await withMigratedDatabase(settings, () => create(form, password, given["remove-second-factor"] ?? false));
});

async function choosePassword(piped: boolean): Promise<Password> {
  const text = piped ? await readPiped() : process.stdin.isTTY ? await askHidden("Password (empty: make one): ") : "";
  if (text === "" && !piped) return { text: makePassword(), made: true };
  return { text: readForm(COMMAND, newPasswordField, text), made: false };
}

async function create(form: z.infer<typeof formSchema>, password: Password, isLost: boolean): Promise<void> {
  const actor = commandLineActor();
  const owner = (await findUser(actor, form.username)) ?? { ...EMPTY_PROFILE, ...form };
  if (!password.made && (await isEasyToGuess(password.text, owner))) {
    throw new CommandError(texts().fields.password.easy);
  }
  const outcome = await createAdministrator(actor, { ...form, password: password.text });
  if (!outcome.ok) throw new CommandError(`${form.username}: ${texts().words.refusals[outcome.refusal]}`);
  const done = outcome.made === "created" ? "was created as an administrator" : "is an enabled administrator again";
  console.log(`✓ ${form.username} ${done}.`);
  if (password.made) console.log(`Password: ${password.text}`);
  await sayOfSecondFactor(actor, form.username, isLost);
}

async function sayOfSecondFactor(actor: Actor, username: string, isLost: boolean): Promise<void> {
  if (isLost) {
    const outcome = await removeSecondFactor(actor, username);
    if (!outcome.ok) throw new CommandError(`${username}: ${texts().words.refusals[outcome.refusal]}`);
    const isRemoved = outcome.entry !== null;
    console.log(isRemoved ? "✓ The second factor was removed." : "There was no second factor to remove.");
  }
  const user = await findUser(actor, username);
  if (user && (await findSecondFactor(actor, user.id))) {
    console.log("Signing in takes a code as well. If the app is lost: --remove-second-factor.");
  } else if (user && needsSecondFactor(user, readSecondFactorSettings().roles)) {
    // Otherwise the password would lead to a page that can't be passed.
    printEnrolmentCode(await enrolmentCodeFor(username));
  }
}
