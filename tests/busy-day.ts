/** A database after a day on which much was done by the product itself, and something of everything is left behind. */
import { expect } from "vitest";
import { database } from "@/access/database";
import { createPlatformToken } from "@/access/platform/platform-tokens";
import { createSignalReceiver } from "@/access/signals/signal-receivers";
import { changeAccountStatus } from "@/access/status/access-settings";
import { scheduleChange } from "@/access/status/schedules";
import { loadSampleData } from "@/prisma/sample-data";
import { openSession, signedIn } from "./actors";
import { testPassword } from "./database";
import { carriedOut, matching, ordered, rows } from "./jobs/scene";

const DAY_MS = 86_400_000;

/** The people of the sample data, and what ada did with them. */
export async function aBusyDay(): Promise<void> {
  await loadSampleData(testPassword());
  const find = (username: string) => database().user.findUniqueOrThrow({ where: { usernameKey: username } });
  const ada = await signedIn(await find("ada"));
  const receiver = { label: "Warehouse", endpoint: "https://warehouse.example", audience: "w", authorization: "" };
  expect(await createSignalReceiver(ada, receiver)).toMatchObject({ ok: true });
  await createPlatformToken(ada, "Okta");
  for (const browser of ["Firefox", "Safari"]) await openSession(await find("linus"), browser);
  await openSession(await find("sam"));
  const linus = { username: "linus", seen: { status: "ENABLED" }, status: "DISABLED" } as const;
  expect(await changeAccountStatus(ada, linus)).toMatchObject({ ok: true });
  await carriedOut(ada, await ordered(ada, "DISABLED", rows("cora", "percy", "dora", "petra", "nobody")));
  await ordered(ada, "ENABLED", matching("/manage/users?status=waiting"));
  const dueAt = new Date(Date.now() + DAY_MS);
  expect(await scheduleChange(ada, { username: "sam", target: "DISABLED", dueAt })).toMatchObject({ ok: true });
  await database().$executeRaw`
    INSERT INTO gates (id, name, started_snapshot, heard_at)
    VALUES (gen_random_uuid(), 'gate-1', pg_current_snapshot()::text, now() + interval '1 hour')`;
}
