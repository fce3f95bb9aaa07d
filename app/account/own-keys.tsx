import type { ReactNode } from "react";
import type { ListedApplication } from "@/access/keys/applications";
import type { ListedKey } from "@/access/keys/package-keys";
import { ApplicationTable } from "@/app/application-table";
import { CutOff } from "@/app/cut-off";
import { PackageKeyTable } from "@/app/package-key-table";
import { texts } from "@/text/texts";
import { Section } from "./section";

type Props = { applications: readonly ListedApplication[]; keys: readonly ListedKey[] };

/** What the user calls the API with. They read it; who manages keys changes it. */
export function OwnKeys({ applications, keys }: Props): ReactNode {
  const { account } = texts();
  return (
    <>
      <Section title={account.applications.title}>
        {applications.length === 0 ? (
          <p className="text-muted">{account.applications.none}</p>
        ) : (
          <>
            <ApplicationTable caption={account.applications.caption} applications={applications} deletableOf={null} />
            <CutOff rows={applications} what="applications" username={null} />
          </>
        )}
      </Section>
      <Section title={account.keys.title}>
        {keys.length === 0 ? (
          <p className="text-muted">{account.keys.none}</p>
        ) : (
          <>
            <PackageKeyTable caption={account.keys.caption} keys={keys} changeable={null} />
            <CutOff rows={keys} what="package keys" username={null} />
          </>
        )}
      </Section>
    </>
  );
}
