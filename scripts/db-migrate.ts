/** `npm run db:migrate`: brings the database up to date and says what was done. */
import { commandSettings, runCommand } from "./command";
import { migrate } from "./migrations";
import { openDatabase } from "./open-database";

await runCommand(async () => {
  const database = await openDatabase(commandSettings());
  try {
    const { applied } = await migrate(database.url);
    for (const name of applied) console.log(`✓ ${name}`);
    console.log(applied.length === 0 ? "The database is up to date." : `Applied ${applied.length}.`);
  } finally {
    await database.close();
  }
});
