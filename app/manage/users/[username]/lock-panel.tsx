import type { ReactNode } from "react";
import type { Verdict } from "@/access/rules";
import type { AccountLock } from "@/access/sign-in/account-lock";
import type { User } from "@/access/users/users";
import { Form } from "@/components/form";
import { Panel } from "@/components/panel";
import { SubmitButton } from "@/components/submit-button";
import { Time } from "@/components/time";
import { texts } from "@/text/texts";
import { unlockUserAction } from "./lock-actions";

type Props = { user: User; lock: AccountLock | null; verdict: Verdict };

/** That wrong passwords or codes have locked the account, and the button that unlocks it. Nothing where they have not. */
export function LockPanel({ user, lock, verdict }: Props): ReactNode {
  if (lock === null) return null;
  const { settings, words } = texts();
  const { title, explanation, until, places, unlock, unlocking } = settings.lock;
  return (
    <div className="mt-6">
      <Panel title={title} explanation={verdict.allowed ? explanation : words.refusals[verdict.refusal]}>
        <p>
          {until(<Time at={lock.until} zone />)} {places(lock.places)}
        </p>
        {verdict.allowed && (
          <Form action={unlockUserAction} className="mt-3">
            <input type="hidden" name="username" value={user.username} />
            <SubmitButton variant="secondary" pendingText={unlocking}>
              {unlock}
            </SubmitButton>
          </Form>
        )}
      </Panel>
    </div>
  );
}
