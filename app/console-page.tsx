import type { ReactNode } from "react";
import type { Actor } from "@/access/actor";
import { mayReachConsole } from "@/access/rules";
import { Button } from "@/components/button";
import { Shell } from "@/components/shell";
import { signOutAction } from "./sign-in/actions";

const AREAS = [
  { area: "users", label: "Users" },
  { area: "package-keys", label: "Package Keys" },
  { area: "packages", label: "Packages" },
  { area: "gates", label: "Gates" },
] as const;

export type Area = (typeof AREAS)[number]["area"] | "account";

type Props = { actor: Actor; current: Area; children: ReactNode };

/** The frame of every signed-in page. What it links to is a convenience: each page decides for itself. */
export function ConsolePage({ actor, current, children }: Props): ReactNode {
  const areas = AREAS.map(({ area, label }) => ({ label, href: `/manage/${area}`, current: area === current }));
  return (
    <Shell
      account={actor}
      nav={mayReachConsole(actor).allowed ? areas : []}
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
