/** A password typed on the terminal, which nobody behind the operator can read, or piped in by a program. */
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { CommandError } from "./command";

export async function askHidden(question: string): Promise<string> {
  process.stdout.write(question);
  const silence = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: silence, terminal: true });
  const interrupted = new Promise<never>((_, reject) => {
    terminal.once("SIGINT", () => reject(new CommandError("Nothing was changed.")));
  });
  try {
    return await Promise.race([terminal.question(""), interrupted]);
  } finally {
    terminal.close();
    process.stdout.write("\n");
  }
}

/** The first line, without the end of line that a shell's echo appends. */
export async function readPiped(): Promise<string> {
  return (await text(process.stdin)).split(/\r?\n/)[0] ?? "";
}
