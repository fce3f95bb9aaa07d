import { Link } from "./link";
import type { ReactNode } from "react";
import type { AccountStatus } from "@/access/rules";
import { type State, statusDot, statusState } from "./status-tag";

type LinkProps = { href: string; label: string };

// The word that is seen begins the name that is heard: "Enabled: disable linus", where `label` is "disable linus".
export function StatusLink({ status, ...link }: LinkProps & { status: AccountStatus }): ReactNode {
  return <StateLink state={statusState(status)} {...link} />;
}

export function StateLink({ state, href, label }: LinkProps & { state: State }): ReactNode {
  return (
    <Link href={href} className={statusDot(state.kind)} aria-label={`${state.word}: ${label}`}>
      <span>{state.word}</span>
    </Link>
  );
}
