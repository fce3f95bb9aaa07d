import type { Metadata } from "next";
import { Link } from "@/components/link";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { HISTORY_PAGE, type AuditEntry, listHistory } from "@/access/audit/audit";
import { historyLine } from "@/access/audit/audit-sentences";
import { type Enforcement, enforcementSentences, findEnforcement } from "@/access/keys/gates";
import { requireConsoleActor } from "@/access/require-actor";
import { findUser } from "@/access/users/users";
import { UserFrame } from "@/app/manage/users/user-frame";
import { type UserPageProps, userPath, usernameOf } from "@/app/user-path";
import { EmptyState } from "@/components/empty-state";
import { PageTitle } from "@/components/page-title";
import { Card } from "@/components/panel";
import { Timeline } from "@/components/timeline";
import { texts } from "@/text/texts";

export function generateMetadata(): Metadata {
  return { title: texts().userPages.history.pageTitle };
}

export default async function HistoryPage({ params, searchParams }: UserPageProps): Promise<ReactNode> {
  const username = await usernameOf(params);
  const { before } = await searchParams;
  const actor = await requireConsoleActor(userPath(username, "history"));
  const user = (await findUser(actor, username)) ?? notFound();
  const entries = await listHistory(actor, user.id, entryNumber(before));
  const changes = entries.map(({ changeId }) => changeId).filter((id) => id !== null);
  const enforcement = await findEnforcement(actor, changes);
  const oldest = entries.length === HISTORY_PAGE ? entries.at(-1) : undefined;
  const words = texts().userPages.history;
  return (
    <UserFrame actor={actor} user={user} page="history">
      <PageTitle title={words.title(user.displayName)} caption={words.caption} />
      {entries.length === 0 ? (
        <EmptyState title={words.none} />
      ) : (
        <Card>
          <Timeline entries={entries.map((entry) => timelineEntry(entry, enforcement))} />
        </Card>
      )}
      {oldest && (
        <p className="mt-4">
          <Link href={`${userPath(user.username, "history")}?before=${oldest.id}`}>{words.older}</Link>
        </p>
      )}
    </UserFrame>
  );
}

function entryNumber(before: unknown): bigint | undefined {
  return typeof before === "string" && /^\d{1,18}$/.test(before) ? BigInt(before) : undefined;
}

function timelineEntry(entry: AuditEntry, enforcement: ReadonlyMap<bigint, Enforcement>) {
  const { title, details, tone } = historyLine(entry);
  const inForce = entry.changeId === null ? undefined : enforcement.get(entry.changeId);
  const lines = inForce ? [...details, ...enforcementSentences(inForce)] : details;
  return {
    key: `${entry.id}`,
    at: entry.at,
    title: <bdi>{title}</bdi>,
    detail: lines.map((detail) => <p key={detail}>{<bdi>{detail}</bdi>}</p>),
    tone,
  };
}
