/**
 * The file of a backup: lines of text, compressed by gzip, readable by its owner only. Guarantees that a file has its name
 * once it is whole and on the disk, and not before, and that none is written over.
 */
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createReadStream, existsSync } from "node:fs";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import { NotRestored } from "@/access/backup/backup-reader";
import { causeOf, CommandError } from "./terminal/command";

/** Lets `work` write lines. Whatever it throws leaves no file. */
export async function writeBackup<Outcome>(
  path: string,
  work: (write: (lines: string) => Promise<void>) => Promise<Outcome>,
): Promise<Outcome> {
  if (existsSync(path)) throw new CommandError(`${path} is there already: give another name.`);
  const unfinished = `${path}.${randomUUID()}.partial`;
  const file = await openToWrite(unfinished);
  try {
    const outcome = await compressInto(file, work);
    await rename(unfinished, path);
    // The name is in the folder only once that is on the disk as well.
    const folder = await open(dirname(resolve(path)));
    await folder.sync().finally(() => folder.close());
    return outcome;
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

async function openToWrite(path: string): Promise<FileHandle> {
  try {
    return await open(path, "wx", 0o600);
  } catch (error) {
    throw new CommandError(`The backup can't be written: ${causeOf(error)}.`, { cause: error });
  }
}

async function compressInto<Outcome>(
  file: FileHandle,
  work: (write: (lines: string) => Promise<void>) => Promise<Outcome>,
): Promise<Outcome> {
  const gzip = createGzip({ level: 4 });
  // With `flush` the bytes are on the disk when the stream has ended.
  const written = pipeline(gzip, file.createWriteStream({ flush: true }));
  // Waited for below; until then a failure shows at the next line.
  written.catch(() => undefined);
  const write = async (lines: string): Promise<void> => {
    if (!gzip.write(lines)) await Promise.race([once(gzip, "drain"), written]);
  };
  try {
    const outcome = await work(write);
    gzip.end();
    await written;
    return outcome;
  } catch (error) {
    gzip.destroy();
    await written.catch(() => undefined);
    throw error;
  }
}

/** The lines of a backup; one that is cut short, or no such file, is thrown as a sentence where it is noticed. */
export async function* linesOf(path: string): AsyncGenerator<string> {
  const source = createReadStream(path);
  const gunzip = createGunzip();
  const whole = pipeline(source, gunzip);
  whole.catch(() => undefined);
  try {
    const parts: AsyncIterable<string> = gunzip.setEncoding("utf8");
    let begun = "";
    for await (const part of parts) {
      const lines = `${begun}${part}`.split("\n");
      begun = lines.pop() ?? "";
      yield* lines;
    }
    await whole;
  } catch (error) {
    throw new NotRestored(`${path} can't be read as a backup: ${causeOf(error)}. Nothing was restored.`, {
      cause: error,
    });
  } finally {
    source.destroy();
    gunzip.destroy();
  }
}
