/** `npm run db:migrate`: brings the database up to date and says what was done. */
import { readSettings } from "@/access/settings";
import { runCommand } from "./command";
import { migrate } from "./migrations";
import { openDatabase } from "./open-database";

await runCommand(async () => {
  // The secret is a setting of the console, which a deployment's migration step need not know.
  const database = await openDatabase(readSettings({ NEXTAUTH_SECRET: "-".repeat(32), ...process.env }));
  try {
    const { applied } = await migrate(database.url);
    for (const name of applied) console.log(`✓ ${name}`);
    console.log(applied.length === 0 ? "The database is up to date." : `Applied ${applied.length}.`);
  } finally {
    await database.close();
  }
});
