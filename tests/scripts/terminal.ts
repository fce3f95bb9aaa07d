/** A command on a terminal of its own, by the program `script` of util-linux: what it asks there is answered. */
import { spawn, spawnSync } from "node:child_process";

export const HAS_TERMINAL = spawnSync("script", ["--version"]).status === 0;

type AtTerminal = {
  readonly command: readonly string[];
  readonly settings: Record<string, string>;
  /** What the command asks, and what is typed then. */
  readonly question: string;
  readonly answer: string;
};

export async function runAtTerminal(given: AtTerminal): Promise<{ code: number | null; output: string }> {
  const { command, settings, question, answer } = given;
  const words = [process.execPath, "scripts/run.mjs", ...command].map((word) => `'${word}'`).join(" ");
  const env = { ...process.env, ...settings };
  const terminal = spawn("script", ["--quiet", "--return", "--command", words, "/dev/null"], { env });
  let output = "";
  terminal.stdout.on("data", (part: Buffer) => {
    const asked = output.includes(question);
    output += part.toString();
    if (!asked && output.includes(question)) terminal.stdin.write(`${answer}\n`);
  });
  const code = await new Promise<number | null>((resolve) => terminal.on("close", resolve));
  return { code, output };
}
