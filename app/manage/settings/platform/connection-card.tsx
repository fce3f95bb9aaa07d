import type { ReactNode } from "react";
import type { PlatformSettings } from "@/access/platform/platform-settings";
import { Copyable } from "@/components/copyable";
import { Facts } from "@/components/facts";
import { Card } from "@/components/panel";
import { PersonText } from "@/components/person-text";
import { texts } from "@/text/texts";

type Props = { platform: PlatformSettings; url: string };

/** What the platform needs to know to call, and what the operator has set about it. */
export function ConnectionCard({ platform, url }: Props): ReactNode {
  const { name, consoleUrl, callsPerMinute } = platform;
  const { connection } = texts().platform;
  return (
    <Card>
      <Copyable label={connection.baseUrl} value={`${url}/scim/v2`} />
      <hr className="my-5 border-line" />
      <Facts
        facts={[
          { label: connection.name, value: <Setting name="PLATFORM_NAME">{name}</Setting> },
          {
            label: connection.consoleUrl,
            value: <Setting name="PLATFORM_CONSOLE_URL">{consoleUrl ?? connection.notSet}</Setting>,
          },
          {
            label: connection.callsPerMinute,
            value: <Setting name="SCIM_CALLS_PER_MINUTE">{connection.atMost(callsPerMinute)}</Setting>,
          },
        ]}
      />
    </Card>
  );
}

function Setting({ name, children }: { name: string; children: string }): ReactNode {
  return (
    <>
      <PersonText>{children}</PersonText>
      <code className="block text-xs text-muted">{name}</code>
    </>
  );
}
