import type { ReactNode } from "react";
import type { User } from "@/access/users";
import { platformSettings } from "@/access/platform-settings";
import { type Fact, Facts } from "@/components/facts";
import { PersonText } from "@/components/person-text";
import { StatusTag } from "@/components/status-tag";
import { Time } from "@/components/time";
import { texts } from "@/text/texts";

/** What an account is, beside its profile. Nothing here is edited on a profile page. */
export function AccountFacts({ user }: { user: User }): ReactNode {
  const { name } = platformSettings();
  const facts: Fact[] = [
    { label: "Username", value: <code>{user.username}</code> },
    { label: "Managed by", value: <PersonText>{texts().words.origins(name)[user.origin]}</PersonText> },
    { label: "Status", value: <StatusTag status={user.status} /> },
    { label: "Roles", value: user.roles.map((role) => texts().words.roles[role]).join(", ") || "None" },
    { label: "Created", value: <Time at={user.createdAt} zone /> },
    { label: "Updated", value: <Time at={user.updatedAt} zone /> },
    { label: "Last sign-in", value: user.lastSignInAt ? <Time at={user.lastSignInAt} zone /> : "Never" },
  ];
  return <Facts facts={user.origin === "PLATFORM" ? [...facts, ...syncFacts(user, name)] : facts} />;
}

/** How a user of the platform is known there, and when the platform last spoke of them. */
function syncFacts({ externalId, syncedAt, platformDeletedAt }: User, platform: string): Fact[] {
  const facts: Fact[] = [
    { label: texts().words.platformLabels.externalId, value: externalId === null ? "None" : <code>{externalId}</code> },
    { label: "Last sync", value: syncedAt ? <Time at={syncedAt} zone /> : "Never" },
  ];
  if (platformDeletedAt === null) return facts;
  return [...facts, { label: `Deleted by ${platform}`, value: <Time at={platformDeletedAt} zone /> }];
}
