import type { ReactNode } from "react";
import type { ListedApplication } from "@/access/applications";
import type { ListedKey } from "@/access/package-keys";
import { ApplicationTable } from "@/app/application-table";
import { CutOff } from "@/app/cut-off";
import { PackageKeyTable } from "@/app/package-key-table";
import { Section } from "./section";

type Props = { applications: readonly ListedApplication[]; keys: readonly ListedKey[] };

/** What the user calls the API with. They read it; who manages keys changes it. */
export function OwnKeys({ applications, keys }: Props): ReactNode {
  return (
    <>
      <Section title="Your applications">
        {applications.length === 0 ? (
          <p className="text-muted">You have no application.</p>
        ) : (
          <>
            <ApplicationTable
              caption="Your applications. Times are in UTC."
              applications={applications}
              deletableOf={null}
            />
            <CutOff rows={applications} what="applications" username={null} />
          </>
        )}
      </Section>
      <Section title="Your package keys">
        {keys.length === 0 ? (
          <p className="text-muted">You have no package key.</p>
        ) : (
          <>
            <PackageKeyTable caption="Your package keys. Times are in UTC." keys={keys} changeable={null} />
            <CutOff rows={keys} what="package keys" username={null} />
          </>
        )}
      </Section>
    </>
  );
}
