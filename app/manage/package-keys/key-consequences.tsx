import type { ReactNode } from "react";
import type { PackageKey } from "@/access/package-keys";
import { Facts } from "@/components/facts";
import { PersonText } from "@/components/person-text";
import { Time } from "@/components/time";
import { KeyStatus } from "@/app/key-status";

/** What a key is for, so that nobody has to know it by its characters. */
export function KeyFacts({ packageKey }: { packageKey: PackageKey }): ReactNode {
  const { owner, application, plan, status, block, lastUsedAt } = packageKey;
  return (
    <div className="mb-4">
      <Facts
        columns={2}
        facts={[
          { label: "User", value: <PersonText>{owner.username}</PersonText> },
          { label: "Application", value: <PersonText>{application.name}</PersonText> },
          {
            label: "Package-Plan",
            value: (
              <>
                <PersonText>{packageKey.package.name}</PersonText> – <PersonText>{plan.name}</PersonText>
              </>
            ),
          },
          { label: "Status", value: <KeyStatus status={status} block={block} /> },
          { label: "Last used", value: lastUsedAt ? <Time at={lastUsedAt} zone /> : "Never" },
        ]}
      />
    </div>
  );
}

/** What becomes of the calls with a key that is disabled or deleted. */
export function callsAreRefused({ status, block }: PackageKey): string {
  const works = status === "ENABLED" && block === null;
  return works
    ? "Calls with this key are refused from now on."
    : "Calls with this key are refused already, and stay so.";
}

/** What becomes of the calls with a key that is enabled: something else may still hold it back. */
export function callsPass({ block }: PackageKey): string {
  if (block === null) return "Calls with this key are let pass from now on.";
  return `Calls with this key stay refused as long as ${STAYS_BLOCKED[block]}.`;
}

const STAYS_BLOCKED: Record<NonNullable<PackageKey["block"]>, string> = {
  user_disabled: "the user is disabled",
  user_waiting: "the user is waiting",
  plan_inactive: "the plan is inactive",
};
