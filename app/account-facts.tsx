import type { ReactNode } from "react";
import { platformSettings } from "@/access/platform/platform-settings";
import type { User } from "@/access/users/users";
import { type Fact, Facts } from "@/components/facts";
import { PersonText } from "@/components/person-text";
import { StatusTag } from "@/components/status-tag";
import { Time } from "@/components/time";
import { browserTexts } from "@/text/browser-texts";
import { texts } from "@/text/texts";

/** What an account is, beside its profile. Nothing here is edited on a profile page. */
export function AccountFacts({ user }: { user: User }): ReactNode {
  const { name } = platformSettings();
  const { userParts, words } = texts();
  const labels = userParts.facts;
  const facts: Fact[] = [
    { label: labels.username, value: <code>{user.username}</code> },
    { label: labels.managedBy, value: <PersonText>{words.origins(name)[user.origin]}</PersonText> },
    { label: labels.status, value: <StatusTag status={user.status} /> },
    { label: labels.roles, value: user.roles.map((role) => words.roles[role]).join(", ") || labels.noRoles },
    { label: labels.created, value: <Time at={user.createdAt} zone /> },
    { label: labels.updated, value: <Time at={user.updatedAt} zone /> },
    { label: labels.lastSignIn, value: <TimeOrNever at={user.lastSignInAt} /> },
  ];
  return <Facts facts={user.origin === "PLATFORM" ? [...facts, ...syncFacts(user, name)] : facts} />;
}

/** How a user of the platform is known there, and when the platform last spoke of them. */
function syncFacts({ externalId, syncedAt, platformDeletedAt }: User, platform: string): Fact[] {
  const { userParts, words } = texts();
  const labels = userParts.facts;
  const facts: Fact[] = [
    {
      label: words.platformLabels.externalId,
      value: externalId === null ? labels.noExternalId : <code>{externalId}</code>,
    },
    { label: labels.lastSync, value: <TimeOrNever at={syncedAt} /> },
  ];
  if (platformDeletedAt === null) return facts;
  return [...facts, { label: labels.deletedBy(platform), value: <Time at={platformDeletedAt} zone /> }];
}

function TimeOrNever({ at }: { at: Date | null }): ReactNode {
  return at ? <Time at={at} zone /> : browserTexts().never;
}
