/** `npm run db:migrate`: brings the database up to date and says what was done. */
import { migrateDatabase } from "./postgres/migrations";
import { openDatabase } from "./postgres/open-database";
import { commandSettings, runCommand } from "./terminal/command";

await runCommand(async () => {
  const database = await openDatabase(commandSettings());
  try {
    const { applied } = await migrateDatabase(database);
    for (const name of applied) console.log(`✓ ${name}`);
    console.log(applied.length === 0 ? "The database is up to date." : `Applied ${applied.length}.`);
  } finally {
    await database.close();
  }
});
