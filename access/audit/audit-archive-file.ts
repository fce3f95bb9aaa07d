/**
 * A file of entries that have left the table: gzip, a line of JSON for each entry, with its position and its hash. The
 * columns stand as PostgreSQL wrote them, so that the hash can be computed again from the line alone.
 */
import { createHash, randomUUID } from "node:crypto";
import { mkdir, open, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { z } from "zod";
import { CHAINED_COLUMNS, type ChainedFields, type Link } from "./audit-chain";

export type ArchivedEntry = Link & { readonly fields: ChainedFields };

/** What a file unpacks to at most: several times what its entries can be. */
const MOST_BYTES = 2 ** 30;

const columns = Object.fromEntries(CHAINED_COLUMNS.map((column) => [column, z.string().nullable()]));
const lineSchema = z.object({
  position: z.number().int().positive(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  ...columns,
});

/** The name tells what is in the file, so that no other file is ever written over by it. */
export function archiveName(first: Link, last: Link): string {
  const digits = (position: bigint): string => position.toString().padStart(12, "0");
  return `audit-${digits(first.position)}-${digits(last.position)}-${last.hash.toString("hex").slice(0, 8)}.jsonl.gz`;
}

/** Writes the file whole or not at all: when it answers, with the hash of the bytes, they are on the disk. */
export async function writeArchive(folder: string, name: string, entries: readonly ArchivedEntry[]): Promise<Buffer> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const content = gzipSync(entries.map(line).join(""));
  const unfinished = join(folder, `${name}.${randomUUID()}.partial`);
  await inFile(unfinished, "w", (file) => file.writeFile(content));
  await rename(unfinished, join(folder, name));
  // The name is in the folder only once that is on the disk as well.
  await inFile(folder, "r", () => Promise.resolve());
  return sha256(content);
}

type OpenFile = Awaited<ReturnType<typeof open>>;

async function inFile(path: string, flags: "w" | "r", work: (file: OpenFile) => Promise<void>): Promise<void> {
  const file = await open(path, flags, 0o600);
  try {
    await work(file);
    await file.sync();
  } finally {
    await file.close();
  }
}

function line({ position, hash, fields }: ArchivedEntry): string {
  const written = CHAINED_COLUMNS.map((column, index) => [column, readable(column, fields[index] ?? null)]);
  const entry: Record<string, unknown> = { position: Number(position), hash: hash.toString("hex") };
  return `${JSON.stringify({ ...entry, ...Object.fromEntries(written) })}\n`;
}

/** A time is for people here, and as exact. */
function readable(column: string, field: string | null): string | null {
  return column === "at" && field !== null ? new Date(Number(field)).toISOString() : field;
}

/** The hash of a file's bytes, and its entries; throws where there is no such file, or another kind of one. */
export async function readArchive(folder: string, name: string): Promise<{ hash: Buffer; entries: ArchivedEntry[] }> {
  const content = await readFile(join(folder, name));
  const lines = gunzipSync(content, { maxOutputLength: MOST_BYTES }).toString().split("\n");
  return { hash: sha256(content), entries: lines.filter((text) => text !== "").map(entryOf) };
}

function entryOf(text: string): ArchivedEntry {
  const { position, hash, ...columns } = lineSchema.parse(JSON.parse(text));
  const given = z.record(z.string(), z.string().nullable()).parse(columns);
  const fields = CHAINED_COLUMNS.map((column) => {
    const field = given[column] ?? null;
    return column === "at" && field !== null ? `${Date.parse(field)}` : field;
  });
  return { position: BigInt(position), hash: Buffer.from(hash, "hex"), fields };
}

function sha256(content: Buffer): Buffer {
  return createHash("sha256").update(content).digest();
}
