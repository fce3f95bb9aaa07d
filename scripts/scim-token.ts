/** `npm run scim:token`: a token for the identity platform, made on the server itself; with --json for scripts. */
import { z } from "zod";
import { commandLineActor } from "@/access/actor";
import { createPlatformToken } from "@/access/platform/platform-tokens";
import { platformTokenLabelField } from "@/access/users/profile";
import { texts } from "@/text/texts";
import { withMigratedDatabase } from "./postgres/migrated-database";
import { CommandError, commandSettings, readArguments, readForm, runCommand } from "./terminal/command";

const COMMAND = "scim:token";

const help = `Creates a token with which the identity platform calls /scim/v2, and prints it, for this one time.

  npm run -s scim:token -- --label Okta --json

  --label <text>   required; what the history calls the platform by
  --json           prints one JSON object: id, label, token

Two tokens can be in use at once. Settings > Platform of the console revokes one.`;

const options = {
  label: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

const formSchema = z.object({
  label: z.string("Say what the token is called, by --label.").pipe(platformTokenLabelField),
  json: z.boolean().default(false),
});

type Form = z.infer<typeof formSchema>;

await runCommand(async () => {
  const given = readArguments(COMMAND, options);
  if (given.help) {
    console.log(help);
    return;
  }
  const settings = commandSettings();
  const form = readForm(COMMAND, formSchema, given);
  await withMigratedDatabase(settings, () => create(form));
});

async function create({ label, json }: Form): Promise<void> {
  const made = await createPlatformToken(commandLineActor(), label);
  if (!made.ok) throw new CommandError(texts().words.refusals[made.refusal]);
  const { id, token } = made;
  if (json) {
    console.log(JSON.stringify({ id, label, token }));
    return;
  }
  console.log(`✓ The identity platform has a new token, ${label}.`);
  console.log(`Token: ${token}`);
  console.log("It is stored nowhere and will not be shown again.");
}
