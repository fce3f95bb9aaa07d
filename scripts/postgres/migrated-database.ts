/** The database of a command that uses access/: found or started, brought up to date, and left as it was found. */
import { disconnect } from "@/access/database";
import { type Settings } from "@/access/operation/settings";
import { migrate } from "./migrations";
import { openDatabase } from "./open-database";

/** Does the work on it, whatever comes of that. */
export async function withMigratedDatabase(settings: Settings, work: (url: string) => Promise<void>): Promise<void> {
  const database = await openDatabase(settings);
  process.env["DATABASE_URL"] = database.url;
  try {
    await migrate(database.url);
    await work(database.url);
  } finally {
    await disconnect();
    await database.close();
  }
}
