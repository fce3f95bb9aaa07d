/** Who can sign in after a start: the sample people of an embedded database, or an administrator made by hand. */
import { commandLineActor } from "@/access/actor";
import { type Settings } from "@/access/operation/settings";
import { makePassword } from "@/access/sign-in/passwords";
import { readSecondFactorSettings } from "@/access/sign-in/second-factor-settings";
import { hasAdministrator } from "@/access/status/administrators";
import { loadSampleData } from "@/prisma/sample-data";
import { step } from "./terminal/progress";

/** Returns the password of the sample people if they have just been made. */
export async function fillWithSamples(settings: Settings): Promise<string | undefined> {
  if (settings.databaseUrl !== undefined) return undefined;
  const password = settings.samplePassword ?? makePassword();
  const { users } = await step(
    "Loading sample data",
    () => loadSampleData(password),
    (loaded) => (loaded.users === 0 ? undefined : `Sample data loaded (${loaded.users} users)`),
  );
  return users === 0 ? undefined : password;
}

export async function signInHint(settings: Settings, password: string | undefined): Promise<string> {
  const command = "npm run admin:create -- --username … --email …";
  if (settings.databaseUrl !== undefined) {
    return (await hasAdministrator(commandLineActor())) ? "" : `Nobody can sign in as an administrator yet: ${command}`;
  }
  if (password === undefined) {
    return `Sign in as ada or grace with the password of the first start, or make an administrator: ${command}`;
  }
  const shown = settings.samplePassword === undefined ? password : "the one in LATCHKEY_SAMPLE_PASSWORD";
  return `Sign in as ada or grace (administrators), cora, sam or linus. Their password: ${shown}${enrolmentHint()}`;
}

function enrolmentHint(): string {
  if (readSecondFactorSettings().roles.length === 0) return "";
  return "\nWhere SECOND_FACTOR_ROLES requires a second factor, setting it up takes a code: npm run users -- enrolment-code ada";
}
