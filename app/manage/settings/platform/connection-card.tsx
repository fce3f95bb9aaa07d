import type { ReactNode } from "react";
import type { PlatformSettings } from "@/access/platform-settings";
import { Copyable } from "@/components/copyable";
import { Facts } from "@/components/facts";
import { Card } from "@/components/panel";
import { PersonText } from "@/components/person-text";

type Props = { platform: PlatformSettings; url: string };

/** What the platform needs to know to call, and what the operator has set about it. */
export function ConnectionCard({ platform, url }: Props): ReactNode {
  const { name, consoleUrl, callsPerMinute } = platform;
  return (
    <Card>
      <Copyable label="Base URL" value={`${url}/scim/v2`} />
      <hr className="my-5 border-line" />
      <Facts
        facts={[
          { label: "Called on these pages", value: <Setting name="PLATFORM_NAME">{name}</Setting> },
          {
            label: "Console of the platform",
            value: <Setting name="PLATFORM_CONSOLE_URL">{consoleUrl ?? "Not set"}</Setting>,
          },
          {
            label: "Calls a minute with each token",
            value: <Setting name="SCIM_CALLS_PER_MINUTE">{`${callsPerMinute.toLocaleString("en")} at most`}</Setting>,
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
