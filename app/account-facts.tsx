import type { ReactNode } from "react";
import type { User } from "@/access/users";
import { ORIGIN_WORDS, ROLE_WORDS } from "@/access/words";
import { type Fact, Facts } from "@/components/facts";
import { StatusTag } from "@/components/status-tag";
import { Time } from "@/components/time";

/** What an account is, beside its profile. Nothing here is edited on a profile page. */
export function AccountFacts({ user }: { user: User }): ReactNode {
  const facts: Fact[] = [
    { label: "Username", value: <code>{user.username}</code> },
    { label: "Managed by", value: ORIGIN_WORDS[user.origin] },
    { label: "Status", value: <StatusTag status={user.status} /> },
    { label: "Roles", value: user.roles.map((role) => ROLE_WORDS[role]).join(", ") || "None" },
    { label: "Created", value: <Time at={user.createdAt} zone /> },
    { label: "Updated", value: <Time at={user.updatedAt} zone /> },
    { label: "Last sign-in", value: user.lastSignInAt ? <Time at={user.lastSignInAt} zone /> : "Never" },
  ];
  if (user.externalId !== null) facts.push({ label: "External id", value: <code>{user.externalId}</code> });
  return <Facts facts={facts} />;
}
