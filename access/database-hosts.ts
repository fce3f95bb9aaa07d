/**
 * Where the database is when DATABASE_URL names several hosts, such as a primary and its standby: the driver knows one.
 * Guarantees that every connection made here leads to a server that takes changes, whichever of them that is by now, and
 * that a host which says nothing holds up the search for two seconds at most.
 */
import pg from "pg";

/** What may be asked for by target_session_attrs: everything here writes, so that no standby would do. */
const TARGETS = ["read-write", "primary"];
const PROBE_LIMIT_MS = 2_000;
const PARTS = /^(postgres(?:ql)?:\/\/(?:[^/?#]*@)?)([^/?#]*)(.*)$/is;

/** The address of each host, in the order in which they are tried. */
type Hosts = { readonly urls: readonly [string, ...string[]]; readonly isWritableAskedFor: boolean };

/** Undefined where the text is no address of a database that Latchkey could work on. */
function readHosts(databaseUrl: string): Hosts | undefined {
  const [, before = "", hosts = "", after = ""] = PARTS.exec(databaseUrl) ?? [];
  const names = hosts.split(",");
  const [first, ...others] = names.map((name) => before + name + after);
  if (first === undefined || ![first, ...others].every((url) => before !== "" && URL.canParse(url))) return undefined;
  if (others.length > 0 && names.includes("")) return undefined;
  const target = new URL(first).searchParams.get("target_session_attrs");
  if (target !== null && !TARGETS.includes(target)) return undefined;
  return { urls: [first, ...others], isWritableAskedFor: target !== null || others.length > 0 };
}

export function isDatabaseUrl(text: string): boolean {
  return readHosts(text) !== undefined;
}

/** The address with one host, which takes changes at this moment: for what does its work and ends. */
export async function presentDatabaseUrl(databaseUrl: string): Promise<string> {
  const hosts = readHosts(databaseUrl);
  if (!hosts) throw new Error("This is no address of a database.");
  return hosts.isWritableAskedFor ? search(databaseUrl, hosts.urls) : hosts.urls[0];
}

/** By address: where the last search ended, which is where the next one begins, and the one under way. */
const found = new Map<string, string>();
const searches = new Map<string, Promise<string>>();

/** Whoever asks meanwhile gets the same answer: a pool that connects anew is one question, not ten. */
function search(databaseUrl: string, urls: Hosts["urls"]): Promise<string> {
  const underWay = searches.get(databaseUrl) ?? tryInTurn(databaseUrl, urls);
  searches.set(databaseUrl, underWay);
  return underWay.finally(() => searches.delete(databaseUrl));
}

async function tryInTurn(databaseUrl: string, urls: Hosts["urls"]): Promise<string> {
  const last = found.get(databaseUrl) ?? urls[0];
  let problem: unknown;
  for (const url of [last, ...urls.filter((other) => other !== last)]) {
    try {
      if (await takesChanges(url)) {
        found.set(databaseUrl, url);
        return url;
      }
      problem ??= new ReadOnlyDatabase(`${new URL(url).host} takes no changes.`);
    } catch (error) {
      problem ??= error;
    }
  }
  throw problem;
}

/** Of all hosts that answered, none is a primary: it may become one, so that trying again may help. */
export class ReadOnlyDatabase extends Error {
  override readonly name = "ReadOnlyDatabase";
}

async function takesChanges(url: string): Promise<boolean> {
  const limits = { connectionTimeoutMillis: PROBE_LIMIT_MS, query_timeout: PROBE_LIMIT_MS };
  const client = new pg.Client({ connectionString: url, application_name: "latchkey search", ...limits });
  // Unheard, an error between connecting and ending would end the process.
  client.on("error", () => undefined);
  try {
    await client.connect();
    const shown = await client.query<{ transaction_read_only: string }>("SHOW transaction_read_only");
    return shown.rows[0]?.transaction_read_only === "off";
  } finally {
    // Not waited for: a server that says nothing would not even say good-bye.
    void client.end().catch(() => undefined);
  }
}

type Connected = ((error: Error) => void) | ((error: null, client: pg.Client) => void);

/** A client of the driver that looks for its host at the moment of connecting. */
export class DatabaseClient extends pg.Client {
  readonly #databaseUrl: string;

  constructor(options: pg.ClientConfig = {}) {
    const databaseUrl = options.connectionString ?? "";
    super({ ...options, connectionString: readHosts(databaseUrl)?.urls[0] ?? databaseUrl });
    this.#databaseUrl = databaseUrl;
  }

  override connect(): Promise<pg.Client>;
  override connect(connected: Connected): void;
  override connect(connected?: Connected): Promise<pg.Client> | undefined {
    const connection = this.#lookAndConnect();
    if (!connected) return connection;
    const tell = (...answer: unknown[]): void => void Reflect.apply(connected, undefined, answer);
    connection.then((client) => tell(null, client), tell);
    return undefined;
  }

  async #lookAndConnect(): Promise<pg.Client> {
    const hosts = readHosts(this.#databaseUrl);
    if (hosts?.isWritableAskedFor === true) {
      const { hostname, port } = new URL(await search(this.#databaseUrl, hosts.urls));
      this.host = hostname.replace(/^\[(.*)\]$/, "$1");
      this.port = Number(port || this.port);
    }
    return super.connect();
  }
}

/** A pool of such clients. An idle connection that breaks is replaced at the next question. */
export function openPool(options: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({ Client: DatabaseClient, ...options });
  // Unheard, the event would end the process.
  pool.on("error", () => undefined);
  return pool;
}
