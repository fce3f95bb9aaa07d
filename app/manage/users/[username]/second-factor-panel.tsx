import type { ReactNode } from "react";
import { type Verdict, needsSecondFactor } from "@/access/rules";
import type { SecondFactor } from "@/access/sign-in/second-factor";
import { readSecondFactorSettings } from "@/access/sign-in/second-factor-settings";
import type { User } from "@/access/users/users";
import { userPath } from "@/app/user-path";
import { ButtonLink } from "@/components/button";
import { Form } from "@/components/form";
import { Panel } from "@/components/panel";
import { PersonText } from "@/components/person-text";
import { SubmitButton } from "@/components/submit-button";
import { Time } from "@/components/time";
import { texts } from "@/text/texts";
import { createEnrolmentCodeAction } from "./second-factor-actions";

type Verdicts = { removal: Verdict; enrolment: Verdict };

type Props = { user: User; factor: SecondFactor | null; verdicts: Verdicts };

/** Whether a local user signs in with a code as well; a lost one is taken away from here, and a first one is let begin. */
export function SecondFactorPanel({ user, factor, verdicts }: Props): ReactNode {
  if (user.origin === "PLATFORM") return null;
  const { secondFactor, words } = texts();
  const { title, explanation, off, onSince } = secondFactor.ofUser;
  const { removal } = verdicts;
  return (
    <div className="mt-6">
      <Panel title={title} explanation={removal.allowed ? explanation : words.refusals[removal.refusal]}>
        <p>{factor === null ? off : onSince(<Time at={factor.since} zone />)}</p>
        {factor === null ? (
          <Enrolment user={user} verdict={verdicts.enrolment} />
        ) : (
          removal.allowed && <Removal user={user} />
        )}
      </Panel>
    </div>
  );
}

function Removal({ user }: { user: User }): ReactNode {
  return (
    <p className="mt-3">
      <ButtonLink href={userPath(user.username, "second-factor")}>
        {texts().secondFactor.ofUser.remove(<PersonText>{user.username}</PersonText>, (text) => (
          <span className="sr-only">{text}</span>
        ))}
      </ButtonLink>
    </p>
  );
}

/** Only where a role of the user requires a second factor. */
function Enrolment({ user, verdict }: { user: User; verdict: Verdict }): ReactNode {
  if (!needsSecondFactor(user, readSecondFactorSettings().roles)) return null;
  const { needed, submit, creating, byAdministrators } = texts().secondFactor.enrolment;
  return (
    <div className="mt-3">
      <p className="mb-3">{needed}</p>
      {verdict.allowed ? (
        <Form action={createEnrolmentCodeAction}>
          <input type="hidden" name="username" value={user.username} />
          <SubmitButton variant="secondary" pendingText={creating}>
            {submit}
          </SubmitButton>
        </Form>
      ) : (
        <p className="text-muted">{byAdministrators}</p>
      )}
    </div>
  );
}
