import type { ReactNode } from "react";
import type { PlatformToken } from "@/access/platform-tokens";
import { Facts } from "@/components/facts";
import { Form } from "@/components/form";
import { SubmitButton } from "@/components/submit-button";
import { Time } from "@/components/time";
import { revokeTokenAction } from "./actions";

type Props = { token: PlatformToken; cancel: ReactNode };

/** What the confirmation is called. */
export function revocationTitle({ label }: PlatformToken): string {
  return `Revoke ${label}?`;
}

export function Revocation({ token, cancel }: Props): ReactNode {
  const { id, lastFour, createdAt, lastUsedAt } = token;
  return (
    <Form action={revokeTokenAction}>
      <input type="hidden" name="id" value={id} />
      <div className="mb-4">
        <Facts
          columns={2}
          facts={[
            { label: "Token", value: <code>…{lastFour}</code> },
            { label: "Created", value: <Time at={createdAt} zone /> },
            { label: "Last used", value: lastUsedAt ? <Time at={lastUsedAt} zone /> : "Never" },
          ]}
        />
      </div>
      <p className="mb-4">
        The identity platform&apos;s calls with it are refused from then on. Nobody can take that back.
      </p>
      <div className="flex flex-wrap gap-2">
        <SubmitButton variant="danger" pendingText="Revoking…">
          Revoke token
        </SubmitButton>
        {cancel}
      </div>
    </Form>
  );
}
