import type { ReactNode } from "react";
import type { Actor } from "@/access/actor";
import { lacksAdministrator } from "@/access/administrators";
import { mayManagePlatform, mayReachConsole } from "@/access/rules";
import { Button } from "@/components/button";
import { StandingNotice } from "@/components/notice";
import { Shell } from "@/components/shell";
import { signOutAction } from "./sign-in/actions";

const AREAS = [
  { area: "overview", label: "Overview", href: "/manage" },
  { area: "users", label: "Users", href: "/manage/users" },
  { area: "package-keys", label: "Package Keys", href: "/manage/package-keys" },
  { area: "packages", label: "Packages", href: "/manage/packages" },
  { area: "jobs", label: "Jobs", href: "/manage/jobs" },
  { area: "audit", label: "Audit", href: "/manage/audit" },
  { area: "gates", label: "Gates", href: "/manage/gates" },
  { area: "platform", label: "Platform", href: "/manage/settings/platform" },
] as const;

export type Area = (typeof AREAS)[number]["area"] | "account";

type Props = { actor: Actor; current: Area; children: ReactNode };

/** The frame of every signed-in page. What it links to is a convenience: each page decides for itself. */
export async function ConsolePage({ actor, current, children }: Props): Promise<ReactNode> {
  return (
    <Shell
      account={actor}
      nav={areasOf(actor).map(({ area, ...link }) => ({ ...link, current: area === current }))}
      signOut={
        <form action={signOutAction}>
          <Button type="submit" variant="quiet" size="small">
            Sign out
          </Button>
        </form>
      }
    >
      {(await isWithoutAdministrator(actor)) && (
        <StandingNotice>
          No enabled administrator is left. <code>npm run admin:create</code> on the server lets somebody in again.
        </StandingNotice>
      )}
      {children}
    </Shell>
  );
}

function areasOf(actor: Actor): readonly (typeof AREAS)[number][] {
  if (!mayReachConsole(actor).allowed) return [];
  return AREAS.filter(({ area }) => area !== "platform" || mayManagePlatform(actor).allowed);
}

/** The platform may disable the last one. Who manages the platform is one; who has no role can't do anything about it. */
async function isWithoutAdministrator(actor: Actor): Promise<boolean> {
  return mayReachConsole(actor).allowed && !mayManagePlatform(actor).allowed && (await lacksAdministrator(actor));
}
