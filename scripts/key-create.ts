/** `npm run key:create`: a package key for a user, made on the server itself; with --json for scripts. */
import { z } from "zod";
import { type Actor, commandLineActor } from "@/access/actor";
import { createPackageKey } from "@/access/keys/new-package-key";
import { applicationNameField, packageNameField, planNameField } from "@/access/keys/package-fields";
import { createPackage, listPackages } from "@/access/keys/packages";
import { createPlan, findPlanByName, type PlanOfName } from "@/access/keys/plans";
import { findUser } from "@/access/users/users";
import { browserTexts } from "@/text/browser-texts";
import { texts } from "@/text/texts";
import { withMigratedDatabase } from "./postgres/migrated-database";
import { CommandError, commandSettings, readArguments, readForm, runCommand } from "./terminal/command";

const COMMAND = "key:create";

const help = `Creates a package key for a user, Enabled, and prints it, for this one time.

  npm run -s key:create -- --username linus --json

  --username <name>      required
  --application <name>   one of the user's, which is created if they have none of that name; otherwise "Default"
  --package <name>       with --plan: which plan the key is for. Otherwise it is the first active one by package
  --plan <name>          and plan; where there is no plan at all, "Default" of the package "Default" is created
  --json                 prints one JSON object: id, key, username, application, package, plan, status`;

const options = {
  username: { type: "string" },
  application: { type: "string" },
  package: { type: "string" },
  plan: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

const DEFAULT = "Default";

const formSchema = z.object({
  username: z.string("Say whose key it is, by --username."),
  application: applicationNameField.default(DEFAULT),
  package: packageNameField.optional(),
  plan: planNameField.optional(),
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
  await withMigratedDatabase(settings, () => create(form, settings.keyEnvironment));
});

async function create({ json, ...form }: Form, environment: string): Promise<void> {
  const actor = commandLineActor();
  const user = await findUser(actor, form.username);
  if (!user) throw new CommandError(`There is no user ${form.username}.`);
  const plan = (await findPlanByName(actor, form)) ?? (await makeDefaultPlan(actor, form));
  const { username } = user;
  const application = { name: form.application };
  const made = await createPackageKey(actor, { username, application, planId: plan.id, environment });
  if (!made.ok) throw new CommandError(`${username}: ${texts().words.refusals[made.refusal]}`);
  const { id, key, block } = made;
  const names = { username, application: form.application, package: plan.packageName, plan: plan.name };
  if (json) console.log(JSON.stringify({ id, key, ...names, status: "ENABLED" }));
  else printKey(key, names);
  if (block) console.error(`It does not work yet. ${browserTexts().keyBlocks[block]}.`);
}

function printKey(key: string, names: { username: string; application: string; package: string; plan: string }): void {
  const { username, application, plan } = names;
  console.log(
    `✓ ${username} has a new package key of the application ${application}, plan ${plan} of ${names.package}.`,
  );
  console.log(`Key: ${key}`);
  console.log("It is stored nowhere and will not be shown again.");
}

/** For the first key of a deployment. Where there are plans, but none of that name or none that is active, it says so. */
async function makeDefaultPlan(actor: Actor, form: Pick<Form, "package" | "plan">): Promise<PlanOfName> {
  const packages = await listPackages(actor);
  const named = form.package !== undefined || form.plan !== undefined;
  if (named || packages.some(({ plans }) => plans.length > 0)) {
    throw new CommandError(
      whyNoPlan(
        form,
        packages.map(({ name }) => name),
      ),
    );
  }
  // Somebody may create the same at this moment, so what is found afterwards counts.
  await createPackage(actor, { name: DEFAULT });
  const owner = (await listPackages(actor)).find(({ name }) => name === DEFAULT);
  await createPlan(actor, { packageId: owner?.id ?? "", name: DEFAULT, throttlePerSecond: null, quotaPerDay: null });
  const plan = await findPlanByName(actor, { package: DEFAULT, plan: DEFAULT });
  if (!plan) throw new Error("The plan was created and is gone.");
  // The standard output belongs to the key.
  console.error(`There was no plan yet: the plan ${DEFAULT} of the package ${DEFAULT} was created.`);
  return plan;
}

function whyNoPlan({ package: wanted, plan }: Pick<Form, "package" | "plan">, packages: readonly string[]): string {
  if (wanted === undefined) return plan === undefined ? "No plan is active." : `No package has a plan ${plan}.`;
  if (!packages.includes(wanted)) return `There is no package ${wanted}.`;
  return plan === undefined
    ? `The package ${wanted} has no active plan.`
    : `The package ${wanted} has no plan ${plan}.`;
}
