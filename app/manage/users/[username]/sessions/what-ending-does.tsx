import { Link } from "@/components/link";
import type { ReactNode } from "react";
import type { Verdict } from "@/access/rules";
import type { User } from "@/access/users/users";
import { managerOf } from "@/app/manager";
import { PersonText } from "@/components/person-text";
import { texts } from "@/text/texts";

/** What it means to end a session, for who may; or why they may not. A reader's role is no news. */
export function WhatEndingDoes({ user, verdict }: { user: User; verdict: Verdict }): ReactNode {
  const { userPages, words } = texts();
  const { ended, own, whereSignedIn } = userPages.sessions;
  if (verdict.allowed) {
    return (
      <>
        {ended} <Afterwards user={user} />
      </>
    );
  }
  if (verdict.refusal === "own_sessions") return own((text) => <Link href="/account">{text}</Link>);
  return verdict.refusal === "not_permitted" ? whereSignedIn : words.refusals[verdict.refusal];
}

/** Ending a session keeps nobody out: that is the status, and whose it is to change. */
function Afterwards({ user }: { user: User }): ReactNode {
  const { canSignInAgain, platformDecides } = texts().userPages.sessions;
  if (user.origin === "LOCAL") return canSignInAgain;
  return platformDecides(<PersonText>{managerOf(user).name}</PersonText>);
}
