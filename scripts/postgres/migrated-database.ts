/** The database of a command that uses access/: found or started, brought up to date, and left as it was found. */
import { disconnect } from "@/access/database";
import { type Settings } from "@/access/operation/settings";
import { CommandError } from "@/scripts/terminal/command";
import { findDatabaseRole } from "./console-role";
import { migrateDatabase } from "./migrations";
import { type OpenDatabase, openDatabase } from "./open-database";

/** Does the work on it, whatever comes of that, as the console would. */
export async function withMigratedDatabase(settings: Settings, work: (url: string) => Promise<void>): Promise<void> {
  await workOn(settings, ({ url }) => url, work);
}

/** The same as the owner of the tables, for what no console does: sets triggers aside, or replaces everything. */
export async function withOwnDatabase(settings: Settings, work: (url: string) => Promise<void>): Promise<void> {
  await workOn(
    settings,
    ({ ownerUrl }) => ownerUrl,
    async (ownerUrl) => {
      const { name, isOwner } = await findDatabaseRole(ownerUrl);
      if (!isOwner) {
        throw new CommandError(
          `This takes the owner of the tables, and the role ${name} of DATABASE_URL is not: set MIGRATION_DATABASE_URL.`,
        );
      }
      await work(ownerUrl);
    },
  );
}

async function workOn(
  settings: Settings,
  choose: (database: OpenDatabase) => string,
  work: (url: string) => Promise<void>,
): Promise<void> {
  const database = await openDatabase(settings);
  process.env["DATABASE_URL"] = choose(database);
  try {
    await migrateDatabase(database);
    await work(choose(database));
  } finally {
    await disconnect();
    await database.close();
  }
}
