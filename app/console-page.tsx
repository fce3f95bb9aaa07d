import type { ReactNode } from "react";
import type { Actor } from "@/access/actor";
import { mayReachConsole } from "@/access/rules";
import { Button } from "@/components/button";
import { Shell } from "@/components/shell";
import { signOutAction } from "./sign-in/actions";

/** The frame of every signed-in page. What it links to is a convenience: each page decides for itself. */
export function ConsolePage({
  actor,
  current,
  children,
}: {
  actor: Actor;
  current: "users" | "account";
  children: ReactNode;
}): ReactNode {
  const users = { label: "Users", href: "/manage/users", current: current === "users" };
  return (
    <Shell
      account={actor}
      nav={mayReachConsole(actor).allowed ? [users] : []}
      signOut={
        <form action={signOutAction}>
          <Button type="submit" variant="quiet" size="small">
            Sign out
          </Button>
        </form>
      }
    >
      {children}
    </Shell>
  );
}
