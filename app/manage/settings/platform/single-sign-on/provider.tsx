import type { ReactNode } from "react";
import type { SingleSignOn } from "@/access/platform/platform-settings";
import { EmptyState } from "@/components/empty-state";
import { Facts } from "@/components/facts";
import { Card } from "@/components/panel";
import { PersonText } from "@/components/person-text";
import { StateTag } from "@/components/status-tag";
import { texts } from "@/text/texts";

/** The provider as it is set up; its secret is shown nowhere. */
export function ProviderFacts({ provider }: { provider: SingleSignOn }): ReactNode {
  const { name, issuer, clientId, claim } = provider;
  const told = texts().singleSignOn.provider;
  return (
    <Card>
      <Facts
        facts={[
          { label: told.state, value: <StateTag state={{ kind: "ENABLED", word: told.setUp }} /> },
          { label: told.name, value: <PersonText>{name}</PersonText> },
          { label: told.issuer, value: <PersonText>{issuer}</PersonText> },
          { label: told.clientId, value: <PersonText>{clientId}</PersonText> },
          { label: told.claim, value: <code>{claim}</code> },
        ]}
      />
    </Card>
  );
}

/** How an operator sets it up. */
export function ProviderSettings(): ReactNode {
  const { title, advice, settings } = texts().singleSignOn.notSetUp;
  return (
    <EmptyState title={title}>
      <p>{advice}</p>
      <dl className="mt-4 grid gap-2 text-start sm:grid-cols-[max-content_1fr] sm:gap-x-6">
        {Object.entries(settings).map(([name, meaning]) => (
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
