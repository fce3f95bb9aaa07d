import type { ReactNode } from "react";
import type { PackageKey } from "@/access/keys/package-keys";
import { KeyStatus } from "@/app/key-status";
import { Facts } from "@/components/facts";
import { PersonText } from "@/components/person-text";
import { Time } from "@/components/time";
import { texts } from "@/text/texts";

/** What a key is for, so that nobody has to know it by its characters. */
export function KeyFacts({ packageKey }: { packageKey: PackageKey }): ReactNode {
  const { owner, application, plan, status, block, lastUsedAt } = packageKey;
  const { facts } = texts().keys;
  return (
    <div className="mb-4">
      <Facts
        columns={2}
        facts={[
          { label: facts.user, value: <PersonText>{owner.username}</PersonText> },
          { label: facts.application, value: <PersonText>{application.name}</PersonText> },
          {
            label: facts.packagePlan,
            value: (
              <>
                <PersonText>{packageKey.package.name}</PersonText> – <PersonText>{plan.name}</PersonText>
              </>
            ),
          },
          { label: facts.status, value: <KeyStatus status={status} block={block} /> },
          { label: facts.lastUsed, value: lastUsedAt ? <Time at={lastUsedAt} zone /> : facts.neverUsed },
        ]}
      />
    </div>
  );
}

/** What becomes of the calls with a key that is disabled or deleted. */
export function callsAreRefused({ status, block }: PackageKey): string {
  const works = status === "ENABLED" && block === null;
  const { calls } = texts().keys;
  return works ? calls.refused : calls.refusedAlready;
}

/** What becomes of the calls with a key that is enabled: something else may still hold it back. */
export function callsPass({ block }: PackageKey): string {
  const { calls } = texts().keys;
  return block === null ? calls.pass : calls.stayRefused[block];
}
