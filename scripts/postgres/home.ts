/** LATCHKEY_HOME: the folder of what this installation keeps. Secrets in it are readable by their owner only. */
import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { causeOf, CommandError, errorCode } from "@/scripts/terminal/command";

/** Makes the folder if need be, and refuses one that can't be written. */
export function openHome(home: string): void {
  const probe = join(home, `.probe-${process.pid}`);
  try {
    mkdirSync(home, { recursive: true });
    // The database of a start as root runs as another system user, who has to pass through.
    chmodSync(home, isRoot() ? 0o711 : 0o700);
    writeFileSync(probe, "");
    rmSync(probe);
  } catch (error) {
    throw new CommandError(
      `The folder ${home} can't be written (${causeOf(error)}): set LATCHKEY_HOME to one that can be.`,
    );
  }
}

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** The secret kept under this name; made at the first call. */
export function keptSecret(home: string, name: string): string {
  const kept = readSecret(home, name);
  if (kept !== undefined) return kept;
  const made = randomBytes(32).toString("base64url");
  keepSecret(home, name, made);
  return made;
}

export function keepSecret(home: string, name: string, value: string): void {
  // Written beside and moved into place, so that no crash leaves half a secret.
  const path = join(home, name);
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${value}\n`, { mode: 0o600 });
  renameSync(draft, path);
}

export function readSecret(home: string, name: string): string | undefined {
  try {
    return readFileSync(join(home, name), "utf8").trim() || undefined;
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

export function forgetSecret(home: string, name: string): void {
  rmSync(join(home, name), { force: true });
}
