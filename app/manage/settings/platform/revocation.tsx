import type { ReactNode } from "react";
import type { PlatformToken } from "@/access/platform/platform-tokens";
import { Facts } from "@/components/facts";
import { Form } from "@/components/form";
import { SubmitButton } from "@/components/submit-button";
import { Time } from "@/components/time";
import { texts } from "@/text/texts";
import { revokeTokenAction } from "./actions";

type Props = { token: PlatformToken; cancel: ReactNode };

/** What the confirmation is called. */
export function revocationTitle({ label }: PlatformToken): string {
  return texts().platform.revocation.question(label);
}

export function Revocation({ token, cancel }: Props): ReactNode {
  const { id, lastFour, createdAt, lastUsedAt } = token;
  const told = texts().platform.revocation;
  return (
    <Form action={revokeTokenAction}>
      <input type="hidden" name="id" value={id} />
      <div className="mb-4">
        <Facts
          columns={2}
          facts={[
            { label: told.token, value: <code>…{lastFour}</code> },
            { label: told.created, value: <Time at={createdAt} zone /> },
            { label: told.lastUsed, value: lastUsedAt ? <Time at={lastUsedAt} zone /> : told.neverUsed },
          ]}
        />
      </div>
      <p className="mb-4">{told.warning}</p>
      <div className="flex flex-wrap gap-2">
        <SubmitButton variant="danger" pendingText={told.revoking}>
          {told.revoke}
        </SubmitButton>
        {cancel}
      </div>
    </Form>
  );
}
