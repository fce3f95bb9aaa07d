import type { ReactNode } from "react";
import type { Refusal } from "@/access/rules";
import type { User } from "@/access/users/users";
import { ManagedBy } from "@/components/managed-by";
import { Time } from "@/components/time";
import { texts } from "@/text/texts";
import { managerOf } from "./manager";

type Props = { user: User; refusal: Refusal };

/** Why something that the platform owns of its users can't be changed here; of others it says what the rule says. */
export function Locked({ user, refusal }: Props): ReactNode {
  if (user.origin === "LOCAL") return texts().words.refusals[refusal];
  const who = <ManagedBy manager={managerOf(user)} whom={user.username} />;
  const { elsewhere, deleted } = texts().userParts.locked;
  return user.platformDeletedAt === null ? elsewhere(who) : deleted(who, <Time at={user.platformDeletedAt} zone />);
}
