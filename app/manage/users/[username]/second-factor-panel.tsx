import type { ReactNode } from "react";
import type { Verdict } from "@/access/rules";
import type { SecondFactor } from "@/access/sign-in/second-factor";
import type { User } from "@/access/users/users";
import { userPath } from "@/app/user-path";
import { ButtonLink } from "@/components/button";
import { Panel } from "@/components/panel";
import { PersonText } from "@/components/person-text";
import { Time } from "@/components/time";
import { texts } from "@/text/texts";

type Props = { user: User; factor: SecondFactor | null; verdict: Verdict };

/** Whether a local user signs in with a code as well; a lost one is taken away from here. */
export function SecondFactorPanel({ user, factor, verdict }: Props): ReactNode {
  if (user.origin === "PLATFORM") return null;
  const { secondFactor, words } = texts();
  const { title, explanation, off, onSince, remove } = secondFactor.ofUser;
  return (
    <div className="mt-6">
      <Panel title={title} explanation={verdict.allowed ? explanation : words.refusals[verdict.refusal]}>
        <p>{factor === null ? off : onSince(<Time at={factor.since} zone />)}</p>
        {factor !== null && verdict.allowed && (
          <p className="mt-3">
            <ButtonLink href={userPath(user.username, "second-factor")}>
              {remove(<PersonText>{user.username}</PersonText>, (text) => (
                <span className="sr-only">{text}</span>
              ))}
            </ButtonLink>
          </p>
        )}
      </Panel>
    </div>
  );
}
