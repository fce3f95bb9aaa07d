import type { ReactNode } from "react";
import type { SingleSignOn } from "@/access/platform-settings";
import { EmptyState } from "@/components/empty-state";
import { Facts } from "@/components/facts";
import { Card } from "@/components/panel";
import { PersonText } from "@/components/person-text";
import { StateTag } from "@/components/status-tag";

/** The provider as it is set up; its secret is shown nowhere. */
export function ProviderFacts({ provider }: { provider: SingleSignOn }): ReactNode {
  const { name, issuer, clientId, claim } = provider;
  return (
    <Card>
      <Facts
        facts={[
          { label: "State", value: <StateTag state={{ kind: "ENABLED", word: "Set up" }} /> },
          { label: "Name", value: <PersonText>{name}</PersonText> },
          { label: "Issuer", value: <PersonText>{issuer}</PersonText> },
          { label: "Client id", value: <PersonText>{clientId}</PersonText> },
          { label: "Claim with the external id", value: <code>{claim}</code> },
        ]}
      />
    </Card>
  );
}

const SETTINGS: readonly (readonly [name: string, meaning: string])[] = [
  ["OIDC_ISSUER", "The provider's address, such as https://login.example.com."],
  ["OIDC_CLIENT_ID", "What the provider calls this console."],
  ["OIDC_CLIENT_SECRET", "The secret that the provider gave for it."],
  ["OIDC_NAME", "Optional: the sign-in page says “Continue with …”."],
  ["OIDC_CLAIM", "Optional: the claim that holds the external id of a user, “sub” unless it is set."],
];

/** How an operator sets it up. */
export function ProviderSettings(): ReactNode {
  return (
    <EmptyState title="Single sign-on is not set up">
      <p>
        The platform&apos;s users can&apos;t sign in. Set these in the environment of the console and start it again:
      </p>
      <dl className="mt-4 grid gap-2 text-start sm:grid-cols-[max-content_1fr] sm:gap-x-6">
        {SETTINGS.map(([name, meaning]) => (
          <div key={name} className="sm:contents">
            <dt>
              <code className="wrap-anywhere text-ink">{name}</code>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </EmptyState>
  );
}
