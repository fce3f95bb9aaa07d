import Link from "next/link";
import type { ReactNode } from "react";
import type { Verdict } from "@/access/rules";
import type { User } from "@/access/users";
import { PersonText } from "@/components/person-text";
import { managerOf } from "@/app/manager";
import { texts } from "@/text/texts";

/** What it means to end a session, for who may; or why they may not. A reader's role is no news. */
export function WhatEndingDoes({ user, verdict }: { user: User; verdict: Verdict }): ReactNode {
  if (verdict.allowed) {
    return (
      <>
        A session that is ended works no more from the next click on. <Afterwards user={user} />
      </>
    );
  }
  if (verdict.refusal === "own_sessions")
    return (
      <>
        You end your own sessions on <Link href="/account">your account page</Link>.
      </>
    );
  return verdict.refusal === "not_permitted"
    ? "Where this user is signed in."
    : texts().words.refusals[verdict.refusal];
}

/** Ending a session keeps nobody out: that is the status, and whose it is to change. */
function Afterwards({ user }: { user: User }): ReactNode {
  if (user.origin === "LOCAL") return "The user can sign in again; disable the user to keep them out.";
  return (
    <>
      Whether the user can sign in again, <PersonText>{managerOf(user).name}</PersonText> decides.
    </>
  );
}
