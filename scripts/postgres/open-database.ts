/** The database of a command: the one of DATABASE_URL, or the embedded one, which is started unless it runs already. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { DatabaseClient, ReadOnlyDatabase } from "@/access/database-hosts";
import { tell } from "@/access/operation/log";
import { type Settings } from "@/access/operation/settings";
import { claimFolder } from "@/scripts/server/single-instance";
import { causeOf, CommandError, errorCode } from "@/scripts/terminal/command";
import { openHome, readSecret } from "./home";
import { addressName, ownerAddress, startPostgres } from "./postgres";
import { dataName } from "./postgres-files";

export type OpenDatabase = {
  /** By which consoles and gates connect, and commands that do what they do. */
  url: string;
  /** By which tables are made and changed. The same where one role does everything. */
  ownerUrl: string;
  version: string;
  close: () => Promise<void>;
  /** Settles if a server that was started here ends; never for another's. */
  ended: Promise<void>;
};

type Addresses = Pick<OpenDatabase, "url" | "ownerUrl">;

const never = new Promise<void>(() => undefined);
const nothingToDo = async (): Promise<void> => undefined;
const patience = 15_000;

/** For the console, which is alone on its data; the caller has claimed the folder. */
export function openOwnDatabase(settings: Settings): Promise<OpenDatabase> {
  return settings.databaseUrl === undefined
    ? startEmbedded(settings.home)
    : awaitExternal(addressesOf(settings, settings.databaseUrl), settings.operation.databaseWaitSeconds);
}

/** Returns the function that gives the folder free again. A console with a database elsewhere shares nothing. */
export async function claimHome(settings: Settings): Promise<() => Promise<void>> {
  if (settings.databaseUrl !== undefined) return nothingToDo;
  openHome(settings.home);
  const release = await claimFolder(settings.home);
  if (release) return release;
  throw new CommandError(
    `Latchkey is already running on ${settings.home}: stop it first, or set LATCHKEY_HOME to another folder.`,
  );
}

/** For a command that works beside a running console too. */
export async function openDatabase(settings: Settings): Promise<OpenDatabase> {
  if (settings.databaseUrl !== undefined) return openExternal(addressesOf(settings, settings.databaseUrl));
  openHome(settings.home);
  const deadline = Date.now() + patience;
  for (;;) {
    const release = await claimFolder(settings.home);
    if (release) return releasedAtClose(await startEmbedded(settings.home), release);
    const running = await findRunning(settings.home);
    if (running) return running;
    if (Date.now() > deadline) {
      throw new CommandError(`Another process holds ${settings.home}, but its database can't be reached.`);
    }
    await delay(100);
  }
}

/** The same for what is of no use on an empty one: it makes none. */
export async function openExistingDatabase(settings: Settings): Promise<OpenDatabase> {
  const { databaseUrl, home } = settings;
  if (databaseUrl !== undefined || existsSync(join(home, dataName))) return openDatabase(settings);
  throw new CommandError(`There is no database in ${home}: npm start makes one. Or set LATCHKEY_HOME or DATABASE_URL.`);
}

/** For what works on a database that somebody else keeps: it starts none. */
export async function findDatabase(settings: Settings): Promise<OpenDatabase> {
  const { databaseUrl, operation } = settings;
  if (databaseUrl !== undefined) {
    return awaitExternal({ url: databaseUrl, ownerUrl: databaseUrl }, operation.databaseWaitSeconds);
  }
  const running = await findRunning(settings.home);
  if (running) return running;
  throw new CommandError(`No database runs on ${settings.home}: run npm start first, or set DATABASE_URL.`);
}

async function startEmbedded(home: string): Promise<OpenDatabase> {
  const { url, ownerUrl, version, stop, ended } = await startPostgres(home);
  return { url, ownerUrl, version, close: stop, ended };
}

function releasedAtClose(database: OpenDatabase, release: () => Promise<void>): OpenDatabase {
  const close = async (): Promise<void> => {
    await database.close();
    await release();
  };
  return { ...database, close };
}

function addressesOf({ migrationDatabaseUrl }: Settings, url: string): Addresses {
  return { url, ownerUrl: migrationDatabaseUrl ?? url };
}

async function findRunning(home: string): Promise<OpenDatabase | undefined> {
  const url = readSecret(home, addressName);
  if (url === undefined) return undefined;
  try {
    return {
      url,
      ownerUrl: ownerAddress(url, home),
      version: await serverVersion(url),
      close: nothingToDo,
      ended: never,
    };
  } catch {
    return undefined;
  }
}

/** After a power failure services come up in any order: for one that can't be reached yet it may be worth to wait. */
async function awaitExternal(addresses: Addresses, waitSeconds: number): Promise<OpenDatabase> {
  const deadline = performance.now() + waitSeconds * 1_000;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await openExternal(addresses);
    } catch (error) {
      if (performance.now() >= deadline || !isPassing(error)) throw error;
      if (attempt === 1 && error instanceof Error) tell(`${error.message} It is waited for, ${waitSeconds} s at most.`);
      await delay(1_000);
    }
  }
}

/** Nobody answers yet, or who answers is starting. A wrong password gets no better by waiting. */
function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.cause instanceof ReadOnlyDatabase) return true;
  const words = errorCode(error.cause) ?? causeOf(error.cause);
  return /^(ECONN|EHOST|ENET|ENOTFOUND|EAI_|ETIMEDOUT|57P03|timeout expired|Connection terminated)/.test(words);
}

async function openExternal({ url, ownerUrl }: Addresses): Promise<OpenDatabase> {
  if (ownerUrl !== url) await reachedVersion("MIGRATION_DATABASE_URL", ownerUrl);
  const version = await reachedVersion("DATABASE_URL", url);
  return { url, ownerUrl, version, close: nothingToDo, ended: never };
}

async function reachedVersion(setting: string, url: string): Promise<string> {
  try {
    return await serverVersion(url);
  } catch (error) {
    const place = url.replace(/^[^/]*\/\/([^/?#]*@)?/, "").replace(/[?#].*$/s, "");
    throw new CommandError(`The database of ${setting} (${place}) can't be used: ${causeOf(error)}.`, { cause: error });
  }
}

async function serverVersion(url: string): Promise<string> {
  const client = new DatabaseClient({ connectionString: url, connectionTimeoutMillis: 5_000 });
  // Unheard, an error between connecting and ending would end the process.
  client.on("error", () => undefined);
  try {
    await client.connect();
    const shown = await client.query<{ server_version: string }>("SHOW server_version");
    return shown.rows[0]?.server_version ?? "";
  } finally {
    await client.end();
  }
}
