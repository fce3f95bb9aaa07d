import type { ReactNode } from "react";
import type { Actor } from "@/access/actor";
import { mayManagePlatform, mayReachConsole } from "@/access/rules";
import { lacksAdministrator } from "@/access/status/administrators";
import { Button } from "@/components/button";
import { StandingNotice } from "@/components/notice";
import { Shell } from "@/components/shell";
import { SpokenLanguage } from "@/components/spoken-language";
import { language } from "@/text/language";
import { texts } from "@/text/texts";
import { signOutAction } from "./sign-in/actions";

const AREAS = [
  { area: "overview", href: "/manage" },
  { area: "users", href: "/manage/users" },
  { area: "package-keys", href: "/manage/package-keys" },
  { area: "packages", href: "/manage/packages" },
  { area: "jobs", href: "/manage/jobs" },
  { area: "audit", href: "/manage/audit" },
  { area: "gates", href: "/manage/gates" },
  { area: "platform", href: "/manage/settings/platform" },
] as const;

export type Area = (typeof AREAS)[number]["area"] | "account";

type Props = { actor: Actor; current: Area; children: ReactNode };

/** The frame of every signed-in page. What it links to is a convenience: each page decides for itself. */
export async function ConsolePage({ actor, current, children }: Props): Promise<ReactNode> {
  const { areas, signOut, withoutAdministrator } = texts().shell;
  return (
    <Shell
      account={actor}
      nav={areasOf(actor).map(({ area, href }) => ({ label: areas[area], href, current: area === current }))}
      signOut={
        <form action={signOutAction}>
          <Button type="submit" variant="quiet" size="small">
            {signOut}
          </Button>
        </form>
      }
    >
      <SpokenLanguage language={language()} />
      {(await isWithoutAdministrator(actor)) && (
        <StandingNotice>{withoutAdministrator(<code>npm run admin:create</code>)}</StandingNotice>
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
