import type { ReactNode } from "react";
import type { Verdict } from "@/access/rules";
import type { SecondFactor } from "@/access/second-factor";
import type { User } from "@/access/users";
import { ButtonLink } from "@/components/button";
import { Panel } from "@/components/panel";
import { PersonText } from "@/components/person-text";
import { Time } from "@/components/time";
import { userPath } from "@/app/user-path";
import { texts } from "@/text/texts";

type Props = { user: User; factor: SecondFactor | null; verdict: Verdict };

/** Whether a local user signs in with a code as well; a lost one is taken away from here. */
export function SecondFactorPanel({ user, factor, verdict }: Props): ReactNode {
  if (user.origin === "PLATFORM") return null;
  return (
    <div className="mt-6">
      <Panel
        title="Second factor"
        explanation={verdict.allowed ? EXPLANATION : texts().words.refusals[verdict.refusal]}
      >
        <p>{factor === null ? "Off" : <On factor={factor} />}</p>
        {factor !== null && verdict.allowed && (
          <p className="mt-3">
            <ButtonLink href={userPath(user.username, "second-factor")}>
              Remove second factor
              <span className="sr-only">
                {" "}
                of <PersonText>{user.username}</PersonText>
              </span>
            </ButtonLink>
          </p>
        )}
      </Panel>
    </div>
  );
}

const EXPLANATION =
  "A code of an authenticator app beside the password. The user sets it up on their own account page. Remove it where the phone and the recovery codes are lost: the password alone signs the user in then.";

function On({ factor }: { factor: SecondFactor }): ReactNode {
  return (
    <>
      On since <Time at={factor.since} zone />
    </>
  );
}
