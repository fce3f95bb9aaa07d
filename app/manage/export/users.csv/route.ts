import { notFound } from "next/navigation";
import { platformSettings } from "@/access/platform/platform-settings";
import { requireConsoleActor } from "@/access/require-actor";
import { type ExportedUser, exportUsers } from "@/access/users/user-export";
import { parseUserListQuery } from "@/access/users/user-list";
import { csvAnswer } from "@/app/csv-answer";
import { exportPath } from "@/app/manage/users/list-path";
import { browserTexts } from "@/text/browser-texts";
import { texts } from "@/text/texts";

const HEAD = [
  ...["Username", "Email", "Display Name", "First Name", "Last Name", "Company", "Phone", "Country", "Managed by"],
  ...["Status", "Roles", "Keys", "Last sign-in", "Last key use", "Created", "Updated"],
];

/** Everybody who matches the search and the filters, as a file. It is no page below /manage/users, where names are. */
export async function GET(request: Request): Promise<Response> {
  const given = new URL(request.url).searchParams;
  const query = parseUserListQuery(Object.fromEntries([...given].reverse()));
  const actor = await requireConsoleActor(exportPath(query));
  const exported = await exportUsers(actor, query);
  if (!exported.ok) notFound();
  return csvAnswer("users.csv", HEAD, cellsOf(exported.parts, texts().words.origins(platformSettings().name)));
}

async function* cellsOf(
  parts: AsyncIterable<readonly ExportedUser[]>,
  origins: Record<ExportedUser["origin"], string>,
): AsyncGenerator<string[][]> {
  for await (const part of parts) {
    yield part.map((user) => [
      ...[user.username, user.email, user.displayName, user.firstName, user.lastName, user.company, user.phone],
      ...[user.country, origins[user.origin], browserTexts().statuses[user.status]],
      user.roles.map((role) => texts().words.roles[role]).join(", "),
      `${user.keyCount}`,
      ...[user.lastSignInAt, user.lastKeyUseAt, user.createdAt, user.updatedAt].map(timeCell),
    ]);
  }
}

function timeCell(at: Date | null): string {
  return at?.toISOString() ?? "";
}
