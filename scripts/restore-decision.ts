/** What `npm run restore` says of access that a backup would bring back, and who decides about it. */
import { createInterface } from "node:readline/promises";
import { NotRestored } from "@/access/backup/backup-reader";
import type { Decision } from "@/access/backup/restoration";
import type { Revived, RevivedKind } from "@/access/backup/revived-access";

const SENTENCES: Readonly<Record<RevivedKind, (count: string) => string>> = {
  users: (count) => `Disabled or deleted now, and enabled in the file: ${count} users`,
  roles: (count) => `With roles in the file that they do not have now: ${count} users`,
  keys: (count) => `Disabled or deleted now, and enabled in the file: ${count} package keys`,
  plans: (count) => `Inactive now, and active in the file: ${count} plans`,
  tokens: (count) => `Revoked now, and in use in the file: ${count} tokens of the platform`,
};

type Given = {
  readonly keep: boolean;
  readonly revive: boolean;
  /** Whether somebody may be asked. */
  readonly asks: boolean;
};

/** Lists what would come back. Asks where nothing was said and somebody is there, and otherwise stops the restoration. */
export async function decideOn(revived: readonly Revived[], { keep, revive, asks }: Given): Promise<Decision> {
  const list = revived.map(lineOf);
  for (const line of list) console.error(line);
  if (keep) return "keep";
  if (revive) return "revive";
  if (asks && process.stdin.isTTY) return ask();
  throw new NotRestored(
    "The backup would bring back access that was taken after it was made: say --keep-disabled or --revive. Nothing was restored.",
  );
}

function lineOf({ kind, count, names }: Revived): string {
  const more = count > names.length ? ` and ${(count - names.length).toLocaleString("en")} more` : "";
  return `! ${SENTENCES[kind](count.toLocaleString("en"))}: ${names.join(", ")}${more}.`;
}

const CANCELLED = "Cancelled. Nothing was restored.";

async function ask(): Promise<Decision> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const interrupted = new Promise<never>((_, reject) => {
    terminal.once("SIGINT", () => reject(new NotRestored(CANCELLED)));
    terminal.once("close", () => reject(new NotRestored(CANCELLED)));
  });
  interrupted.catch(() => undefined);
  try {
    for (;;) {
      const question = terminal.question("Keep them as they are now (Enter), revive them (r), or cancel (c)? ");
      const answer = (await Promise.race([question, interrupted])).trim().toLowerCase();
      if (["", "k", "keep"].includes(answer)) return "keep";
      if (["r", "revive"].includes(answer)) return "revive";
      if (["c", "cancel"].includes(answer)) throw new NotRestored(CANCELLED);
    }
  } finally {
    terminal.close();
  }
}
